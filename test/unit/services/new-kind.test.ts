/**
 * A kind that only this test knows: its definition and one line in the list are enough to save, number, keep from who is
 * recused, search, print, put out as a table and read in again, and to have a page.
 */
import { PAGE_ORDER, PAGES } from '../../../src-renderer/app/pages';
import { mayOpen, pageOf } from '../../../src-renderer/session/navigation';
import { history, save } from '../../../src-main/services/records';
import { find } from '../../../src-main/services/search';
import { previewTable } from '../../../src-main/services/tables';
import { tableOf } from '../../../src-main/services/tables/export';
import { workbookOf } from '../../../src-main/services/tables/write-file';
import type { PaperRequest } from '../../../src-shared/contract';
import { kindOf, type PagedKind } from '../../../src-shared/domain/kinds';
import type * as Define from '../../../src-shared/domain/define';
import type { AnyKind } from '../../../src-shared/domain/define';
import { inspectionOf, SAMPLE_TEXT, useDesk } from './desk';

jest.mock('../../../src-shared/domain/kinds', () => {
  const list = jest.requireActual<Record<string, unknown>>('../../../src-shared/domain/kinds');
  const { defineKind, text, date, choice } = jest.requireActual<typeof Define>(
    '../../../src-shared/domain/define',
  );
  const complaint = defineKind({
    kind: 'complaint',
    label: '来电记录',
    code: 'LD',
    parents: ['inspection'],
    stage: 'onSite',
    page: { about: '登记来电。', filterBy: ['tone'] },
    fields: {
      code: text('编号').max(20).derived(),
      heldOn: date('日期').required(),
      content: text('内容').required(),
      tone: choice('态度', { calm: '平和', heated: '激动' }),
    },
    columns: ['code', 'heldOn', 'content', 'tone'],
    title: ({ content }) => content ?? '',
  });
  // As if its line stood in the list.
  Object.assign(list.kinds as object, { complaint });
  (list.KIND_NAMES as string[]).push('complaint');
  (list.PAGED_KINDS as string[]).push('complaint');
  return list;
});

const NAME = 'complaint' as PagedKind;
const desk = useDesk(SAMPLE_TEXT);

it('has a page of its own, named and placed by its definition, for whoever may read it', () => {
  expect(PAGES[NAME]).toMatchObject({
    label: '来电记录',
    stage: 'onSite',
    needs: 'inspection',
    counted: true,
  });
  expect(PAGE_ORDER).toContain(NAME);
  expect(pageOf(NAME)).toBe(NAME);
  expect(mayOpen(NAME, 'member')).toBe(true);
});

it('is saved with a number, found, printed as list and form, and kept from who is recused', async () => {
  const workspace = desk.open('member');
  const parent = inspectionOf(workspace, 'U3').id;
  const set = { heldOn: '2025-09-20', content: '反映渠首闸门锈蚀', tone: 'calm' };
  const { id, issues } = save(workspace, { kind: NAME, parent, set });
  expect(issues).toEqual([]);
  expect(workspace.index.get(id)!.values).toMatchObject({ ...set, code: expect.stringMatching(/^LD/) });
  expect(find(workspace.index, workspace.sight(), '渠首闸门', 10)).toMatchObject([{ id, kind: NAME }]);
  expect(history(workspace, id, () => '纪南乔')).toHaveLength(1);
  const requests: readonly PaperRequest[] = [
    { paper: 'register', kind: NAME, ids: [id] },
    { paper: 'form', record: id },
  ];
  for (const request of requests) {
    const { fileName, bytes } = await workspace.makeDocument(request);
    expect(fileName).toContain('来电记录');
    expect(bytes.byteLength).toBeGreaterThan(1000);
  }
  const recused = desk.open('recused');
  expect(find(recused.index, recused.sight(), '渠首闸门', 10)).toEqual([]);
});

it('goes out as a workbook, and comes in again with what was changed there', async () => {
  const workspace = desk.open();
  const inspection = inspectionOf(workspace, 'U2').id;
  const kind = kindOf(NAME) as AnyKind;
  save(workspace, { kind: NAME, parent: inspection, set: { heldOn: '2025-09-21', content: '问补贴何时发' } });
  const rows = () => workspace.index.list(NAME).filter((row) => row.inspection === inspection);
  const bytes = await workbookOf(tableOf(workspace, kind, rows(), inspection));
  const again = previewTable(workspace, bytes, { kind, inspection }).preview;
  expect([again.same, again.new.length, again.changed.length, again.refused]).toEqual([1, 0, 0, []]);
  const [row] = rows();
  save(workspace, { kind: NAME, id: row!.id, set: { content: '问补贴何时发放' } });
  const { changed } = previewTable(workspace, bytes, { kind, inspection }).preview;
  expect(changed).toMatchObject([{ fields: { content: { old: '问补贴何时发放', new: '问补贴何时发' } } }]);
});
