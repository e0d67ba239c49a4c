/** Lists of one kind as Excel and CSV files, out of the vault and into it. */
import { homeOf } from '../../../src-shared/domain/ancestors';
import type { AnyKind, Entity } from '../../../src-shared/domain/define';
import { registerTitle } from '../../../src-shared/domain/words';
import { WorkbenchError } from '../../../src-shared/errors';
import type { RecordId } from '../../../src-shared/merge/change';
import { atOnce } from '../../store/steps';
import type { Done } from '../records';
import { notFound } from '../rights';
import type { OpenWorkspace } from '../workspace';
import { tableOf, type TableFormat } from './export';
import { applyingImport, planImport, type ImportOrder, type ImportPlan, type ImportSource } from './import';
import { readTableFile } from './read-file';
import { tableThread, type TableThread } from './thread';

export interface TableOrder {
  readonly kind: AnyKind;
  /** The inspection that the list is of; absent: every unit that the person sees. */
  readonly inspection?: RecordId;
  readonly format: TableFormat;
}

/** By the ending of its name: what is not called .csv is a workbook. */
export const formatOfName = (file: string): TableFormat => (/\.csv$/i.test(file) ? 'csv' : 'xlsx');

/**
 * Writes a list to a file and enters it in the export log.
 * @throws WorkbenchError TABLE_NOTHING where there is no record; TABLE_NO_ROUND, EXPORT_WRITE_FAILED
 */
export async function exportTable(
  workspace: OpenWorkspace,
  { kind, inspection, format }: TableOrder,
  file: string,
  thread?: TableThread,
): Promise<{ path: string; bytes: number }> {
  const rows = workspace.index
    .list(kind.kind)
    .flatMap((entity) => workspace.see(entity.id) ?? [])
    .filter((entity) => inspection === undefined || entity.inspection === inspection);
  return leave(workspace, { kind, inspection, rows, format }, file, thread);
}

/**
 * Writes records of one kind to a file, in the order given: a list as somebody has filtered and ordered it.
 * @throws WorkbenchError RECORD_NOT_FOUND where one is none of the kind or may not be seen; as {@link exportTable}
 */
export async function exportRows(
  workspace: OpenWorkspace,
  { kind, ids, format }: Pick<TableOrder, 'kind' | 'format'> & { readonly ids: readonly RecordId[] },
  file: string,
  thread?: TableThread,
  signal?: AbortSignal,
): Promise<{ path: string; bytes: number }> {
  const rows = ids.map((id) => {
    const entity = workspace.see(id);
    if (entity?.kind !== kind.kind) throw notFound();
    return entity;
  });
  const [first] = rows;
  const isOfOne = first?.inspection && rows.every(({ inspection }) => inspection === first.inspection);
  const inspection = isOfOne ? first.inspection : undefined;
  return leave(
    workspace,
    { kind, rows, format, ...(inspection ? { inspection } : {}) },
    file,
    thread,
    signal,
  );
}

async function leave(
  workspace: OpenWorkspace,
  { kind, inspection, rows, format }: TableOrder & { readonly rows: readonly Entity[] },
  file: string,
  thread: TableThread = tableThread(),
  signal?: AbortSignal,
): Promise<{ path: string; bytes: number }> {
  const [first] = rows;
  if (!first) throw new WorkbenchError('TABLE_NOTHING', `还没有${kind.label}，没有可导出的内容。`);
  const home =
    inspection ??
    homeOf({ ...first, inspection: null }, workspace.index.get) ??
    workspace.index.list('round')[0]?.id;
  if (home === undefined)
    throw new WorkbenchError('TABLE_NO_ROUND', '还没有巡察轮次，导出无处登记。请先新建轮次。');
  const bytes = await thread.write(tableOf(workspace, kind, rows, inspection), format, signal);
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
