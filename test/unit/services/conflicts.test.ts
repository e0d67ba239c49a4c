import fc from 'fast-check';
import {
  conflictsOf,
  conflictsOfRecord,
  laptopNamesIn,
  planChoices,
  resolveMany,
  type Choice,
  type Conflict,
} from '../../../src-main/services/conflicts';
import { newRecordId, redo, remove, restore, save, step, undo } from '../../../src-main/services/records';
import { RUN_MS } from '../../../src-main/services/records/deeds';
import type { OpenWorkspace } from '../../../src-main/services/workspace';
import type { FieldValue } from '../../../src-shared/merge/change';
import { codeOf, inspectionOf, numbered, SAMPLE_TEXT, useDesk, type Person } from './desk';
import { bring, laptopOf, meet } from './laptops';

const desk = useDesk(SAMPLE_TEXT);
let clock = Date.parse('2026-03-20T08:00:00.000Z');
const now = () => new Date((clock += 1000));
/** The leader's laptop, and that of a 组员 in the field. */
let mine: OpenWorkspace;
let theirs: OpenWorkspace;
const sitDown = (person: Person = 'leader') => (mine = desk.open(person, now));

beforeEach(() => {
  sitDown();
  theirs = laptopOf(desk, 'deputy', now);
  bring(mine, theirs);
});
afterEach(() => {
  // The vault is one for all tests: none leaves anything in dispute to the next.
  sitDown();
  const left = conflictsOf(mine).map(({ record, field, versions }) => ({
    id: record,
    field,
    take: versions[0]!.change,
  }));
  if (left.length > 0) resolveMany(mine, left);
  theirs.close();
});

const unit = () => inspectionOf(mine, 'U1').id;
/** A talk that both laptops have. */
function talk(set: Record<string, FieldValue> = {}): string {
  const { id } = save(mine, {
    kind: 'interview',
    parent: unit(),
    set: { interviewee: '童暮云', place: '谈话室', ...set },
  });
  bring(mine, theirs);
  return id;
}
const write = (where: OpenWorkspace, id: string, set: Record<string, FieldValue>) =>
  save(where, { kind: where.index.get(id)!.kind, id, set });
/** Both write the field of a talk without knowing of each other. */
function dispute(id: string, field: string, own: FieldValue, other: FieldValue): void {
  write(theirs, id, { [field]: other });
  write(mine, id, { [field]: own });
}
const settle = (...choices: Choice[]) => resolveMany(mine, choices);
const only = (where: OpenWorkspace, id: string): Conflict => {
  const found = conflictsOfRecord(where, id);
  expect(found).toHaveLength(1);
  return found[0]!;
};
/** The version of a person, as a choice. */
const taking = ({ record, field, versions }: Conflict, author: string): Choice => ({
  id: record,
  field,
  take: versions.find((version) => version.author === author)!.change,
});
/** What is in dispute and who said what, whichever changes hold it by now. */
const said = ({ record, field, before, versions }: Conflict) => ({
  record,
  field,
  before,
  versions: [
    ...new Set(
      versions.map(
        ({ value, author, device, at, reason }) => `${String(value)} ${author} ${device} ${at} ${reason}`,
      ),
    ),
  ].sort(),
});
const talkOf = (where: OpenWorkspace, id: string) => where.index.get(id);

describe('a field that two filled in', () => {
  it('is told with what stood there before, who said what, when and on which laptop', () => {
    const id = talk();
    dispute(id, 'place', '接待室', '会议室');
    meet(mine, theirs);
    expect(mine.index.get(id)!.conflicts).toEqual(['place']);
    const conflict = only(mine, id);
    expect(conflict).toMatchObject({ kind: 'interview', field: 'place', before: { value: '谈话室' } });
    expect(conflict.title).toContain('童暮云');
    expect(new Map(conflict.versions.map(({ author, value, device }) => [author, [value, device]]))).toEqual(
      new Map([
        ['user-leader', ['接待室', mine.store.deviceId]],
        ['user-deputy', ['会议室', theirs.store.deviceId]],
      ]),
    );
    expect(only(theirs, id)).toEqual(conflict);
    const named = () => conflict.versions.map(({ device }) => laptopNamesIn(mine)(device)).sort();
    const { deviceId } = theirs.store;
    expect(named()).toEqual(['本机', `电脑${deviceId.slice(0, 4)}`].sort());
    const made = { author: 'user-leader', at: now().toISOString(), action: 'create', replaces: {} };
    const set = { name: '2号机', device: deviceId };
    mine.commit([{ ...made, kind: 'laptop', recordId: newRecordId(), set }]);
    expect(named()).toEqual(['2号机', '本机']);
  });

  it('that was empty had nothing before', () => {
    const id = talk();
    dispute(id, 'disciplineRead', true, false);
    meet(mine, theirs);
    expect(only(mine, id).before).toEqual({});
  });

  it('is settled by a version, on both laptops, as a change with an author', () => {
    const id = talk();
    dispute(id, 'place', '接待室', '会议室');
    meet(mine, theirs);
    settle(taking(only(mine, id), 'user-deputy'));
    bring(mine, theirs);
    for (const where of [mine, theirs])
      expect(talkOf(where, id)).toMatchObject({ conflicts: [], values: { place: '会议室' } });
    expect(theirs.changesOf(id).at(-1)).toMatchObject({ action: 'resolve', author: 'user-leader' });
    expect(conflictsOf(theirs)).toEqual([]);
  });

  it('is settled by both joined, and by no words that the field cannot hold', async () => {
    const id = talk();
    dispute(id, 'place', '接待室', '会议室');
    meet(mine, theirs);
    expect(await codeOf(() => settle({ id, field: 'place', value: '长'.repeat(101) }))).toBe(
      'RECORD_INVALID',
    );
    settle({ id, field: 'place', value: '接待室；会议室' });
    expect(talkOf(mine, id)).toMatchObject({ conflicts: [], values: { place: '接待室；会议室' } });
  });

  it('is not settled twice, nor by a version that no longer stands', async () => {
    const id = talk();
    dispute(id, 'place', '接待室', '会议室');
    meet(mine, theirs);
    const seen = only(mine, id);
    write(theirs, id, { place: '三楼' });
    bring(theirs, mine);
    write(mine, id, { place: '二楼' });
    write(theirs, id, { place: '四楼' });
    meet(mine, theirs);
    expect(await codeOf(() => settle(taking(seen, 'user-deputy')))).toBe('RECORD_NO_CONFLICT');
    settle(taking(only(mine, id), 'user-leader'));
    expect(await codeOf(() => settle(taking(seen, 'user-leader')))).toBe('RECORD_NO_CONFLICT');
    expect(talkOf(mine, id)!.values.place).toBe('二楼');
  });

  it('of states is settled by one of the two, and by nothing else', async () => {
    const item = numbered(mine, 'rectificationItem', 'ZG-12').id;
    step(theirs, { id: item, field: 'state', to: 'inProgress', reason: '报早了' });
    step(mine, { id: item, field: 'state', to: 'done', set: { outcome: '已办结' } });
    meet(mine, theirs);
    expect(mine.index.get(item)!.conflicts).toContain('state');
    expect(await codeOf(() => settle({ id: item, field: 'state', value: 'notStarted' }))).toBe('RECORD_STEP');
    const conflict = conflictsOfRecord(mine, item).find(({ field }) => field === 'state')!;
    settle(taking(conflict, 'user-leader'));
    expect(mine.index.get(item)).toMatchObject({ values: { state: 'done' } });
    expect(mine.index.get(item)!.conflicts).not.toContain('state');
  });
});

describe('one step back', () => {
  it('lets the versions stand again, said by those who wrote them, and forward again', () => {
    const id = talk();
    dispute(id, 'place', '接待室', '会议室');
    meet(mine, theirs);
    const before = only(mine, id);
    settle(taking(before, 'user-deputy'));
    expect(undo(mine, {}).said).toContain('冲突处理');
    const again = only(mine, id);
    expect(said(again)).toEqual(said(before));
    bring(mine, theirs);
    expect(only(theirs, id)).toEqual(again);
    redo(mine);
    expect(talkOf(mine, id)).toMatchObject({ conflicts: [], values: { place: '会议室' } });
    undo(mine, {});
    expect(said(only(mine, id))).toEqual(said(before));
  });

  it('takes back an edit that was written over both', () => {
    const id = talk();
    dispute(id, 'place', '接待室', '会议室');
    meet(mine, theirs);
    clock += RUN_MS;
    write(mine, id, { place: '三楼' });
    expect(talkOf(mine, id)!.conflicts).toEqual([]);
    undo(mine, {});
    expect(
      only(mine, id)
        .versions.map(({ value }) => value)
        .sort(),
    ).toEqual(['会议室', '接待室']);
  });

  it('takes many back at once, also days later by their entry', () => {
    const ids = [talk(), talk(), talk()];
    for (const id of ids) dispute(id, 'place', '接待室', '会议室');
    meet(mine, theirs);
    settle(...conflictsOf(mine).map((conflict) => taking(conflict, 'user-deputy')));
    expect(conflictsOf(mine)).toEqual([]);
    const entry = mine.index
      .list('operation')
      .filter(({ values }) => values.act === 'conflictsSettled')
      .at(-1)!;
    expect(entry.values).toMatchObject({ detail: '3处', by: '闻知远' });
    sitDown();
    undo(mine, { act: entry.id });
    expect(conflictsOf(mine)).toHaveLength(3);
  });
});

describe('a removal against an edit', () => {
  function contest(): { id: string; row: string } {
    const id = talk();
    const row = save(mine, { kind: 'exchange', parent: id, set: { question: '一问' } }).id;
    bring(mine, theirs);
    remove(theirs, { id, reason: '重复登记' });
    write(mine, id, { place: '接待室' });
    meet(mine, theirs);
    return { id, row };
  }

  it('says who removed it and why, and who went on with it', () => {
    const { id } = contest();
    const conflict = only(mine, id);
    expect(conflict.field).toBe('$removed');
    expect(conflict.versions).toMatchObject([
      { value: true, author: 'user-deputy', reason: '重复登记' },
      { value: false, author: 'user-leader' },
    ]);
    expect(only(theirs, id)).toEqual(conflict);
  });

  it('that is kept comes back with what had gone along', () => {
    const { id, row } = contest();
    expect(talkOf(mine, row)).toBeUndefined();
    settle(taking(only(mine, id), 'user-leader'));
    bring(mine, theirs);
    for (const where of [mine, theirs]) {
      expect(talkOf(where, id)).toMatchObject({ conflicts: [], values: { place: '接待室' } });
      expect(talkOf(where, row)).toMatchObject({ values: { question: '一问' } });
    }
    undo(mine, {});
    expect(only(mine, id).versions).toMatchObject([
      { value: true, author: 'user-deputy', reason: '重复登记' },
      { value: false, author: 'user-leader' },
    ]);
    expect(talkOf(mine, row)).toBeUndefined();
    redo(mine);
    expect(talkOf(mine, id)!.conflicts).toEqual([]);
    expect(talkOf(mine, row)).toBeDefined();
  });

  it('that is removed after all goes with its reason, and comes back into dispute', () => {
    const { id } = contest();
    settle(taking(only(mine, id), 'user-deputy'));
    expect(talkOf(mine, id)).toBeUndefined();
    expect(mine.changesOf(id).at(-1)).toMatchObject({ action: 'resolve', reason: '重复登记' });
    undo(mine, {});
    expect(only(mine, id).versions).toMatchObject([
      { value: true, author: 'user-deputy' },
      { value: false, author: 'user-leader' },
    ]);
    redo(mine);
    expect(talkOf(mine, id)).toBeUndefined();
    undo(mine, {});
    expect(only(mine, id).field).toBe('$removed');
  });

  it('of a row whose record went brings the record back with all that went along', () => {
    const id = talk();
    const rows = ['一问', '二问'].map(
      (question) => save(mine, { kind: 'exchange', parent: id, set: { question } }).id,
    );
    bring(mine, theirs);
    remove(theirs, { id, reason: '重复登记' });
    save(mine, { kind: 'exchange', id: rows[0]!, set: { answer: '一答' } });
    meet(mine, theirs);
    expect(talkOf(mine, id)).toBeUndefined();
    const [conflict] = conflictsOf(mine);
    expect(conflict).toMatchObject({ record: rows[0], field: '$removed' });
    settle(taking(conflict!, 'user-leader'));
    expect([id, ...rows].map((one) => talkOf(mine, one)?.conflicts)).toEqual([[], [], []]);
  });

  it('beneath which somebody wrote something new is told, and kept or removed whole', () => {
    for (const keep of [true, false]) {
      const id = talk();
      remove(theirs, { id, reason: '重复登记' });
      const row = save(mine, { kind: 'exchange', parent: id, set: { question: '新问' } }).id;
      meet(mine, theirs);
      expect(talkOf(mine, id)).toBeUndefined();
      const conflict = only(mine, id);
      expect(conflict).toMatchObject({ kind: 'interview', field: '$removed' });
      expect(conflictsOf(mine)).toEqual([conflict]);
      expect(conflictsOf(theirs)).toEqual([conflict]);
      settle(taking(conflict, keep ? 'user-leader' : 'user-deputy'));
      expect(conflictsOf(mine)).toEqual([]);
      expect([id, row].map((one) => talkOf(mine, one) !== undefined)).toEqual([keep, keep]);
      undo(mine, {});
      expect(conflictsOf(mine).map(said)).toEqual([said(conflict)]);
      redo(mine);
      expect([id, row].map((one) => talkOf(mine, one) !== undefined)).toEqual([keep, keep]);
    }
  });
});

describe('many at once', () => {
  it('are all settled or none, and say which cannot be', async () => {
    const id = talk();
    sitDown('member');
    const own = talk();
    sitDown();
    dispute(id, 'place', '接待室', '会议室');
    dispute(own, 'place', '接待室', '会议室');
    meet(mine, theirs);
    const choices = conflictsOf(mine).map((conflict) => taking(conflict, 'user-leader'));
    sitDown('member');
    const plan = planChoices(mine, choices);
    expect(plan.settled).toEqual([{ record: own, field: 'place' }]);
    expect(plan.refused).toMatchObject([{ record: id, field: 'place', error: { code: 'RIGHTS_OWN' } }]);
    expect(await codeOf(() => resolveMany(mine, choices))).toBe('CONFLICT_REFUSED');
    expect(conflictsOf(mine)).toHaveLength(2);
  });

  it('of which one record goes need nothing chosen in it', () => {
    const id = talk();
    dispute(id, 'place', '接待室', '会议室');
    meet(mine, theirs);
    remove(theirs, { id, reason: '重复登记' });
    write(mine, id, { interviewee: '童暮雨' });
    meet(mine, theirs);
    const all = conflictsOfRecord(mine, id);
    expect(all.map(({ field }) => field).sort()).toEqual(['$removed', 'place']);
    settle(
      ...all.map((conflict) => taking(conflict, conflict.field === 'place' ? 'user-leader' : 'user-deputy')),
    );
    bring(mine, theirs);
    for (const where of [mine, theirs]) {
      expect(talkOf(where, id)).toBeUndefined();
      expect(conflictsOf(where)).toEqual([]);
    }
  });
});

describe('who may not', () => {
  it('see a record, or a field of it, is told of no conflict in it', async () => {
    const clue = save(mine, { kind: 'clue', parent: unit(), set: { accused: '某甲' } }).id;
    const closed = save(mine, {
      kind: 'interview',
      parent: inspectionOf(mine, 'U3').id,
      set: { interviewee: '顾西洲' },
    }).id;
    bring(mine, theirs);
    dispute(clue, 'content', '甲', '乙');
    dispute(closed, 'place', '甲', '乙');
    meet(mine, theirs);
    expect(
      conflictsOf(mine)
        .map(({ record }) => record)
        .sort(),
    ).toEqual([clue, closed].sort());
    sitDown('recused');
    expect(conflictsOf(mine)).toEqual([]);
    expect(await codeOf(() => conflictsOfRecord(mine, closed))).toBe('RECORD_NOT_FOUND');
    expect(await codeOf(() => settle({ id: closed, field: 'place', value: '丙' }))).toBe('RECORD_NOT_FOUND');
    sitDown('member');
    expect(conflictsOf(mine).map(({ record }) => record)).toEqual([closed]);
  });

  it('write a record may not choose for it', async () => {
    const id = talk();
    dispute(id, 'place', '甲', '乙');
    meet(mine, theirs);
    const conflict = only(mine, id);
    sitDown('member');
    expect(await codeOf(() => settle(taking(conflict, 'user-leader')))).toBe('RIGHTS_OWN');
  });
});

const FIELDS = ['place', 'mattersNamed'] as const;
const act = fc.record({
  at: fc.constantFrom('mine', 'theirs'),
  which: fc.nat(3),
  what: fc.constantFrom('edit', 'edit', 'edit', 'remove', 'restore', 'row', 'meet'),
  field: fc.constantFrom(...FIELDS),
  value: fc.constantFrom<FieldValue>('甲', '乙', '丙', null),
});

it('after any history, once everything is settled here and both have met, nothing stands in dispute anywhere', () => {
  fc.assert(
    fc.property(fc.array(act, { maxLength: 14 }), fc.infiniteStream(fc.nat(5)), (acts, picks) => {
      const ids = [talk(), talk()];
      const rows: string[] = [];
      // A failing run leaves its own behind.
      const inDispute = (where: OpenWorkspace) =>
        conflictsOf(where).filter(({ record }) => ids.includes(record) || rows.includes(record));
      for (const { at, which, what, field, value } of acts) {
        const where = at === 'mine' ? mine : theirs;
        const id = ids[which % ids.length]!;
        if (what === 'meet') meet(mine, theirs);
        else if (what === 'restore') {
          if (!where.index.get(id)) restore(where, id);
        } else if (!where.index.get(id)) continue;
        else if (what === 'edit') write(where, id, { [field]: value });
        else if (what === 'row')
          rows.push(save(where, { kind: 'exchange', parent: id, set: { question: '问' } }).id);
        else remove(where, { id, reason: '重复登记' });
      }
      meet(mine, theirs);
      const before = inDispute(mine);
      const key = (conflicts: Conflict[]) => conflicts.map((conflict) => JSON.stringify(conflict)).sort();
      expect(key(inDispute(theirs))).toEqual(key(before));
      const choices = before.map(({ record, field, versions }) => ({
        id: record,
        field,
        take: versions[picks.next().value! % versions.length]!.change,
      }));
      if (choices.length === 0) return;
      settle(...choices);
      undo(mine, {});
      const all = (conflicts: Conflict[]) => conflicts.map((one) => JSON.stringify(said(one))).sort();
      expect(all(inDispute(mine))).toEqual(all(before));
      redo(mine);
      bring(mine, theirs);
      expect([inDispute(mine), inDispute(theirs)]).toEqual([[], []]);
      for (const id of ids) expect(theirs.index.get(id)?.values).toEqual(mine.index.get(id)?.values);
    }),
    { numRuns: 100 },
  );
});
