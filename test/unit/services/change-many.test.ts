/** One value for one field of several records: what changes, what stays and what is refused; one act, taken back as one. */
import fc from 'fast-check';
import {
  changeMany,
  history,
  planMany,
  redo,
  save,
  undo,
  type ManyOrder,
} from '../../../src-main/services/records';
import type { OpenWorkspace } from '../../../src-main/services/workspace';
import type { AnyKind } from '../../../src-shared/domain/define';
import { kinds } from '../../../src-shared/domain/kinds';
import { isBlank } from '../../../src-shared/domain/validate';
import { WorkbenchError } from '../../../src-shared/errors';
import { canonicalJson, type FieldValue, type RecordId } from '../../../src-shared/merge/change';
import { valuesOf } from '../../faults/table-records';
import { codeOf, failure, inspectionOf, SAMPLE_TEXT, useDesk, type Person } from './desk';

const desk = useDesk(SAMPLE_TEXT);
let workspace: OpenWorkspace;
let clock = Date.parse('2026-03-20T08:00:00.000Z');
const sitDown = (person: Person) => {
  workspace = desk.open(person, () => new Date((clock += 20_000)));
};
beforeEach(() => sitDown('leader'));

const all = Object.values(kinds) as unknown as AnyKind[];
const offered = all.flatMap((kind) =>
  Object.entries(kind.fields).flatMap(([field, { info }]) => (info.together ? [{ kind, field, info }] : [])),
);
/** Items that are still worked on: what is closed is fast. */
const items = () =>
  workspace.index.list('rectificationItem').filter(({ values }) => values.closing !== 'closed');
const ids = (kind: string) => workspace.index.list(kind).map(({ id }) => id);
const picture = (kind: string) =>
  canonicalJson(
    workspace.index
      .list(kind)
      .map(({ id, values }) => [id, values] as never)
      .sort(),
  );
const order = (more: Partial<ManyOrder>): ManyOrder => ({
  kind: 'rectificationItem',
  ids: ids('rectificationItem'),
  field: 'responsiblePerson',
  value: '程远山',
  ...more,
});

test('fields that several records share are a person’s own to fill in, and none of what makes a record the one it is', () => {
  expect(offered.length).toBeGreaterThan(40);
  for (const { kind, field, info } of offered) {
    expect([kind.kind, field, info.derived ?? false, info.fixed ?? false, info.machine]).toEqual([
      kind.kind,
      field,
      false,
      false,
      undefined,
    ]);
    expect([...kind.essentials, 'code', 'position']).not.toContain(`${kind.kind}/${field}`);
    expect(field).not.toMatch(/^(code|position)$/);
  }
});

describe('the responsible person of every item', () => {
  it('is changed at one stroke: one commit, one entry, each record with its own history', () => {
    const before = picture('rectificationItem');
    const { change, same, refused } = planMany(workspace, order({}));
    expect([change, same]).toEqual([items().map(({ id }) => id), []]);
    expect(refused.length).toBe(ids('rectificationItem').length - items().length);
    for (const { title, why } of refused)
      expect(`${title}：${why}`).toMatch(/^整改事项 ZG\S+：这条“整改事项”已销号，内容已固定。.*[^。]$/);
    expect(picture('rectificationItem')).toBe(before);
    desk.touched();
    const count = workspace.store.changeCount;
    const { changed } = changeMany(workspace, order({ ids: change }));
    expect(changed).toBe(items().length);
    expect(items().every(({ values }) => values.responsiblePerson === '程远山')).toBe(true);
    expect(desk.touched()).toHaveLength(1);
    expect(workspace.store.changeCount).toBe(count + changed + 1);
    for (const { id } of items())
      expect(history(workspace, id, String).at(-1)!.fields).toEqual([
        expect.objectContaining({ field: 'responsiblePerson', after: '程远山' }),
      ]);
    const [entry] = workspace.index
      .list('operation')
      .filter(({ values }) => values.act === 'changedTogether');
    expect(entry!.values.detail).toBe('整改事项“责任人”改为“程远山”（多个单位）');
    expect(undo(workspace, {}).said).toBe('已撤销：批量修改：整改事项“责任人”改为“程远山”（多个单位）');
    expect(picture('rectificationItem')).toBe(before);
    redo(workspace, {});
    expect(items().every(({ values }) => values.responsiblePerson === '程远山')).toBe(true);
    undo(workspace, {});
    expect(picture('rectificationItem')).toBe(before);
  });

  it('is told apart: who has it already, and who disagrees on it', () => {
    const [first, second] = items();
    save(workspace, { kind: 'rectificationItem', id: first!.id, set: { responsiblePerson: ' 程远山' } });
    save(workspace, { kind: 'rectificationItem', id: second!.id, set: { responsiblePerson: '程远山' } });
    const { same, change } = planMany(workspace, order({}));
    expect(same).toEqual([second!.id]);
    expect(change).toContain(first!.id);
    undo(workspace, {});
    undo(workspace, {});
  });

  it('is cleared by no value; what has none stays the same', () => {
    const [first] = items();
    changeMany(workspace, order({ ids: [first!.id] }));
    const { change, same } = planMany(workspace, order({ value: null }));
    expect(change).toContain(first!.id);
    expect(same.every((id) => isBlank(workspace.index.get(id)!.values.responsiblePerson))).toBe(true);
    changeMany(workspace, order({ ids: [first!.id], value: null }));
    expect(isBlank(workspace.index.get(first!.id)!.values.responsiblePerson)).toBe(true);
    undo(workspace, {});
    undo(workspace, {});
  });
});

describe('what is signed, another’s, or not to be changed so', () => {
  it('a state, a number, a text of a record’s own are refused in words', async () => {
    for (const field of ['state', 'code', 'task', 'toString', 'nothing'])
      expect(await codeOf(() => planMany(workspace, order({ field })))).toBe('RECORD_MANY_FIELD');
    const tooLong = order({ value: '长'.repeat(41) });
    expect((await failure(() => planMany(workspace, tooLong))).message).toMatch(/^没有修改：/);
    expect(await codeOf(() => planMany(workspace, tooLong))).toBe('RECORD_INVALID');
  });

  it('a signed problem is named and stays; with it among them nothing at all is written', async () => {
    const parent = inspectionOf(workspace, 'U1').id;
    const [one, two] = ['甲', '乙'].map(
      (title) => save(workspace, { kind: 'workingPaper', parent, set: { title } }).id,
    );
    const signed = workspace.index.list('workingPaper').find(({ values }) => values.state === 'leaderSigned');
    const held =
      signed?.id ??
      workspace.index.list('workingPaper').find(({ values }) => values.signedOn !== undefined)!.id;
    const many: ManyOrder = {
      kind: 'workingPaper',
      ids: [one!, held, two!],
      field: 'category',
      value: '党的建设',
    };
    const before = picture('workingPaper');
    const plan = planMany(workspace, many);
    expect(plan.change).toEqual([one, two]);
    expect(plan.refused).toEqual([
      {
        record: held,
        title: expect.stringMatching(/^问题底稿 WT/) as unknown,
        why: expect.stringMatching(/[^。]$/) as unknown,
      },
    ]);
    const error = await failure(() => changeMany(workspace, many));
    expect([error.code, picture('workingPaper')]).toEqual(['RECORD_MANY_REFUSED', before]);
    expect(error.message).toMatch(/没有改动任何记录/);
    expect(changeMany(workspace, { ...many, ids: plan.change }).changed).toBe(2);
    undo(workspace, {});
  });

  it('a record of another kind, a removed one and one that is not seen are not told of', () => {
    const [talk] = ids('interview');
    const { refused } = planMany(workspace, order({ ids: [talk!, 'nobody' as RecordId] }));
    expect(refused.map(({ title, why }) => [title, why])).toEqual([
      ['', '记录已删除，或您无权查看'],
      ['', '记录已删除，或您无权查看'],
    ]);
  });

  it('nothing to change is said, not written', async () => {
    const [first] = items();
    const value = first!.values.responsibleUnit as FieldValue;
    const many = order({ ids: [first!.id], field: 'responsibleUnit', value });
    expect(await codeOf(() => changeMany(workspace, many))).toBe('RECORD_MANY_NOTHING');
  });

  it('what somebody signed since the preview stops the whole act', async () => {
    const parent = inspectionOf(workspace, 'U1').id;
    const made = ['丙', '丁'].map(
      (title) => save(workspace, { kind: 'workingPaper', parent, set: { title } }).id,
    );
    const many: ManyOrder = { kind: 'workingPaper', ids: made, field: 'recurring', value: true };
    expect(planMany(workspace, many).change).toEqual(made);
    const inquiry = save(workspace, { kind: 'visit', parent, set: { place: '某村' } }).id;
    expect(await codeOf(() => changeMany(workspace, { ...many, ids: [...made, inquiry] }))).toBe(
      'RECORD_MANY_REFUSED',
    );
    expect(made.map((id) => workspace.index.get(id)!.values.recurring)).toEqual([undefined, undefined]);
  });
});

const PEOPLE: readonly Person[] = ['leader', 'deputy', 'liaison', 'member', 'recused', 'office'];

test('whoever changes whatever: exactly what a save of each would let through, and 撤销 leaves no trace', () => {
  let written = 0;
  fc.assert(
    fc.property(
      fc.constantFrom(...PEOPLE),
      fc.nat(offered.length - 1),
      fc.infiniteStream(fc.boolean()),
      fc.nat(1000),
      (person, at, takes, seed) => {
        const { kind, field } = offered[at]!;
        sitDown(person);
        const chosen = ids(kind.kind).filter(() => takes.next().value);
        const [sample] = fc.sample(valuesOf(kind, workspace), { numRuns: 1, seed });
        const value = sample![field] ?? null;
        const many: ManyOrder = { kind: kind.kind, ids: chosen, field, value };
        let plan;
        try {
          plan = planMany(workspace, many);
        } catch (error) {
          if (error instanceof WorkbenchError) return;
          throw error;
        }
        const { change, same, refused } = plan;
        expect([...change, ...same, ...refused.map(({ record }) => record)].sort()).toEqual(
          [...chosen].sort(),
        );
        for (const { record } of refused)
          expect(() => save(workspace, { kind: kind.kind, id: record, set: { [field]: value } })).toThrow(
            WorkbenchError,
          );
        if (change.length === 0) return;
        const before = picture(kind.kind);
        changeMany(workspace, { ...many, ids: change });
        written += 1;
        for (const id of change) expect(workspace.index.get(id)!.values[field] ?? null).toEqual(value);
        // Whoever gave a record away by it (承办人, 记录人) can no longer write it himself.
        const entry = workspace.index
          .list('operation')
          .filter(({ values }) => values.act === 'changedTogether')
          .reduce((a, b) => (a.values.at! > b.values.at! ? a : b));
        sitDown('leader');
        undo(workspace, { act: entry.id });
        expect(picture(kind.kind)).toBe(before);
      },
    ),
    { numRuns: 60 },
  );
  expect(written).toBeGreaterThan(5);
});
