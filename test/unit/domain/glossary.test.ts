import { DICTIONARIES, DICTIONARY_NAMES } from '../../../src-shared/domain/dictionaries';
import { entriesOf, glossaryIn, offeredEntries } from '../../../src-shared/domain/glossary';
import { kinds } from '../../../src-shared/domain/kinds';
import { issuesOf } from '../../../src-shared/domain/validate';
import { lookup, recordOf } from './records';

const round = recordOf('round', { focusVersion: 'focus-2018' }, { id: 'round-1', inspection: null });
const other = recordOf('round', { focusVersion: 'focus-2024' }, { id: 'round-2', inspection: null });
const inspection = recordOf('inspection', {}, { id: 'inspection-1', parent: 'round-1' });
const paper = recordOf('workingPaper', { focus: 'S1' }, { parent: 'inspection-1' });
const said = (values: Readonly<Record<string, unknown>>, parent = 'round-1') =>
  recordOf('dictionaryEntry', values, { parent });

describe('the words of a round', () => {
  it('are the built-in ones of its frame, found through the parents, where it says nothing', () => {
    const labels = entriesOf('focus', paper, lookup([round, inspection])).map(({ label }) => label);
    expect(labels).toEqual(DICTIONARIES.focus[2].entries.map(({ label }) => label));
    expect(entriesOf('focus', paper, lookup([]))[0]?.code).toBe('F1');
  });

  it('are its own where it says so: reworded, shortened, moved, added, put out of use', () => {
    const look = lookup([
      round,
      inspection,
      said({ dictionary: 'focus', entryCode: 'S3', label: '聚焦基层治理', short: '基层治理', position: 0 }),
      said({ dictionary: 'focus', entryCode: 'S1', hidden: true, position: 1 }),
      said({ dictionary: 'focus', entryCode: 'own-1', label: '聚焦巡察、审计整改', position: 9 }),
    ]);
    expect(entriesOf('focus', paper, look).map(({ code }) => code)).toEqual(['S3', 'S1', 'S2', 'own-1']);
    expect(offeredEntries('focus', paper, look).map(({ code }) => code)).toEqual(['S3', 'S2', 'own-1']);
    const glossary = glossaryIn(look);
    expect(glossary.words(paper)('focus', 'S3')).toBe('聚焦基层治理');
    expect(glossary.shortWords(paper)('focus', 'S3')).toBe('基层治理');
    expect(glossary.words(paper)('focus', 'S1')).toBe('党中央重大决策部署在基层落实情况');
    expect(glossary.shortWords(paper)('focus', 'own-1')).toBe('巡察、审计整改');
    expect(glossary.words(paper)('focus', '自定')).toBe('自定');
  });

  it('do not reach another round or another dictionary', () => {
    const look = lookup([
      round,
      other,
      said({ dictionary: 'petitionMethod', entryCode: '来信', label: '信函' }),
    ]);
    expect(glossaryIn(look).words(round)('petitionMethod', '来信')).toBe('信函');
    expect(glossaryIn(look).words(other)('petitionMethod', '来信')).toBe('来信');
    expect(glossaryIn(look).words(round)('findingSource', '信访')).toBe('信访');
    expect(glossaryIn(look).words(undefined)('petitionMethod', '来信')).toBe('来信');
  });

  it('decide what a closed list takes', () => {
    const own = recordOf('workingPaper', { focus: 'own-1' }, { parent: 'inspection-1' });
    const hints = (records: Parameters<typeof lookup>[0]) =>
      issuesOf(kinds.workingPaper, own, lookup(records)).filter(({ field }) => field === 'focus');
    const entry = said({ dictionary: 'focus', entryCode: 'own-1', label: '聚焦审计整改' });
    expect(hints([round, inspection])).toMatchObject([{ level: 'error' }]);
    expect(hints([round, inspection, entry])).toEqual([]);
  });

  it('have a name for every dictionary', () => {
    expect(Object.keys(DICTIONARY_NAMES).sort()).toEqual(Object.keys(DICTIONARIES).sort());
  });

  it('are not looked for without end in a loop of parents', () => {
    const a = recordOf('interview', {}, { id: 'a', parent: 'b' });
    const b = recordOf('interview', {}, { id: 'b', parent: 'a' });
    expect(entriesOf('focus', a, lookup([a, b]))[0]?.code).toBe('F1');
  });
});
