import fs from 'node:fs';
import path from 'node:path';
import { createCore, type Core } from '../../../src-main/core';
import { coreContract } from '../../../src-shared/contract/core';
import {
  serve,
  type CallName,
  type Dispatch,
  type InputOf,
  type OutputOf,
  type PayloadOf,
} from '../../../src-shared/contract/define';
import { DESK_KINDS } from '../../../src-shared/domain/desk';
import { newFolder, sampleCopy } from './desk';

type Table = typeof coreContract;
type Records = PayloadOf<Table, 'records'>;

const LEADER = { name: '闻知远', role: 'leader', passphrase: '清晨薄雾 2026 出发' } as const;
const RECUSED = { name: '邱望舒', role: 'member', passphrase: '晚风轻拂 2026 归来' } as const;

const dataDir = path.join(newFolder(), 'vault');
const files = newFolder();
const events: { name: string; payload: unknown }[] = [];
/** How long the day has gone on since nine. */
let hours = 0;
let core: Core;
let dispatch: Dispatch;

function startCore(): void {
  core = createCore({
    dataDir,
    publish: (name, payload) => events.push({ name, payload }),
    now: () => new Date(2026, 5, 1, 9 + hours, 0),
  });
  dispatch = serve(coreContract, core.handlers);
}
beforeAll(startCore);
afterAll(async () => {
  await core.close();
  for (const dir of [path.dirname(dataDir), files]) fs.rmSync(dir, { recursive: true, force: true });
});

/** Calls as the window does, and looks at the answer as the contract promises it. */
async function call<K extends CallName<Table>>(
  name: K,
  input: InputOf<Table, K>,
): Promise<OutputOf<Table, K>> {
  const result = await dispatch(name, input);
  if (!result.ok) throw new Error(`${name}: ${result.code} ${result.message}`);
  return coreContract[name].output.parse(result.value) as OutputOf<Table, K>;
}

async function refusal(name: CallName<Table>, input: unknown): Promise<string> {
  const result = await dispatch(name, input);
  if (result.ok) throw new Error(`${name} was not refused`);
  expect(result.message).toMatch(/[\u4e00-\u9fff].*。$/s);
  return result.code;
}

/** What was published since the last look. */
function records(): Records[] {
  return events
    .splice(0)
    .filter(({ name }) => name === 'records')
    .map(({ payload }) => coreContract.records.payload.parse(payload));
}

/** All records of one feed, after a look at its numbering. */
async function feed(first?: string) {
  events.length = 0;
  const { epoch, total } = await call('feed.start', first ? { first } : {});
  const batches = records();
  while (!batches.at(-1)!.last) {
    await call('feed.more', { epoch });
    batches.push(...records());
  }
  expect(batches.map((batch) => [batch.epoch, batch.seq])).toEqual(batches.map((_, i) => [epoch, i]));
  expect(batches.map((batch) => batch.last)).toEqual(batches.map((_, i) => i === batches.length - 1));
  const entities = batches.flatMap((batch) => batch.changed);
  expect(entities).toHaveLength(total);
  return { epoch, batches, entities };
}

describe('a core, from nothing to a locked vault and back', () => {
  let talk: string;
  let foreign: { id: string; hash: string };
  let epoch: number;

  it('begins without a vault', async () => {
    expect(await call('vault.status', {})).toEqual({
      exists: false,
      nameRequired: false,
      unlocked: false,
      waitSeconds: 0,
      trouble: null,
    });
    expect(await refusal('feed.start', {})).toBe('VAULT_LOCKED');
    expect(await refusal('record.save', { kind: 'unit', set: { name: '某局' } })).toBe('VAULT_LOCKED');
    expect(await refusal('record.save', { kind: 5 })).toBe('CONTRACT_BAD_INPUT');
    expect(await refusal('__proto__' as never, {})).toBe('CONTRACT_UNKNOWN_NAME');
  });

  it('makes one with the sample round in it', async () => {
    const { session, recoveryCode } = await call('vault.create', { ...LEADER, sample: true });
    expect(session).toMatchObject({
      user: { name: '闻知远', role: 'leader' },
      today: '2026-03-20',
      demo: true,
    });
    expect(recoveryCode.length).toBeGreaterThan(20);
    expect(await call('vault.status', {})).toMatchObject({
      exists: true,
      unlocked: true,
      nameRequired: false,
    });
    expect(records()).toEqual([]);
    expect(await refusal('vault.create', { ...LEADER, sample: false })).toBe('VAULT_EXISTS');
    await call('vault.unlock', { passphrase: LEADER.passphrase });
  });

  it('feeds every record once', async () => {
    const { entities, epoch: now } = await feed();
    expect(new Set(entities.map(({ id }) => id)).size).toBe(entities.length);
    expect(entities.filter(({ kind }) => kind === 'workingPaper')).toHaveLength(18);
    epoch = now;
  });

  it('tells of every act in order, in the same epoch', async () => {
    const { entities, batches } = await feed();
    epoch += 1;
    const inspection = entities.find(({ kind }) => kind === 'inspection')!;
    const { id } = await call('record.save', {
      kind: 'interview',
      parent: inspection.id,
      set: { interviewee: '童暮云' },
    });
    await call('record.save', { kind: 'interview', id, set: { place: '谈话室' } });
    await call('record.remove', { id, reason: '误录' });
    await call('record.restore', { id });
    const told = records();
    expect(told.map((event) => [event.epoch, event.seq, event.last])).toEqual(
      told.map((_, i) => [epoch, batches.length + i, true]),
    );
    const ofRecord = told.map(({ changed, removed }) => [
      changed.filter((e) => e.kind !== 'operation').map((e) => e.id),
      removed,
    ]);
    expect(ofRecord).toEqual([
      [[id], []],
      [[id], []],
      [[], [id]],
      [[id], []],
    ]);
    const entries = told.flatMap(({ changed }) => changed.filter((e) => e.kind === 'operation'));
    expect(entries.map((e) => e.values.act)).toEqual(['recordRemoved', 'recordRestored']);
    expect(told.at(-1)!.changed[0]!.values).toMatchObject({ interviewee: '童暮云', place: '谈话室' });
    const told2 = await call('record.history', { id });
    expect(told2.map(({ action, author }) => [action, author])).toEqual(
      ['create', 'edit', 'remove', 'restore'].map((action) => [action, '闻知远']),
    );
    talk = id;
  });

  it('says nothing of an act that failed', async () => {
    expect(await refusal('record.save', { kind: 'interview', id: talk, set: { heldOn: 'x' } })).toBe(
      'RECORD_INVALID',
    );
    expect(records()).toEqual([]);
  });

  it('feeds in batches, what 今日 needs and the open inspection first', async () => {
    const file = sampleCopy();
    file.round.id = 'R0905';
    file.round.名称 = '九届县委第五轮巡察';
    const point = { 聚焦: 'F1', 内容: '要点' };
    file.interviews[11]!.要点 = Array.from({ length: 1300 }, () => point);
    const round = path.join(files, 'round.json');
    fs.writeFileSync(round, JSON.stringify(file));
    const { records: added } = await call('round.import', { path: round });
    expect(added).toBeGreaterThan(1500);
    const all = (await feed()).entities;
    const [last] = all.filter(({ kind }) => kind === 'inspection').slice(-1);
    const { entities, batches } = await feed(last!.id);
    expect(batches.length).toBeGreaterThanOrEqual(4);
    expect(Math.max(...batches.map(({ changed }) => changed.length))).toBeLessThanOrEqual(500);
    const ranks = entities.map(({ kind, inspection }) => {
      if (inspection === null || kind === 'inspection') return 0;
      if ((DESK_KINDS as readonly string[]).includes(kind)) return 1;
      return inspection === last!.id ? 2 : 3;
    });
    expect(ranks).toEqual([...ranks].sort());
    expect(new Set(ranks).size).toBe(4);
    expect(entities.map(({ id }) => id).sort()).toEqual(all.map(({ id }) => id).sort());
  });

  it('lets work be done while it feeds, and tells each record as it is', async () => {
    events.length = 0;
    const { epoch } = await call('feed.start', {});
    const [first] = records();
    expect(first).toMatchObject({ epoch, seq: 0, last: false });
    await call('record.save', { kind: 'interview', id: talk, set: { place: '会议室' } });
    const batches = records();
    expect(batches[0]!.changed.map(({ id }) => id)).toContain(talk);
    // Of a feed that is over nothing more is told.
    await call('feed.more', { epoch: epoch - 1 });
    expect(records()).toEqual([]);
    while (!batches.at(-1)!.last) {
      await call('feed.more', { epoch });
      batches.push(...records());
    }
    await call('feed.more', { epoch });
    expect(records()).toEqual([]);
    expect(batches.map((batch) => batch.seq)).toEqual(batches.map((_, i) => i + 1));
    expect(batches.map((batch) => batch.last)).toEqual(batches.map((_, i) => i === batches.length - 1));
    const told = batches.flatMap(({ changed }) => changed).filter(({ id }) => id === talk);
    expect(told.map(({ values }) => values.place)).toEqual(told.map(() => '会议室'));
  });

  it('stops feeding when it locks', async () => {
    const { epoch } = await call('feed.start', {});
    await call('vault.lock', {});
    events.length = 0;
    await call('feed.more', { epoch });
    expect(events).toEqual([]);
    await call('vault.unlock', { passphrase: LEADER.passphrase });
    await call('feed.more', { epoch });
    expect(events).toEqual([]);
    await feed();
  });

  it('backs up when one is due, not more often, and not while it is locked', async () => {
    const backups = async () => (await call('store.backups', {})).length;
    await call('vault.lock', {});
    const before = await backups();
    await core.backUpIfDue();
    expect(await backups()).toBe(before);
    await call('vault.unlock', { passphrase: LEADER.passphrase });
    hours += 5;
    // Nothing was written since: the newest backup holds all there is.
    await core.backUpIfDue();
    expect(await backups()).toBe(before);
    await call('record.save', { kind: 'interview', id: talk, set: { place: '会议室二' } });
    await core.backUpIfDue();
    await core.backUpIfDue();
    expect(await backups()).toBe(before + 1);
    await feed();
  });

  it('is locked where a lock came while it was being unlocked', async () => {
    await call('vault.lock', {});
    const unlocking = refusal('vault.unlock', { passphrase: LEADER.passphrase });
    await call('vault.lock', {});
    expect(await unlocking).toBe('VAULT_LOCKED');
    expect(await call('vault.status', {})).toMatchObject({ unlocked: false });
    await call('vault.unlock', { passphrase: LEADER.passphrase });
    await feed();
  });

  it('keeps files with a record and gives them back', async () => {
    const scan = path.join(files, '签到表.jpg');
    fs.writeFileSync(scan, Buffer.alloc(3_000_000, '照片'));
    const [added] = await call('evidence.add', { id: talk, set: 'evidence', paths: [scan] });
    expect(added).toMatchObject({ size: 3_000_000, name: '签到表.jpg' });
    const { bytes } = await call('evidence.read', { id: talk, hash: added!.hash });
    expect(Buffer.from(bytes).equals(fs.readFileSync(scan))).toBe(true);
    const out = path.join(files, '另存.jpg');
    expect(await call('evidence.export', { id: talk, hash: added!.hash, path: out })).toEqual({
      path: out,
      bytes: 3_000_000,
    });
    expect(fs.readFileSync(out).equals(fs.readFileSync(scan))).toBe(true);
    expect(records().flatMap(({ changed }) => changed)).toContainEqual(
      expect.objectContaining({
        kind: 'exportEntry',
        values: expect.objectContaining({ document: '附件', fileName: '另存.jpg', digest: added!.hash }),
      }),
    );
    const { entities } = await feed();
    const names = new Map(entities.map((entity) => [entity.id, entity.values.name]));
    const hidden = entities.find(
      (entity) =>
        entity.kind === 'inspection' &&
        names.get(String(entity.values.unit)) === '青禾县文化旅游服务中心党组',
    )!;
    const id = entities.find((e) => e.kind === 'interview' && e.inspection === hidden.id)!.id;
    fs.writeFileSync(scan, '另一份材料');
    const [other] = await call('evidence.add', { id, set: 'evidence', paths: [scan] });
    foreign = { id, hash: other!.hash };
    expect(await refusal('evidence.read', { id: talk, hash: foreign.hash })).toBe('EVIDENCE_MISSING');
    const stolen = path.join(files, '不该有.jpg');
    const theft = { id: talk, hash: foreign.hash, path: stolen };
    expect(await refusal('evidence.export', theft)).toBe('EVIDENCE_MISSING');
    expect(fs.existsSync(stolen)).toBe(false);
  });

  it('takes a dropped file in pieces, as one kept with its record', async () => {
    const bytes = Buffer.alloc(2_500_000, '来信');
    const { upload } = await call('evidence.begin', {
      id: talk,
      set: 'evidence',
      name: '来信.jpg',
      size: bytes.length,
    });
    for (let at = 0; at < bytes.length; at += 1_000_000)
      await call('evidence.piece', { upload, bytes: new Uint8Array(bytes.subarray(at, at + 1_000_000)) });
    const added = await call('evidence.finish', { upload });
    expect(added).toMatchObject({ size: 2_500_000, name: '来信.jpg' });
    const read = await call('evidence.read', { id: talk, hash: added.hash });
    expect(Buffer.from(read.bytes).equals(bytes)).toBe(true);
    const piece = { upload, bytes: new Uint8Array(1) };
    expect(await refusal('evidence.piece', piece)).toBe('UPLOAD_UNKNOWN');
    expect(await refusal('evidence.begin', { id: talk, set: '别的', name: 'x', size: 1 })).toBe('RECORD_SET');
  });

  it('finds, makes papers, verifies and backs up', async () => {
    const hits = await call('search.find', { text: '童暮云', limit: 5 });
    expect(hits).toEqual([
      expect.objectContaining({ id: talk, kind: 'interview', field: 'interviewee', title: '童暮云' }),
    ]);
    const { entities } = await feed();
    const inspection = entities.find(({ kind }) => kind === 'inspection')!.id;
    const target = path.join(files, '反馈.docx');
    const preview = await call('document.preview', { paper: 'feedback', inspection });
    const written = await call('document.export', { paper: 'feedback', inspection, path: target });
    expect(written).toEqual({ path: target, bytes: fs.statSync(target).size });
    expect(preview.fileName).toBe('反馈意见（县水务局党组）2025年11月12日.docx');
    const [entry] = records().flatMap(({ changed }) => changed);
    expect(entry).toMatchObject({
      kind: 'exportEntry',
      values: { document: '反馈意见', audience: 'unit', by: '闻知远', bytes: written.bytes },
    });
    expect(await call('store.verify', {})).toMatchObject({ ok: true, problems: [] });
    expect((await call('store.backup', {})).name).not.toBe('');
  });

  it('locks, and answers nothing until it is unlocked', async () => {
    expect(await call('vault.addUser', RECUSED)).toMatchObject({ name: '邱望舒', role: 'member' });
    expect((await call('vault.users', {})).map(({ name }) => name)).toEqual(['闻知远', '邱望舒']);
    events.length = 0;
    await call('vault.lock', {});
    expect(events).toEqual([{ name: 'locked', payload: { reason: 'user' } }]);
    for (const [name, input] of [
      ['feed.start', {}],
      ['record.history', { id: talk }],
      ['search.find', { text: '灌渠', limit: 5 }],
      ['evidence.read', foreign],
      ['vault.users', {}],
    ] as const)
      expect(await refusal(name, input)).toBe('VAULT_LOCKED');
    expect(await call('vault.status', {})).toMatchObject({ unlocked: false, nameRequired: true });
    expect(await refusal('vault.unlock', { name: '邱望舒', passphrase: LEADER.passphrase })).toBe(
      'VAULT_WRONG_PASSPHRASE',
    );
  });

  it('opens for a recused member without what he may not see', async () => {
    const session = await call('vault.unlock', { name: '邱望舒', passphrase: RECUSED.passphrase });
    expect(session).toMatchObject({
      user: { name: '邱望舒', role: 'member' },
      today: '2026-06-01',
      demo: true,
    });
    const { entities } = await feed();
    expect(entities.some(({ id }) => id === talk)).toBe(true);
    expect(entities.some(({ id }) => id === foreign.id)).toBe(false);
    expect(entities.filter(({ kind }) => ['clue', 'pryReport'].includes(kind))).toEqual([]);
    expect(JSON.stringify(entities)).not.toContain('署名群众');
    expect(await refusal('evidence.read', foreign)).toBe('RECORD_NOT_FOUND');
    expect(await refusal('evidence.export', { ...foreign, path: path.join(files, 'x') })).toBe(
      'RECORD_NOT_FOUND',
    );
    expect(await refusal('record.history', { id: foreign.id })).toBe('RECORD_NOT_FOUND');
    expect(await refusal('conflict.list', { id: foreign.id })).toBe('RECORD_NOT_FOUND');
    expect(await refusal('vault.addUser', { ...RECUSED, name: '某人' })).toBe('VAULT_NOT_ALLOWED');
  });

  it('leads everybody back to where they left off, and nobody to what they may not see', async () => {
    const leader = () => call('vault.unlock', { name: LEADER.name, passphrase: LEADER.passphrase });
    const recused = () => call('vault.unlock', { name: RECUSED.name, passphrase: RECUSED.passphrase });
    const { inspection } = (await feed()).entities.find(({ id }) => id === talk)!;
    const own = { page: 'interview', inspection: inspection! };
    const cursor = { input: `${talk}-place`, top: 240 };
    await call('desk.remember', { ...own, record: talk, cursor });

    const round = (await feed()).entities.find(({ kind }) => kind === 'round')!.id;
    expect((await leader()).place).toBeUndefined();
    const theirs = (await feed()).entities.find(({ id }) => id === foreign.id)!.inspection!;
    const place = {
      page: 'clue',
      round,
      inspection: theirs,
      record: foreign.id,
      cursor: { input: `${foreign.id}-content`, top: 0 },
    };
    await call('desk.remember', place);
    expect((await leader()).place).toEqual(place);

    expect((await recused()).place).toEqual({ ...own, record: talk, cursor });
    await call('desk.remember', place);
    expect((await recused()).place).toEqual({ page: 'clue', round });

    // What was removed since is left out; the open record is not remembered beyond the run of the program.
    await leader();
    await call('desk.remember', { ...own, record: talk });
    await call('record.remove', { id: talk, reason: '误录' });
    expect((await leader()).place).toEqual(own);
    await call('desk.remember', place);
    await core.close();
    startCore();
    expect((await leader()).place).toEqual({ page: 'clue', round, inspection: theirs });
    expect(await call('store.verify', {})).toMatchObject({ ok: true, problems: [] });
    // One key derivation for every unlocking.
  }, 60_000);

  it('keeps what one is typing into a note for oneself alone, over a lock and a restart, as no change', async () => {
    const as = (person: typeof LEADER | typeof RECUSED) =>
      call('vault.unlock', { name: person.name, passphrase: person.passphrase });
    await as(LEADER);
    const note = JSON.stringify({ person: '打听的人' });
    await call('desk.jot', { form: 'pryReport', text: note });
    await as(RECUSED);
    expect(await call('desk.jotting', { form: 'pryReport' })).toEqual({ text: null });
    await core.close();
    startCore();
    await as(LEADER);
    expect(await call('desk.jotting', { form: 'pryReport' })).toEqual({ text: note });
    await call('desk.jot', { form: 'pryReport', text: null });
    expect(await call('desk.jotting', { form: 'pryReport' })).toEqual({ text: null });
    expect(await call('store.verify', {})).toMatchObject({ ok: true, problems: [] });
  });
});

it('a vault that cannot be opened is told in words', async () => {
  const dir = newFolder();
  fs.writeFileSync(path.join(dir, 'vault.header'), '{}');
  const broken = createCore({ dataDir: dir, publish: () => undefined });
  const status = await serve(coreContract, broken.handlers)('vault.status', {});
  expect(status).toMatchObject({ ok: true, value: { exists: true, unlocked: false } });
  const { trouble } = (status as { value: OutputOf<Table, 'vault.status'> }).value;
  expect(trouble!.message).toMatch(/[\u4e00-\u9fff].*。$/);
  fs.rmSync(dir, { recursive: true });
});
