import { strFromU8, unzipSync } from 'fflate';
import type { PaperRequest } from '../../../src-shared/contract/core';
import { save } from '../../../src-main/services/records';
import type { OpenWorkspace } from '../../../src-main/services/workspace';
import { codeOf, inspectionOf, numbered, SAMPLE_TEXT, useDesk } from './desk';

const desk = useDesk(SAMPLE_TEXT);
let workspace: OpenWorkspace;
beforeEach(() => (workspace = desk.open()));

const textOf = async (request: PaperRequest): Promise<string> =>
  strFromU8(unzipSync((await workspace.makeDocument(request)).bytes)['word/document.xml']!)
    .replace(/<\/w:p>/g, '\n')
    .replace(/<[^>]*>/g, '');
const round = () => workspace.index.list('round')[0]!;
const say = (set: Parameters<typeof save>[1]['set']) =>
  save(workspace, { kind: 'dictionaryEntry', parent: round().id, set });

describe('the words of a round', () => {
  it('stand in its papers: the wording in the feedback, the short label in tables, in the round’s order', async () => {
    const inspection = inspectionOf(workspace, 'U1').id;
    say({
      dictionary: 'focus',
      entryCode: 'F4',
      label: '聚焦巡察、审计等监督发现问题整改落实和成果运用情况',
      short: '监督成果运用',
      position: 0,
    });
    const feedback = await textOf({ paper: 'feedback', inspection });
    expect(feedback).toContain('（一）聚焦巡察、审计等监督发现问题整改落实和成果运用情况方面');
    const ledger = await textOf({ paper: 'ledger', inspection });
    expect(ledger).toContain('（一）1.\n监督成果运用\n审计指出问题整改不到位');
    const ids = workspace.index.children(inspection, 'workingPaper').map(({ id }) => id);
    const list = await textOf({ paper: 'register', kind: 'workingPaper', ids });
    expect(list).toContain('监督成果运用');
    expect(list).not.toContain('成果运用情况');
  });

  it('may be chosen in the round once they are in its dictionary', async () => {
    const paper = numbered(workspace, 'workingPaper', 'WT-01');
    const { id } = save(workspace, {
      kind: 'workingPaper',
      parent: paper.inspection!,
      set: { title: '另一件事' },
    });
    const choose = () => save(workspace, { kind: 'workingPaper', id, set: { focus: '聚焦基层治理' } });
    expect(await codeOf(choose)).toBe('RECORD_INVALID');
    say({ dictionary: 'focus', entryCode: '聚焦基层治理', label: '聚焦基层治理' });
    expect(choose().issues.filter(({ field }) => field === 'focus')).toEqual([]);
  });

  it('keep their codes, and the round its frame', async () => {
    const { id } = say({ dictionary: 'petitionMethod', entryCode: '来信', label: '信函' });
    const change = (set: Parameters<typeof say>[0]) => save(workspace, { kind: 'dictionaryEntry', id, set });
    expect(await codeOf(() => change({ entryCode: '来电' }))).toBe('RECORD_FIXED');
    expect(await codeOf(() => change({ dictionary: 'focus' }))).toBe('RECORD_FIXED');
    expect(change({ label: '书信' }).issues).toEqual([]);
    expect(
      await codeOf(() =>
        save(workspace, { kind: 'round', id: round().id, set: { focusVersion: 'focus-2018' } }),
      ),
    ).toBe('RECORD_FIXED');
  });

  it('are for those who prepare the round to change', async () => {
    workspace = desk.open('member');
    expect(await codeOf(() => say({ dictionary: 'focus', entryCode: 'F1', label: '聚焦别的' }))).toMatch(
      /^RIGHTS/,
    );
  });

  it('are shown by their names on the papers of the round, never by a program’s codes', async () => {
    const text = await textOf({ paper: 'form', record: round().id, layout: 'group' });
    expect(text).toContain('四个聚焦（2024版字典）');
    expect(text).not.toContain('focus-');
    const list = await textOf({ paper: 'register', kind: 'round', ids: [round().id] });
    expect(list).not.toContain('focus-');
  });
});
