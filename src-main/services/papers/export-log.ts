/**
 * What leaves the vault, and the log of it. The entry comes first: a file stands under its name only once the log says
 * so. Until then its bytes lie beside it under a name that the vault remembers, so that a crash leaves none of them.
 */
import { createHash, randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { WorkbenchError } from '../../../src-shared/errors';
import type { FieldValue, RecordId } from '../../../src-shared/merge/change';
import { draftEdit } from '../../../src-shared/merge/registers';
import type { Unfinished } from '../../store/meta';
import type { Store } from '../../store/store';
import { writeReason } from '../../store/write-reasons';
import { operationDraft } from '../operations';
import type { PlannedPaper } from '.';
import { newRecordId, type Workspace } from '../records';

/** What leaves the vault, as the log of exports tells it. */
export type Leaving = Pick<PlannedPaper, 'label' | 'audience' | 'home' | 'subject'>;

/** What is known of a file once its bytes are there. */
export interface Written {
  readonly bytes: number;
  /** SHA-256 in hex. */
  readonly digest: string;
}

export interface ExportLog {
  /**
   * Enters a file in the log and then puts it in its place, whole; a file that is there is replaced in one step.
   * @throws WorkbenchError EXPORT_WRITE_FAILED, and what `chunks` and the commit throw. What stood there before stays.
   */
  leave(
    what: Leaving,
    file: string,
    chunks: Iterable<Buffer> | AsyncIterable<Buffer>,
  ): Promise<{ path: string; bytes: number }>;
  /** Enters what goes to the printer. @returns the entry */
  enterPrint(what: Leaving, written: Written, fileName: string): RecordId;
  /** Says of an entry, where there is one, that it did not come to it. */
  amend(entry: RecordId, way: 'fileFailed' | 'printCancelled'): void;
  /** Removes what a crash left of files on their way out, and says of their entries that nothing was written. */
  clearUnfinished(): void;
}

/** The log of exports of an open store, written by `reader`. */
export function createExportLog(workspace: Workspace & { readonly store: Store }): ExportLog {
  const { store, index, reader, now, commit } = workspace;

  const unfinished = (): readonly Unfinished[] => store.fact('leaving') ?? [];
  const forget = (temporary: string): void =>
    store.keepFact(
      'leaving',
      unfinished().filter((left) => left.temporary !== temporary),
    );

  function enter(
    { label, audience, home, subject }: Leaving,
    { bytes, digest }: Written,
    way: 'file' | 'print',
    fileName: string,
    recordId: RecordId,
  ): RecordId {
    const at = now().toISOString();
    const inspection = index.get(home)?.kind === 'inspection' ? home : undefined;
    const set: Record<string, FieldValue> = {
      document: label,
      ...(subject ? { subject } : {}),
      way,
      fileName: fileName.slice(0, 200),
      audience,
      by: reader.name,
      ...(inspection ? { inspection } : {}),
      at,
      bytes,
      digest,
      $parent: home,
    };
    const detail = `${way === 'print' ? '打印' : '导出'} ${label}（${fileName}）`;
    commit([
      { author: reader.userId, at, kind: 'exportEntry', recordId, action: 'export', set, replaces: {} },
      operationDraft(workspace, { act: 'handOut', subject, inspection, detail }),
    ]);
    return recordId;
  }

  function amend(entry: RecordId, way: 'fileFailed' | 'printCancelled'): void {
    const state = store.record(entry);
    if (state === undefined) return;
    commit([
      {
        author: reader.userId,
        at: now().toISOString(),
        kind: 'exportEntry',
        recordId: entry,
        action: 'edit',
        ...draftEdit(state, { way }),
      },
    ]);
  }

  async function leave(
    what: Leaving,
    file: string,
    chunks: Iterable<Buffer> | AsyncIterable<Buffer>,
  ): Promise<{ path: string; bytes: number }> {
    const temporary = path.join(path.dirname(file), `~xc${randomBytes(6).toString('hex')}.tmp`);
    const entry = newRecordId();
    store.keepFact('leaving', [...unfinished(), { temporary, entry }]);
    let written: Written;
    try {
      written = await writeNew(temporary, chunks);
      enter(what, written, 'file', path.basename(file), entry);
      inWords(() => fs.renameSync(temporary, file));
    } catch (error) {
      ifPossible(() => takeBack(temporary, entry));
      throw error;
    }
    ifPossible(() => forget(temporary));
    return { path: file, bytes: written.bytes };
  }

  /**
   * Only for a file that did not come to stand under its name. It is emptied first and removed last: as long as it is
   * there, the next unlocking knows that the log has still to be put right.
   */
  function takeBack(temporary: string, entry: RecordId): void {
    if (fs.existsSync(temporary)) fs.truncateSync(temporary);
    // A locked store knows no records any more, but says so only when it is asked for something on the disk.
    if (unfinished().length > 0) amend(entry, 'fileFailed');
    fs.rmSync(temporary, { force: true });
    forget(temporary);
  }

  /** A disk that just failed, or a lock meanwhile, may refuse this: the vault still remembers what is left to do. */
  function ifPossible(work: () => void): void {
    try {
      work();
    } catch {
      return;
    }
  }

  return {
    leave,
    enterPrint: (what, written, fileName) => enter(what, written, 'print', fileName, newRecordId()),
    amend,
    clearUnfinished() {
      for (const { temporary, entry } of unfinished()) {
        // A stick that is not plugged in: it is looked for again the next time.
        if (!fs.existsSync(path.dirname(temporary))) continue;
        ifPossible(() => (fs.existsSync(temporary) ? takeBack(temporary, entry) : forget(temporary)));
      }
    },
  };
}

/** Writes a file that must not be there yet, to the end and onto the disk. */
async function writeNew(file: string, chunks: Iterable<Buffer> | AsyncIterable<Buffer>): Promise<Written> {
  const digest = createHash('sha256');
  let bytes = 0;
  const handle = inWords(() => fs.openSync(file, 'wx'));
  try {
    for await (const chunk of chunks) {
      digest.update(chunk);
      inWords(() => {
        for (let at = 0; at < chunk.length;) at += fs.writeSync(handle, chunk, at);
      });
      bytes += chunk.length;
    }
    inWords(() => fs.fsyncSync(handle));
  } finally {
    fs.closeSync(handle);
  }
  return { bytes, digest: digest.digest('hex') };
}

function inWords<T>(work: () => T): T {
  try {
    return work();
  } catch (cause) {
    throw new WorkbenchError('EXPORT_WRITE_FAILED', `文件没有写出：${writeReason(cause)}`, [], { cause });
  }
}
