/** Handlers of `tables` (src-shared/contract/tables.ts). */
import path from 'node:path';
import type { Handlers } from '../../src-shared/contract/define';
import type { tablesContract } from '../../src-shared/contract/tables';
import sampleRound from '../../assets/sample/sample-round.json';
import { readRoundText } from '../services/rounds';
import type { OpenWorkspace } from '../services/workspace';
import { kindOf } from '../../src-shared/domain';
import type { AnyKind } from '../../src-shared/domain/define';
import { WorkbenchError } from '../../src-shared/errors';
import { safeFileName } from '../../src-shared/file-name';
import { exportRows, formatOfName } from '../services/tables';
import { bytesOfFile } from '../services/tables/file-bytes';
import { createImportDesk, type ImportDesk } from '../services/tables/import-desk';
import { tableThread } from '../services/tables/thread';
import { inTurns } from '../store/steps';
import type { OpenVault } from './open-vault';

/** Puts the fictional round of the program into a vault, whose day is then the round's. */
export const loadSample = (workspace: OpenWorkspace) => ({
  records: workspace.importRound(JSON.stringify(sampleRound), 'asInFile'),
  today: workspace.today(),
});

function demandKind(name: string): AnyKind {
  const kind = kindOf(name);
  if (kind) return kind;
  throw new WorkbenchError('TABLE_KIND', '程序不认识这类记录，没有导入或导出。请更新程序后再试。');
}

export function tablesHandlers({ workspace, acts, tableWorker }: OpenVault): Handlers<typeof tablesContract> {
  const thread = tableThread(tableWorker);
  const desks = new WeakMap<OpenWorkspace, ImportDesk>();
  /** Of the vault that is open: a file that somebody left behind is nobody else's. */
  const desk = (): ImportDesk => {
    const open = workspace();
    let known = desks.get(open);
    if (!known) desks.set(open, (known = createImportDesk(open)));
    return known;
  };
  return {
    'round.loadSample': () => loadSample(workspace()),
    'table.export': ({ kind, ids, path: file }) =>
      acts.run('exportTable', ({ signal }) =>
        exportRows(
          workspace(),
          { kind: demandKind(kind), ids, format: formatOfName(file) },
          file,
          thread,
          signal,
        ),
      ),
    'table.read': ({ path: file }) =>
      acts.run('readTable', async ({ signal }) => {
        const at = desk();
        return at.take(path.basename(file), await thread.read(await bytesOfFile(file), signal));
      }),
    'table.readDropped': ({ name, bytes }) =>
      acts.run('readTable', async ({ signal }) => {
        const at = desk();
        return at.take(safeFileName(name), await thread.read(bytes, signal));
      }),
    'table.plan': ({ file, kind, ...asked }) =>
      acts.run('planTable', (turns) => desk().plan(file, { ...asked, kind: demandKind(kind) }, turns)),
    'table.lines': ({ file, shown, from, count }) => desk().lines(file, shown, from, count),
    'table.apply': ({ file, keepAs }) =>
      acts.run('importTable', async (turns) => ({
        entry: (await desk().apply(file, turns, keepAs))?.entry ?? null,
      })),
    'table.forget': ({ file }) => {
      desk().forget(file);
      return null;
    },
    'round.import': ({ path: file }) =>
      acts.run('importRound', async (turns) => ({
        records: await inTurns(workspace().importing(readRoundText(file)), turns),
      })),
  };
}
