import {
  DICTIONARIES,
  dictionaryVersion,
  entryLabel,
  entryOrder,
  type DictionaryName,
} from '../../../src-shared/domain/dictionaries';

const NAMES = Object.keys(DICTIONARIES) as DictionaryName[];

it('every version has an id of its own, and entries with codes and labels of their own', () => {
  const versions = NAMES.flatMap((name) => [...DICTIONARIES[name]]);
  expect(new Set(versions.map((v) => v.id)).size).toBe(versions.length);
  for (const { entries } of versions) {
    expect(new Set(entries.map((e) => e.code)).size).toBe(entries.length);
    expect(new Set(entries.map((e) => e.label)).size).toBe(entries.length);
  }
});

it('the current version stands for one that is not given or not known', () => {
  for (const name of NAMES) {
    expect(dictionaryVersion(name)).toBe(DICTIONARIES[name][0]);
    expect(dictionaryVersion(name, 'no-such')).toBe(DICTIONARIES[name][0]);
  }
  expect(dictionaryVersion('focus', 'focus-2018').label).toBe('三个聚焦（2018版）');
});

it('a code keeps its label in a round that chose another version', () => {
  expect(entryLabel('focus', 'F2', 'focus-2018')).toBe('聚焦群众身边不正之风和腐败问题');
  expect(entryLabel('focus', 'S2', 'focus-2018')).toBe('群众身边腐败问题和不正之风');
  expect(entryLabel('focus', '自定', 'focus-2018')).toBe('自定');
});

it('words of the user’s own are sorted last', () => {
  const sorted = ['自定', 'F4', 'F1'].sort((a, b) => entryOrder('focus', a) - entryOrder('focus', b));
  expect(sorted).toEqual(['F1', 'F4', '自定']);
});
