/** Lists of one kind as Excel and CSV files, out of the vault and into it. */
import { registerTitle } from '../../../src-shared/domain/words';
import type { AnyKind } from '../../../src-shared/domain/define';
import { WorkbenchError } from '../../../src-shared/errors';
import type { RecordId } from '../../../src-shared/merge/change';
import { atOnce } from '../../store/steps';
import type { Done } from '../records';
import type { OpenWorkspace } from '../workspace';
import { csvOf, tableOf, workbookOf } from './export';
import { applyingImport, planImport, type ImportOrder, type ImportPlan, type ImportSource } from './import';
import { readTableFile } from './read-file';

export interface TableOrder {
  readonly kind: AnyKind;
  /** The inspection that the list is of; absent: every unit that the person sees. */
  readonly inspection?: RecordId;
  readonly format: 'xlsx' | 'csv';
}

/**
 * Writes a list to a file and enters it in the export log.
 * @throws WorkbenchError TABLE_NOTHING where there is no record; TABLE_NO_ROUND, EXPORT_WRITE_FAILED
 */
export async function exportTable(
  workspace: OpenWorkspace,
  { kind, inspection, format }: TableOrder,
  file: string,
): Promise<{ path: string; bytes: number }> {
  const rows = workspace.index
    .list(kind.kind)
    .flatMap((entity) => workspace.see(entity.id) ?? [])
    .filter((entity) => inspection === undefined || entity.inspection === inspection);
  if (rows.length === 0) throw new WorkbenchError('TABLE_NOTHING', `还没有${kind.label}，没有可导出的内容。`);
  const table = tableOf(workspace, kind, rows, inspection);
  const bytes = format === 'csv' ? csvOf(table) : await workbookOf(table);
  const home = inspection ?? workspace.index.list('round')[0]?.id;
  if (home === undefined)
    throw new WorkbenchError('TABLE_NO_ROUND', '还没有巡察轮次，导出无处登记。请先新建轮次。');
  const what = { label: registerTitle(kind), audience: 'internal', home, subject: kind.kind } as const;
  return workspace.exportLog.leave(what, file, [bytes]);
}

/** What a file would do; writes nothing. @throws WorkbenchError TABLE_* */
export function previewTable(workspace: OpenWorkspace, bytes: Uint8Array, order: ImportOrder): ImportPlan {
  return planImport(workspace, readTableFile(bytes), order);
}

/** Writes what {@link previewTable} planned. @returns nothing where there was nothing to write */
export const importTable = (
  workspace: OpenWorkspace,
  kind: AnyKind,
  plan: ImportPlan,
  source?: ImportSource,
): Done | undefined => atOnce(applyingImport(workspace, kind, plan, source));
