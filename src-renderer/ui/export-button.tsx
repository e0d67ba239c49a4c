/** 导出Excel: the list as it is shown, filtered and in its order, as a workbook or CSV. */
import { FileExcelOutlined } from '@ant-design/icons';
import { App, Button } from 'antd';
import { useState } from 'react';
import { MAX_TABLE_ROWS } from '../../src-shared/contract';
import { canReadField } from '../../src-shared/domain/access';
import { unitNameOf } from '../../src-shared/domain/ancestors';
import type { AnyKind, Entity } from '../../src-shared/domain/define';
import { registerTitle, staysInVault } from '../../src-shared/domain/words';
import { safeFileName } from '../../src-shared/file-name';
import { getRecord, hasHome, useRole, useToday } from '../replica';
import { flushAutosave } from '../session/autosave';
import { call } from '../session/workbench';
import { useCommands } from './commands';

const TABLE_FILES = [
  { name: 'Excel 工作簿', extensions: ['xlsx'] },
  { name: 'CSV（UTF-8）', extensions: ['csv'] },
];

interface Props {
  readonly kind: AnyKind;
  readonly shown: readonly Entity[];
}

/** The labels of what this person reads and no file takes along. */
function useLeftOut(kind: AnyKind): readonly string[] {
  const role = useRole();
  return Object.entries(kind.fields)
    .filter(([name, { info }]) => staysInVault(info) && role !== undefined && canReadField(kind, name, role))
    .map(([, { info }]) => info.label);
}

const inQuotes = (labels: readonly string[]): string => labels.map((label) => `“${label}”`).join('');

/** Nothing for kinds that belong to no round: there is no log in which their export would be entered. */
export function ExportButton({ kind, shown }: Props) {
  const [first] = shown;
  return first && hasHome(first) ? <Offered kind={kind} shown={shown} first={first} /> : null;
}

function Offered({ kind, shown, first }: Props & { readonly first: Entity }) {
  const { notification, message } = App.useApp();
  const { attempt } = useCommands();
  const today = useToday();
  const leftOut = useLeftOut(kind);
  const [busy, setBusy] = useState(false);
  const kept = leftOut.length > 0 ? `${inQuotes(leftOut)}只在程序中看，不导出。` : '';
  const tell = (path: string) =>
    notification.success({
      title: `已导出${shown.length}条，记入“导出登记”`,
      description: `${path}\n${kept}文件不再加密，请按规定保管。改过之后可用“导入”读回。`,
      style: { whiteSpace: 'pre-line' },
      duration: 12,
      closable: { 'aria-label': '关闭' },
      actions: (
        <Button size="small" onClick={() => void attempt(() => call('shell.showInFolder', { path }))}>
          打开所在文件夹
        </Button>
      ),
    });
  const save = async () => {
    if (shown.length > MAX_TABLE_ROWS)
      return void message.warning(`一次最多导出${MAX_TABLE_ROWS}条，请先筛选`);
    await flushAutosave();
    const unit = first.inspection ? unitNameOf(first, getRecord) : '';
    const { path } = await call('shell.chooseSaveFile', {
      title: '导出Excel',
      defaultName: safeFileName(`${registerTitle(kind)}${unit === '' ? '' : `（${unit}）`}${today}.xlsx`),
      filters: TABLE_FILES,
    });
    if (path === null) return;
    const ids = shown.map(({ id }) => id);
    tell((await call('table.export', { kind: kind.kind, ids, path })).path);
  };
  const press = async () => {
    setBusy(true);
    await attempt(save);
    setBusy(false);
  };
  return (
    <Button
      icon={<FileExcelOutlined />}
      loading={busy}
      title={`按现在的筛选和顺序存为Excel或CSV。${kept}`}
      onClick={() => void press()}
    >
      导出Excel
    </Button>
  );
}
