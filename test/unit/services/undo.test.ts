import fc from 'fast-check';
import {
  history,
  redo,
  remove,
  removed,
  restore,
  save,
  step,
  undo,
} from '../../../src-main/services/records';
import { RUN_MS } from '../../../src-main/services/records/deeds';
import type { OpenWorkspace } from '../../../src-main/services/workspace';
import { kinds } from '../../../src-shared/domain/kinds';
import { withdrawalOf, type AnyKind, type Step } from '../../../src-shared/domain/define';
import { canonicalJson, type FieldValue } from '../../../src-shared/merge/change';
import { codeOf, failure, SAMPLE_TEXT, useDesk, type Person } from './desk';
import { problems } from './problems';

const desk = useDesk(SAMPLE_TEXT);
let workspace: OpenWorkspace;
let clock = Date.parse('2026-03-20T08:00:00.000Z');
/** Far enough apart for each save to be an act of its own. */
const later = () => (clock += RUN_MS + 1);

const sitDown = (person: Person) => {
  // A removal is told by its moment: no two acts of a person are at the same one.
  workspace = desk.open(person, () => new Date((clock += 1)));
};
beforeEach(() => sitDown('leader'));

const { member, unit, values, newPaper, move } = problems(() => workspace);
const make = (kind: string, parent: string, set: Record<string, FieldValue>) =>
  save(workspace, { kind, parent, set }).id;
const write = (id: string, set: Record<string, FieldValue>) => {
  later();
  return save(workspace, { kind: workspace.index.get(id)!.kind, id, set });
};
const back = (act?: string) => undo(workspace, act === undefined ? {} : { act });
const newTalk = () => make('interview', unit(), { interviewee: '童暮云' });

/** A problem that went to the unit, by whoever may take the steps. */
function rectifiedPaper(): string {
  const id = newPaper();
  for (const [person, to] of [
    ['liaison', 'toReview'],
    ['deputy', 'toSign'],
    ['leader', 'signed'],
    ['leader', 'fedBack'],
    ['leader', 'rectifying'],
  ] as const) {
    sitDown(person);
    move(id, to);
  }
  return id;
}
const newItem = (): string =>
  make('rectificationItem', rectifiedPaper(), {
    task: '修订实施细则',
    leader: '顾西洲',
    responsibleUnit: '局办公室',
    dueOn: '2026-06-30',
    evidenceCount: 1,
  });
function startedItem(): string {
  const id = newItem();
  move(id, 'inProgress', { set: { startOn: '2026-01-05' } });
  return id;
}
const finish = (id: string) => move(id, 'done', { set: { doneOn: '2026-03-01', outcome: '已修订' } });

describe('an edit', () => {
  it('is taken back in order, said in words, and stands in the history beside what it takes back', () => {
    const id = newTalk();
    write(id, { place: '小会议室' });
    write(id, { place: '大会议室' });
    expect(back().said).toMatch(/^已撤销：谈话记录 T1-\d+“地点”的修改$/);
    expect(values(id).place).toBe('小会议室');
    expect(back().record).toBe(id);
    expect(values(id).place).toBeUndefined();
    const told = history(workspace, id, () => '').map(({ action }) => action);
    expect(told).toEqual(['create', 'edit', 'edit', 'undo', 'undo']);
  });

  it('of one field, saved again and again while it is typed, is one act', () => {
    const id = newTalk();
    later();
    for (const place of ['小', '小会', '小会议室']) {
      save(workspace, { kind: 'interview', id, set: { place } });
      clock += 700;
    }
    back();
    expect(values(id).place).toBeUndefined();
  });

  it('that moves rows past each other takes all of them back', () => {
    const talk = newTalk();
    const [first, second] = [1, 2].map((position) =>
      make('exchange', talk, { question: `${position}问`, position }),
    );
    later();
    save(workspace, { kind: 'exchange', id: first!, set: { position: 2 } });
    save(workspace, { kind: 'exchange', id: second!, set: { position: 1 } });
    expect(back().said).toBe('已撤销：移动问答');
    expect([first, second].map((id) => values(id!).position)).toEqual([1, 2]);
    redo(workspace);
    expect([first, second].map((id) => values(id!).position)).toEqual([2, 1]);
  });

  it('that changes nothing is none', () => {
    const id = newTalk();
    write(id, { place: '小会议室' });
    write(id, { place: '小会议室' });
    back();
    expect(values(id).place).toBeUndefined();
  });

  it('takes what joined and left a set with it', () => {
    const id = newPaper();
    const [first] = workspace.index.get(id)!.sets.support!;
    save(workspace, { kind: 'workingPaper', id, set: {}, sets: { support: { add: [], remove: [first!] } } });
    expect(back().said).toContain('“佐证”的修改');
    expect([...workspace.index.get(id)!.sets.support!].sort()).toContain(first);
  });

  it('is refused where somebody else’s change stands on it, and then passed over', async () => {
    const id = newTalk();
    write(id, { interviewer: member('P04') });
    write(id, { place: '小会议室' });
    workspace.store.commit([
      {
        author: 'another',
        at: '2026-03-20T00:00:00.000Z',
        kind: 'interview',
        recordId: id as never,
        action: 'edit',
        set: { place: '大会议室' },
        replaces: { place: [workspace.changesOf(id as never).at(-1)!.id] },
      },
    ]);
    expect(await codeOf(() => back())).toBe('UNDO_OVERTAKEN');
    expect(workspace.state(id as never)!.fields.place!.map(({ value }) => value)).toEqual(['大会议室']);
    back();
    expect(values(id).interviewer).toBeUndefined();
  });

  it('is refused where the record is held by now', async () => {
    const id = newPaper();
    const { act } = write(id, { facts: '30次' });
    for (const to of ['toReview', 'toSign', 'signed']) move(id, to, { reason: '只有一人在岗' });
    expect(await codeOf(() => back(act))).toBe('RIGHTS_HELD');
    expect(values(id).facts).toBe('30次');
  });

  it('keeps the entry in the 操作日志 that such a change demands', () => {
    const id = make('recusal', workspace.index.list('round')[0]!.id, { name: '甲', ground: '无' });
    const entries = () =>
      workspace.index.list('operation').filter(({ values }) => values.act === 'recusalChanged');
    write(id, { rule: '配偶在该单位工作' });
    const before = entries().length;
    back();
    expect(values(id).rule).toBeUndefined();
    expect(entries()).toHaveLength(before + 1);
  });

  it('brings the item’s 最近更新 back with a 进展 that is taken back', () => {
    const id = startedItem();
    const before = values(id).lastUpdateOn;
    const entry = make('progressEntry', id, { happenedOn: '2026-12-01', content: '已报送' });
    expect(values(id).lastUpdateOn).toBe('2026-12-01');
    write(entry, { content: '已再次报送' });
    back();
    back();
    expect(workspace.index.get(entry)).toBeUndefined();
    expect(values(id).lastUpdateOn).toBe(before);
    redo(workspace);
    expect(values(id).lastUpdateOn).toBe('2026-12-01');
  });
});

describe('a record', () => {
  it('that was made is taken back as a removal, and brought again', () => {
    const talk = newTalk();
    const row = make('exchange', talk, { question: '一问' });
    expect(back().said).toBe('已撤销：增加问答');
    expect(workspace.index.get(row)).toBeUndefined();
    expect(back().said).toMatch(/^已撤销：新建谈话记录 T1-\d+$/);
    expect(workspace.index.get(talk)).toBeUndefined();
    expect(removed(workspace, () => '').some(({ id }) => id === talk)).toBe(true);
    redo(workspace);
    expect(values(talk).interviewee).toBe('童暮云');
    redo(workspace);
    expect(values(row).question).toBe('一问');
  });

  it('is not taken back with what somebody entered in it', async () => {
    const talk = newTalk();
    const { act } = save(workspace, { kind: 'exchange', parent: talk, set: { question: '一问' } });
    workspace.store.commit([
      {
        author: 'another',
        at: '2026-03-20T00:00:00.000Z',
        kind: 'exchange',
        recordId: workspace.index.children(talk)[0]!.id,
        action: 'edit',
        set: { answer: '答' },
        replaces: {},
      },
    ]);
    expect(await codeOf(() => back(act))).toBe('UNDO_OVERTAKEN');
    expect(await codeOf(() => back())).toBe('UNDO_BENEATH');
    expect(workspace.index.get(talk)).toBeDefined();
  });

  it('that was removed comes back with what went along; the removal is then no longer in the list', () => {
    const talk = newTalk();
    make('exchange', talk, { question: '一问' });
    write(talk, { place: '小会议室' });
    remove(workspace, { id: talk, reason: '误登' });
    expect(back().said).toMatch(/^已撤销：删除谈话记录/);
    expect(workspace.index.children(talk)).toHaveLength(1);
    redo(workspace);
    expect(workspace.index.get(talk)).toBeUndefined();
    restore(workspace, talk);
    back();
    expect(values(talk).place).toBeUndefined();
    expect(workspace.index.get(talk)).toBeDefined();
  });

  it('that its writer may not read is out of his hands', async () => {
    sitDown('member');
    const set = { person: '温庭筠', content: '打听', handling: '已拒绝', receiver: member('P04') };
    const { act } = save(workspace, { kind: 'pryReport', parent: workspace.index.list('team')[0]!.id, set });
    expect(act).toBeUndefined();
    expect(await codeOf(() => back())).toBe('UNDO_NOTHING');
  });

  it('that its maker may not remove stays', async () => {
    sitDown('liaison');
    const round = workspace.index.list('round')[0]!.id;
    make('team', round, { name: '第九巡察组' });
    expect(await codeOf(() => back())).toBe('RIGHTS_REMOVE');
  });
});

describe('a step', () => {
  it('is withdrawn with all that it filled in, never as 反弹, and called so in the history', () => {
    const id = startedItem();
    const before = { ...values(id) };
    finish(id);
    expect(back().said).toMatch(/的“完成”$/);
    expect(values(id)).toEqual(before);
    expect(values(id).rebounded).toBeUndefined();
    expect(history(workspace, id, () => '').at(-1)!.step).toBe('撤回“完成”');
  });

  it('is taken again by its own rules', () => {
    const id = startedItem();
    const { act } = finish(id);
    const done = { ...values(id) };
    back();
    redo(workspace);
    expect(values(id)).toEqual(done);
    // From the words that told it the first time.
    back(act);
    expect(values(id).state).toBe('inProgress');
  });

  it('of a signature leaves its entry in the 操作日志, and who took it back may sign without being asked why', () => {
    const id = newPaper();
    sitDown('liaison');
    move(id, 'toReview');
    sitDown('deputy');
    move(id, 'toSign');
    back();
    expect(values(id)).toMatchObject({ state: 'toReview' });
    expect(values(id).reviewer).toBeUndefined();
    move(id, 'toSign');
    sitDown('leader');
    const lifted = () =>
      workspace.index.list('operation').filter(({ values }) => values.act === 'holdLifted').length;
    const before = lifted();
    move(id, 'signed');
    back();
    expect(values(id)).toMatchObject({ state: 'toSign' });
    expect(values(id).signer).toBeUndefined();
    expect(lifted()).toBe(before + 1);
  });

  it('that told somebody outside, that was itself a step back, or that nothing leads back from, says why', async () => {
    const id = newPaper();
    move(id, 'toReview', {});
    move(id, 'sentBack', { reason: '补充依据' });
    const none = await failure(() => back());
    expect([none.code, none.message]).toEqual([
      'UNDO_STEP',
      expect.stringContaining('“退回”办理后没有撤回这一步'),
    ]);
    const paper = rectifiedPaper();
    move(paper, 'fedBack', { reason: '还没有送达' });
    expect((await failure(() => back())).message).toContain('“撤回整改”本身就是更正');
    sitDown('leader');
    move(paper, 'signed', { reason: '还没有送达' });
    move(paper, 'fedBack');
    expect((await failure(() => back())).message).toContain('“撤回反馈”并写明理由');
    expect(values(paper).state).toBe('fedBack');
  });

  it('on which somebody else went on is refused', async () => {
    const id = startedItem();
    finish(id);
    const { act } = step(workspace, { id, field: 'closing', to: 'pending' });
    workspace.store.commit([
      {
        author: 'another',
        at: '2026-03-20T00:00:00.000Z',
        kind: 'rectificationItem',
        recordId: id as never,
        action: 'edit',
        set: { closing: 'closed' },
        replaces: { closing: [workspace.state(id as never)!.fields.closing![0]!.change] },
      },
    ]);
    expect(await codeOf(() => back(act))).toBe('UNDO_OVERTAKEN');
  });

  it('opens a closed problem again, as its own withdrawal does', () => {
    const id = startedItem();
    const paper = workspace.index.get(id)!.parent!;
    finish(id);
    step(workspace, { id, field: 'closing', to: 'pending' });
    const { act } = step(workspace, { id, field: 'closing', to: 'closed', reason: '只有一人在岗' });
    move(paper, 'closed');
    back(act);
    expect(values(id).closing).toBe('pending');
    expect(values(paper).state).toBe('rectifying');
  });

  it('forward has a way back that fits: a withdrawal begins where the step ended and is no new statement', () => {
    for (const kind of Object.values(kinds) as AnyKind[])
      for (const { info } of Object.values(kind.fields))
        for (const taken of (info.machine?.steps ?? []) as readonly Step[]) {
          const way = withdrawalOf(info.machine!, taken);
          if (way)
            expect([way.from, way.back, way.anew ?? false, way.label]).toEqual([
              taken.to,
              true,
              false,
              expect.stringMatching(/撤|退回|重新|继续/),
            ]);
        }
  });
});

describe('the list', () => {
  it('is empty after a lock, and for whoever unlocks next', async () => {
    const id = newTalk();
    write(id, { place: '小会议室' });
    sitDown('leader');
    expect(await codeOf(() => back())).toBe('UNDO_NOTHING');
    sitDown('deputy');
    expect(await codeOf(() => back())).toBe('UNDO_NOTHING');
    expect(await codeOf(() => redo(workspace))).toBe('UNDO_NOTHING');
  });

  it('forgets what was taken back once something else is done', async () => {
    const id = newTalk();
    write(id, { place: '小会议室' });
    back();
    write(id, { post: '科长' });
    expect(await codeOf(() => redo(workspace))).toBe('UNDO_NOTHING');
  });

  it('taken back wholly and done again wholly leaves every record as it was', () => {
    const word = fc.constantFrom('一', '二', '三');
    const act = fc.oneof(
      fc.record({
        do: fc.constant('write' as const),
        field: fc.constantFrom('place', 'post', 'interviewee'),
        word,
      }),
      fc.record({ do: fc.constant('row' as const), word }),
      fc.record({ do: fc.constant('drop' as const), at: fc.nat(3) }),
    );
    const picture = (talk: string) =>
      canonicalJson([
        workspace.index.get(talk)?.values,
        workspace.index
          .children(talk)
          .map(({ id, values }) => [id, values])
          .sort(),
      ]);
    fc.assert(
      fc.property(fc.array(act, { maxLength: 12 }), (acts) => {
        const talk = newTalk();
        const rows: string[] = [];
        const pictures = [picture(talk)];
        for (const one of acts) {
          if (one.do === 'write') write(talk, { [one.field]: one.word });
          else if (one.do === 'row') rows.push(make('exchange', talk, { question: one.word }));
          else if (rows.length > 0)
            remove(workspace, { id: rows.splice(one.at % rows.length, 1)[0]!, reason: '从表中删除' });
          const now = picture(talk);
          if (now !== pictures.at(-1)) pictures.push(now);
        }
        const forward = [...pictures];
        while (pictures.length > 1) {
          pictures.pop();
          back();
          expect(picture(talk)).toBe(pictures.at(-1));
        }
        for (const next of forward.slice(1)) {
          redo(workspace);
          expect(picture(talk)).toBe(next);
        }
      }),
      { numRuns: 30 },
    );
  });
});
