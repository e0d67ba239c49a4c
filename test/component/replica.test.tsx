import Dexie from 'dexie';
import { startReplica, stopReplica, useReplicaState, getRecord } from '../../src-renderer/replica';
import { workingCopy } from '../../src-renderer/replica/db';
import {
  commitField,
  editField,
  flushAutosave,
  planRecord,
  RETRY_PAUSE_MS,
  saveTogether,
  useAutosave,
} from '../../src-renderer/session/autosave';
import { ofUnit, openBridge, ROUND, signIn, type Bridge, type Seed } from './bridge';

async function start(...extra: Seed[]): Promise<Bridge> {
  const bridge = await openBridge([...ROUND, ...extra]);
  await signIn(bridge);
  await new Promise<void>((onReady) => void startReplica(bridge.workbench, { first: 'insp', onReady }));
  return bridge;
}
/** The state of the working copy once everything told so far is written. */
const settled = async (test: () => unknown): Promise<void> => {
  while (!(await test())) await new Promise((turn) => setTimeout(turn, 0));
};
const talk = ofUnit('t1', 'interview', { interviewee: '顾西洲' });
/** Of the person who signs in, from the unit at work. */
const recusal: Seed = {
  id: 'r1',
  kind: 'recusal',
  parent: 'round',
  values: { name: '闻知远', ground: '亲属关系', unit: 'unit' },
};

/** What is there of a talk in its round, with what the vault knows of its people and laptop. */
const whole = (bridge: Bridge): number =>
  ROUND.length +
  1 +
  ['account', 'laptop', 'vouching'].reduce((sum, kind) => sum + bridge.recordsOf(kind).length, 0);

describe('工作副本', () => {
  it('holds what the feed told, and asks for the unit at work first', async () => {
    const bridge = await start(talk);
    expect(bridge.inputsOf('feed.start')).toEqual([{ first: 'insp' }]);
    expect(await workingCopy().records.count()).toBe(whole(bridge));
    const total = whole(bridge);
    expect(useReplicaState.getState()).toMatchObject({ status: 'ready', received: total, total });
  });

  it('takes changes and removals as they come', async () => {
    const bridge = await start(talk);
    bridge.put({ id: 't1', kind: 'interview', values: { interviewee: '蒋疏桐' } });
    await settled(async () => (await workingCopy().records.get('t1'))?.values.interviewee === '蒋疏桐');
    bridge.house.remove(['t1']);
    await settled(async () => (await workingCopy().records.get('t1')) === undefined);
    expect(getRecord('t1')).toBeUndefined();
  });

  it('asks again after a gap, and loses neither what came before nor what it missed', async () => {
    const bridge = await start(talk);
    bridge.lose();
    bridge.put(ofUnit('t2', 'interview', { interviewee: '丢失的一条' }));
    bridge.put({ id: 't1', kind: 'interview', values: { interviewee: '蒋疏桐' } });
    await settled(() => bridge.inputsOf('feed.start').length === 2);
    await settled(async () => (await workingCopy().records.count()) === whole(bridge) + 1);
    bridge.put(ofUnit('t3', 'interview', {}));
    await settled(() => getRecord('t3') !== undefined);
    expect(bridge.inputsOf('feed.start')).toHaveLength(2);
  });

  it('starts again when the core begins an epoch of its own, and drops what may no longer be seen', async () => {
    const bridge = await start(talk);
    expect(getRecord('t1')).toBeDefined();
    // A colleague enters that whoever sits here must keep out of this unit.
    bridge.put(recusal);
    await settled(() => getRecord('t1') === undefined && useReplicaState.getState().status === 'ready');
    expect(getRecord('insp')).toBeUndefined();
    expect(getRecord('round')).toBeDefined();
    expect(bridge.inputsOf('feed.start')).toHaveLength(2);
  });

  it('says in words that loading failed', async () => {
    const bridge = await openBridge([]);
    await signIn(bridge);
    bridge.refuse('feed.start');
    await startReplica(bridge.workbench);
    expect(useReplicaState.getState()).toMatchObject({ status: 'failed' });
    expect(useReplicaState.getState().message).toBe('磁盘空间不足。');
  });

  it('is gone with everything in it when it stops, and hears nothing more', async () => {
    const bridge = await start(talk);
    editField(talk, 'place', '未保存的字');
    await stopReplica();
    expect(await Dexie.exists('working-copy')).toBe(false);
    bridge.put(talk);
    await bridge.house.call('desk.jotting', { form: 'dialog' });
    expect(getRecord('t1')).toBeUndefined();
    expect(useAutosave.getState().drafts).toEqual({});
  });
});

describe('自动保存', () => {
  it('flushes everything that is being typed, each field by itself', async () => {
    const bridge = await start(talk);
    editField(talk, 'place', '甲处');
    editField(talk, 'post', '局长');
    await flushAutosave();
    expect(bridge.record('t1')?.values).toMatchObject({ place: '甲处', post: '局长' });
    expect(bridge.inputsOf('record.save')).toHaveLength(2);
    expect(useAutosave.getState().drafts).toEqual({});
  });

  it('keeps what is typed while an older text is on its way, and saves it next', async () => {
    const bridge = await start(talk);
    const release = bridge.hold('record.save');
    editField(talk, 'place', '甲');
    const first = commitField('t1', 'place');
    await settled(() => bridge.inputsOf('record.save').length === 1);
    editField(talk, 'place', '甲处');
    release();
    await first;
    expect(bridge.record('t1')?.values.place).toBe('甲');
    expect(useAutosave.getState().drafts.t1?.place).toEqual({ value: '甲处', status: 'typing' });
    await flushAutosave();
    expect(bridge.record('t1')?.values.place).toBe('甲处');
  });

  it('sends nothing for a field that was left as it was, and null for one that was emptied', async () => {
    const bridge = await start(ofUnit('t1', 'interview', { place: '甲处' }));
    editField(talk, 'place', '甲处');
    await commitField('t1', 'place');
    expect(bridge.inputsOf('record.save')).toEqual([]);
    editField(talk, 'place', '');
    await commitField('t1', 'place');
    expect(bridge.inputsOf('record.save')).toEqual([{ kind: 'interview', id: 't1', set: { place: null } }]);
    expect(bridge.record('t1')?.values).not.toHaveProperty('place');
  });

  it('refuses what the field cannot hold without asking, and keeps it', async () => {
    const bridge = await start(talk);
    editField(talk, 'interviewee', '长'.repeat(41));
    await flushAutosave();
    expect(bridge.inputsOf('record.save')).toEqual([]);
    expect(useAutosave.getState().drafts.t1?.interviewee).toMatchObject({
      status: 'failed',
      message: '“谈话对象”不能超过40个字',
    });
  });
});

describe('自动保存中新建的记录', () => {
  const plan = (values = {}) => ({ id: planRecord('interview', 'insp', values), kind: 'interview' });
  const talks = (bridge: Bridge) => bridge.recordsOf('interview').map(({ values }) => values);

  it('is made by the first save of one of its fields, with what it begins with, and once only', async () => {
    const bridge = await start();
    const made = plan({ interviewee: '顾西洲' });
    expect(bridge.inputsOf('record.save')).toEqual([]);
    editField(made, 'place', '甲处');
    editField(made, 'post', '局长');
    await flushAutosave();
    expect(talks(bridge)).toEqual([
      expect.objectContaining({ interviewee: '顾西洲', place: '甲处', post: '局长' }),
    ]);
    expect(useAutosave.getState().drafts).toEqual({});
  });

  it('takes what is typed while it is being made, under either of its ids', async () => {
    const bridge = await start();
    const release = bridge.hold('record.save');
    const made = plan();
    editField(made, 'place', '甲');
    const first = commitField(made.id, 'place');
    await settled(() => bridge.inputsOf('record.save').length === 1);
    editField(made, 'place', '甲处');
    editField(made, 'post', '局长');
    void commitField(made.id, 'post');
    release();
    await first;
    const { id } = bridge.recordsOf('interview')[0]!;
    expect(useAutosave.getState().drafts[id]?.place).toEqual({ value: '甲处', status: 'typing' });
    editField({ id, kind: 'interview' }, 'interviewee', '蒋疏桐');
    await flushAutosave();
    expect(talks(bridge)).toEqual([
      expect.objectContaining({ interviewee: '蒋疏桐', place: '甲处', post: '局长' }),
    ]);
  });

  it('saves one thing after another across the moment in which it is made', async () => {
    const bridge = await start();
    const making = bridge.hold('record.save');
    const made = plan();
    editField(made, 'place', '甲处');
    const first = commitField(made.id, 'place');
    editField(made, 'post', '局长');
    void commitField(made.id, 'post');
    await settled(() => bridge.inputsOf('record.save').length === 1);
    making();
    const saving = bridge.hold('record.save');
    await first;
    editField(made, 'interviewee', '蒋疏桐');
    void commitField(made.id, 'interviewee');
    await settled(() => bridge.inputsOf('record.save').length > 1);
    await new Promise((turn) => setTimeout(turn, 0));
    expect(bridge.inputsOf('record.save')).toHaveLength(2);
    saving();
    await flushAutosave();
    expect(talks(bridge)).toEqual([
      expect.objectContaining({ place: '甲处', post: '局长', interviewee: '蒋疏桐' }),
    ]);
  });

  it('saves what was typed while it was being made after the pause of typing, unasked', async () => {
    const bridge = await start();
    const release = bridge.hold('record.save');
    const made = plan();
    editField(made, 'place', '甲');
    void commitField(made.id, 'place');
    editField(made, 'post', '局长');
    release();
    await settled(() => bridge.recordsOf('interview')[0]?.values.post === '局长');
    expect(talks(bridge)).toHaveLength(1);
  });

  it('is made without what was emptied before', async () => {
    const bridge = await start();
    const made = plan({ place: '甲处', post: '局长' });
    editField(made, 'place', '');
    await flushAutosave();
    expect(talks(bridge)).toEqual([expect.objectContaining({ post: '局长' })]);
    expect(talks(bridge)[0]).not.toHaveProperty('place');
  });

  it('waits with its words where it could not be made, and is made when asked again', async () => {
    const bridge = await start();
    const save = bridge.refuse('record.save');
    const made = plan();
    editField(made, 'place', '甲处');
    await flushAutosave();
    expect(useAutosave.getState().drafts[made.id]?.place).toMatchObject({ value: '甲处', status: 'failed' });
    save();
    await flushAutosave();
    expect(talks(bridge)).toEqual([expect.objectContaining({ place: '甲处' })]);
  });

  it('is on disk when everything is flushed, even where nothing of it is a draft', async () => {
    const bridge = await start();
    const made = plan();
    const release = bridge.hold('record.save');
    void saveTogether(made, { place: '甲处' });
    let flushed = false;
    const flush = flushAutosave().then(() => (flushed = true));
    await settled(() => bridge.inputsOf('record.save').length === 1);
    expect(flushed).toBe(false);
    release();
    await flush;
    expect(talks(bridge)).toEqual([expect.objectContaining({ place: '甲处' })]);
  });
});

describe('一起保存', () => {
  afterEach(() => jest.useRealTimers());

  it('saves several fields as one change, after what is on its way, and settles their drafts', async () => {
    const bridge = await start(talk);
    const release = bridge.hold('record.save');
    editField(talk, 'place', '甲');
    void commitField('t1', 'place');
    editField(talk, 'place', '甲处');
    const together = saveTogether(talk, { place: '甲处室', post: '局长' });
    release();
    await together;
    await flushAutosave();
    expect(bridge.inputsOf('record.save').map(({ set }: { set: object }) => set)).toEqual([
      { place: '甲处' },
      { place: '甲处室', post: '局长' },
    ]);
    expect(bridge.record('t1')?.values).toMatchObject({ place: '甲处室', post: '局长' });
    expect(useAutosave.getState().drafts).toEqual({});
  });

  it('keeps what was typed since it was asked for', async () => {
    const bridge = await start(talk);
    const release = bridge.hold('record.save');
    editField(talk, 'place', '甲');
    const together = saveTogether(talk, { place: '甲处' });
    editField(talk, 'place', '乙处');
    release();
    await together;
    await flushAutosave();
    expect(bridge.record('t1')?.values.place).toBe('乙处');
  });

  it('is told where it was refused, and leaves the drafts to be tried again', async () => {
    const bridge = await start(talk);
    const save = bridge.refuse('record.save');
    jest.useFakeTimers();
    editField(talk, 'place', '甲处');
    await expect(saveTogether(talk, { place: '甲处室' })).rejects.toThrow('磁盘空间不足');
    expect(useAutosave.getState().drafts.t1?.place?.value).toBe('甲处');
    save();
    await jest.advanceTimersByTimeAsync(RETRY_PAUSE_MS);
    expect(bridge.record('t1')?.values.place).toBe('甲处');
  });
});
