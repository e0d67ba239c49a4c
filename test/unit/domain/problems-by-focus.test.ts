import { kinds } from '../../../src-shared/domain/kinds';
import { entriesOf } from '../../../src-shared/domain/glossary';
import { problemsByFocus } from '../../../src-shared/domain/problems-by-focus';
import { lookup, recordOf } from './records';

describe('problems by focus', () => {
  const paper = (code: string, focus?: string, key = false) =>
    recordOf(kinds.workingPaper.kind, { code, key, ...(focus ? { focus } : {}) });

  it('come in the order of the dictionary, weighty ones first, then by number', () => {
    const groups = problemsByFocus(
      [
        paper('WT-10', 'F2'),
        paper('WT-9', 'F2'),
        paper('WT-11', 'F2', true),
        paper('WT-1', 'F1'),
        paper('WT-2', '自定'),
        paper('WT-3'),
      ],
      entriesOf('focus', undefined, lookup()),
    );
    expect(groups.map(({ label, papers }) => [label, papers.map((p) => p.values.code)])).toEqual([
      ['聚焦党中央决策部署在基层落实情况', ['WT-1']],
      ['聚焦群众身边不正之风和腐败问题', ['WT-11', 'WT-9', 'WT-10']],
      ['自定', ['WT-2']],
      ['未分类', ['WT-3']],
    ]);
  });
});
