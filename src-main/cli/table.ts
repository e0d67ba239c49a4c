/** `table export|import`: one kind's list as an Excel or CSV file, out and in. */
import fs from 'node:fs';
import path from 'node:path';
import type { AnyKind, Entity } from '../../src-shared/domain/define';
import { kindOf } from '../../src-shared/domain/kinds';
import { WorkbenchError } from '../../src-shared/errors';
import { exportTable, importTable, previewTable } from '../services/tables';
import { bytesOfFile } from '../services/tables/file-bytes';
import type { ImportPreview } from '../services/tables/import';
import type { OpenWorkspace } from '../services/workspace';
import { say } from './output';

export const TABLE_ACTS = ['export', 'import'] as const;
export type TableAct = (typeof TABLE_ACTS)[number];

export interface TableOptions {
  readonly out?: string;
  readonly unit?: string;
  readonly sheet?: string;
  readonly mapping?: string;
  readonly dryRun: boolean;
  readonly json: boolean;
}

/** The inspection of a unit by its number, name or short name. @throws WorkbenchError CLI_NO_UNIT */
export function inspectionOf(workspace: OpenWorkspace, unit: string): Entity {
  for (const entity of workspace.visible()) {
    if (entity.kind !== 'inspection') continue;
    const { code, name, shortName } = workspace.index.get(String(entity.values.unit))?.values ?? {};
    if ([code, name, shortName].includes(unit)) return entity;
  }
  throw new WorkbenchError('CLI_NO_UNIT', `没有找到被巡察单位“${unit}”，请核对名称或编号。`);
}

function readMapping(file: string): Record<string, string> {
  const fault = (cause?: unknown) =>
    new WorkbenchError(
      'CLI_MAPPING',
      `“${path.basename(file)}”不是栏目对照：应为 {"文件中的栏目": "字段名"}。`,
      [],
      { cause },
    );
  let given: unknown;
  try {
    given = JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch (cause) {
    throw fault(cause);
  }
  const isMapping =
    typeof given === 'object' &&
    given !== null &&
    !Array.isArray(given) &&
    Object.values(given).every((name) => typeof name === 'string');
  if (!isMapping) throw fault();
  return given as Record<string, string>;
}

function tell({ preview, applied }: { preview: ImportPreview; applied: boolean }): void {
  say(
    `新增${preview.new.length}条，改动${preview.changed.length}条，不变${preview.same}条，` +
      `不能导入${preview.refused.length}处，略过${preview.left.length}行，文件中没有${preview.missing.length}条（保持不变）`,
  );
  for (const { message } of [...preview.refused, ...preview.asked]) say(`  ${message}`);
  for (const { row, why } of preview.left) say(`  第${row}行：${why}`);
  say(applied ? '已导入。' : '没有写入任何记录。');
}

/** @throws WorkbenchError of the services, CLI_* */
export async function table(
  workspace: OpenWorkspace,
  act: TableAct,
  [kindName, file]: readonly (string | undefined)[],
  options: TableOptions,
): Promise<void> {
  const kind: AnyKind | undefined = kindName === undefined ? undefined : kindOf(kindName);
  if (!kind) throw new WorkbenchError('CLI_USAGE', '请给出记录种类，如 rectificationItem。');
  const inspection = options.unit === undefined ? undefined : inspectionOf(workspace, options.unit).id;
  if (act === 'export') {
    const out = path.resolve(options.out ?? '');
    const format = /\.csv$/i.test(out) ? 'csv' : /\.xlsx$/i.test(out) ? 'xlsx' : undefined;
    if (!format) throw new WorkbenchError('CLI_USAGE', '请用 --out 给出以 .xlsx 或 .csv 结尾的文件。');
    const { path: written } = await exportTable(workspace, { kind, inspection, format }, out);
    say(options.json ? JSON.stringify({ files: [written] }) : `已导出：${written}`);
    return;
  }
  if (file === undefined) throw new WorkbenchError('CLI_USAGE', '请给出要导入的文件。');
  const order = {
    kind,
    inspection,
    sheet: options.sheet,
    mapping: options.mapping === undefined ? undefined : readMapping(options.mapping),
  };
  const bytes = await bytesOfFile(path.resolve(file));
  const plan = previewTable(workspace, bytes, order);
  const refusedFor = plan.preview.refused.length > 0;
  const applied =
    !options.dryRun &&
    !refusedFor &&
    importTable(workspace, kind, plan, { file: path.basename(file) }) !== undefined;
  const { head: _head, sheet: _sheet, ...preview } = plan.preview;
  if (options.json) say(JSON.stringify({ applied, ...preview }));
  else tell({ preview: plan.preview, applied });
  if (refusedFor) process.exitCode = 1;
}
