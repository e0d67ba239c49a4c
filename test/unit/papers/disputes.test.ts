import { disputesIn } from '../../../src-shared/papers/disputes';
import type { PaperDesk } from '../../../src-shared/papers';
import type { Entity } from '../../../src-shared/domain/define';
import { labelIn } from '../../../src-shared/domain/words';

const record = (id: string, kind: string, parent: string | null, more: Partial<Entity> = {}): Entity => ({
  id,
  kind,
  parent,
  inspection: 'i1',
  values: {},
  sets: {},
  conflicts: [],
  updatedAt: '',
  ...more,
});
const all: readonly Entity[] = [
  record('r', 'round', 'term', { inspection: null }),
  record('i1', 'inspection', 'r'),
  record('i2', 'inspection', 'r', { inspection: 'i2' }),
  record('t1', 'interview', 'i1', { values: { code: 'T01', interviewee: '甲' }, conflicts: ['place'] }),
  record('e1', 'exchange', 't1', { conflicts: ['answer'] }),
  record('t2', 'interview', 'i2', { inspection: 'i2', conflicts: ['$removed'] }),
  record('x1', 'clue', 'i1', { conflicts: ['content'] }),
  record('t3', 'interview', 'i1'),
];
const get = (id: string) => all.find((one) => one.id === id);
const desk: PaperDesk = {
  get,
  children: (parent, kind) => all.filter((one) => one.parent === parent && one.kind === kind),
  list: (kinds) => all.filter(({ kind }) => kinds.includes(kind)),
  label: labelIn(get),
  today: '2026-03-20',
} as PaperDesk;
const idsOf = (asked: Parameters<typeof disputesIn>[0]) =>
  disputesIn(asked, desk)
    .map(({ id }) => id)
    .sort();

it('names the records of a paper in which nobody has chosen yet, and leads to the choice', () => {
  expect(disputesIn({ record: 't1' }, desk)[0]).toEqual({
    id: 't1',
    title: 'T01 甲',
    message: '“地点”有两人填写的不同内容，尚未选定',
    disputed: true,
  });
  expect(disputesIn({ ids: ['t2'] }, desk)[0]!.message).toBe('有人删除、另有人修改，尚未选定');
  expect(idsOf({ record: 't1' })).toEqual(['e1', 't1']);
  expect(idsOf({ record: 't3' })).toEqual([]);
  expect(idsOf({ ids: ['t1', 't2', 't3'] })).toEqual(['e1', 't1', 't2']);
});

it('of a unit looks at that unit, of a round at all of its units, and never at clues', () => {
  expect(idsOf({ inspection: 'i1' })).toEqual(['e1', 't1']);
  expect(idsOf({ inspection: 'i2' })).toEqual(['t2']);
  expect(idsOf({ round: 'r' })).toEqual(['e1', 't1', 't2']);
});
