/** Several records written as one act, and that act taken back as one: at once, days later, by another, and only what stands. */
import fc from 'fast-check';
import {
  planSave,
  planTogether,
  redo,
  remove,
  restore,
  save,
  undo,
  writeTogether,
  type Together,
} from '../../../src-main/services/records';
import { numbersFor } from '../../../src-main/services/numbering';
import type { OpenWorkspace } from '../../../src-main/services/workspace';
import { canonicalJson, type FieldValue } from '../../../src-shared/merge/change';
import { codeOf, inspectionOf, SAMPLE_TEXT, useDesk, type Person } from './desk';

const desk = useDesk(SAMPLE_TEXT);
let workspace: OpenWorkspace;
let clock = Date.parse('2026-03-20T08:00:00.000Z');
const sitDown = (person: Person) => {
  workspace = desk.open(person, () => new Date((clock += 20_000)));
};
beforeEach(() => sitDown('leader'));

const unit = () => inspectionOf(workspace, 'U1').id;
const talks = () => workspace.index.list('interview').filter(({ inspection }) => inspection === unit());
const values = (id: string) => workspace.index.get(id)?.values;
const ABOUT: Together = {
  words: '导入谈话记录',
  operation: { act: 'tableImported', subject: 'interview', detail: '谈话记录' },
};

/** What an import does: some records made, some changed. */
function write(
  made: readonly Record<string, FieldValue>[],
  changed: readonly { id: string; set: Record<string, FieldValue> }[],
) {
  const numbers = numbersFor(workspace);
  const plans = [
    ...changed.map(({ id, set }) => planSave(workspace, { kind: 'interview', id, set })),
    ...made.map((set) =>
      planSave(workspace, { kind: 'interview', parent: unit(), set }, (kind, parent) =>
        numbers.next(kind, parent),
      ),
    ),
  ];
  const done = writeTogether(
    workspace,
    plans.flatMap(({ drafts }) => drafts),
    ABOUT,
  );
  return { ...done, ids: plans.map(({ id }) => id) };
}
const picture = () =>
  canonicalJson(
    talks()
      .map(({ id, values, sets, parent }) => [id, values, sets, parent] as never)
      .sort(),
  );

describe('an act on many records', () => {
  it('is one event of the feed and one entry that says how many changes it was', () => {
    desk.touched();
    const { entry } = write([{ interviewee: '甲' }, { interviewee: '乙' }], []);
    expect(desk.touched()).toHaveLength(1);
    expect(values(entry)).toMatchObject({ act: 'tableImported', changes: 2 });
  });

  it('without anything to write is refused', async () => {
    expect(await codeOf(() => writeTogether(workspace, [], ABOUT))).toBe('TOGETHER_NOTHING');
  });

  it('taken back is as if it had not been, done again as if it had, whatever it made and changed', () => {
    const word = fc.constantFrom('一', '二', '三', '四');
    const set = fc.record({ place: word, post: word }, { requiredKeys: [] });
    fc.assert(
      fc.property(
        fc.array(fc.record({ interviewee: word, place: word }), { maxLength: 5 }),
        fc.array(set, { maxLength: 4 }),
        fc.boolean(),
        (made, sets, afterLock) => {
          fc.pre(made.length + sets.length > 0);
          const before = picture();
          const changed = talks().slice(0, sets.length);
          const { entry } = write(
            made,
            sets.slice(0, changed.length).map((one, i) => ({ id: changed[i]!.id, set: one })),
          );
          const after = picture();
          if (after === before) return;
          if (afterLock) sitDown('leader');
          undo(workspace, { act: entry, reason: '导错了文件' });
          expect(picture()).toBe(before);
          if (afterLock) undo(workspace, {});
          else redo(workspace);
          expect(picture()).toBe(after);
          // After a lock, doing it again was an act of its own.
          if (afterLock) redo(workspace, { reason: '还是错的' });
          else undo(workspace, { reason: '还是错的' });
          expect(picture()).toBe(before);
        },
      ),
      { numRuns: 25 },
    );
  });

  it('that made records asks for a reason and stays in the list; one that only changed some does not', async () => {
    write([{ interviewee: '甲' }], []);
    expect(await codeOf(() => undo(workspace, {}))).toBe('UNDO_REASON');
    expect(undo(workspace, { reason: '导错了' }).said).toBe('已撤销：导入表格：谈话记录');
    const [talk] = talks();
    write([], [{ id: talk!.id, set: { place: '别处' } }]);
    undo(workspace, {});
    expect(values(talk!.id)!.place).toBe(talk!.values.place);
  });

  it('has the reason at every record that goes, and its own entry, so that the act is taken back once only', async () => {
    const { entry, ids } = write([{ interviewee: '甲' }], []);
    undo(workspace, { act: entry, reason: '导错了文件' });
    expect(workspace.changesOf(ids[0]!).at(-1)).toMatchObject({
      action: 'remove',
      reason: '导错了文件',
    });
    const told = workspace.index.list('operation').find(({ values }) => values.takesBack === entry);
    expect(told!.values).toMatchObject({ act: 'takenBack', reason: '导错了文件' });
    expect(await codeOf(() => undo(workspace, { act: entry, reason: '再来' }))).toBe('UNDO_NOTHING');
    expect(await codeOf(() => planTogether(workspace, entry))).toBe('UNDO_NOTHING');
  });
});

describe('what was changed since', () => {
  it('stays, record by record and field by field, and is told; the rest goes back', () => {
    const [first, second] = talks();
    const { entry, ids } = write(
      [{ interviewee: '甲' }, { interviewee: '乙' }, { interviewee: '丙' }],
      [
        { id: first!.id, set: { place: '新地点', post: '新职务' } },
        { id: second!.id, set: { place: '新地点' } },
      ],
    );
    const [, , changed, withRow, untouched] = ids;
    sitDown('liaison');
    save(workspace, { kind: 'interview', id: changed, set: { place: '后来写的' } });
    save(workspace, { kind: 'exchange', parent: withRow, set: { question: '问', position: 1 } });
    save(workspace, { kind: 'interview', id: first!.id, set: { post: '后来写的' } });
    const { kept, removed, changedBack } = planTogether(workspace, entry);
    expect([removed, changedBack]).toEqual([1, 2]);
    expect(kept.map(({ record, why }) => [record, why]).sort()).toEqual(
      [
        [changed, '后来又有改动，保持不变'],
        [withRow, '其下已有内容，保持不变'],
        [first!.id, '“职务”后来又有改动，保持不变'],
      ].sort(),
    );
    const { said } = undo(workspace, { act: entry, reason: '导错了文件' });
    expect(said).toMatch(/其中3条后来有变动，保持不变$/);
    expect(values(untouched!)).toBeUndefined();
    expect(values(changed!)!.place).toBe('后来写的');
    expect(values(first!.id)).toMatchObject({ place: first!.values.place, post: '后来写的' });
    expect(values(second!.id)!.place).toBe(second!.values.place);
  });

  it('is also what was removed since, and what was brought back stays', () => {
    const { entry, ids } = write([{ interviewee: '甲' }, { interviewee: '乙' }, { interviewee: '丙' }], []);
    remove(workspace, { id: ids[0]!, reason: '重复' });
    undo(workspace, { act: entry, reason: '导错了文件' });
    restore(workspace, ids[1]!);
    const back = workspace.index.list('operation').find(({ values }) => values.takesBack === entry)!;
    const { kept, restored } = planTogether(workspace, back.id);
    expect(restored).toBe(1);
    expect(kept).toEqual([expect.objectContaining({ record: ids[1], why: '后来已恢复，保持不变' })]);
  });

  it('where it is all of it, nothing is taken back, in words', async () => {
    const { entry, ids } = write([{ interviewee: '甲' }], []);
    save(workspace, { kind: 'interview', id: ids[0], set: { place: '后来写的' } });
    expect(await codeOf(() => undo(workspace, { act: entry, reason: '导错了' }))).toBe('UNDO_OVERTAKEN');
    expect(values(ids[0]!)).toBeDefined();
  });
});

describe('by whom', () => {
  it.each(['deputy', 'liaison', 'office'] as const)('the %s who reads the 操作日志', (person) => {
    const { entry } = write(
      [{ interviewee: '甲' }],
      [{ id: talks()[0]!.id, set: { place: `${person}写的` } }],
    );
    sitDown(person);
    // The office may not write a talk: then nothing of it is taken back.
    if (person === 'office')
      expect(() => planTogether(workspace, entry)).toThrow(
        expect.objectContaining({ code: 'UNDO_OVERTAKEN' }),
      );
    else expect(planTogether(workspace, entry)).toMatchObject({ removed: 1, changedBack: 1, kept: [] });
  });

  it('a member takes back his own, also later, and no other does', async () => {
    sitDown('member');
    const { entry, ids } = write([{ interviewee: '甲' }], []);
    sitDown('recused');
    expect(await codeOf(() => undo(workspace, { act: entry, reason: '导错了' }))).toBe('UNDO_NOTHING');
    expect(await codeOf(() => planTogether(workspace, entry))).toBe('RECORD_NOT_FOUND');
    sitDown('member');
    undo(workspace, { act: entry, reason: '导错了' });
    expect(values(ids[0]!)).toBeUndefined();
  });

  it('an entry that is none of such an act, or that one may not see, answers as what does not exist', async () => {
    const { id } = save(workspace, { kind: 'interview', parent: unit(), set: { interviewee: '甲' } });
    sitDown('leader');
    for (const act of [id, 'f'.repeat(20)]) {
      expect(await codeOf(() => undo(workspace, { act, reason: '导错了' }))).toBe('UNDO_NOTHING');
      expect(await codeOf(() => planTogether(workspace, act))).toBe('RECORD_NOT_FOUND');
    }
  });
});
