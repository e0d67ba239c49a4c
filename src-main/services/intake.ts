/**
 * Files on their way to a record. A file is stored before the record that names it is written, so the store remembers
 * from the moment that a file stands under its name until a record does name it, or it is gone again: whatever ends the
 * work in between, a kill as well, no file stays that belongs to nothing.
 */
import { open } from 'node:fs/promises';
import path from 'node:path';
import { sealedPartOf } from '../../src-shared/domain/compartment';
import { WorkbenchError } from '../../src-shared/errors';
import type { Act } from '../acts';
import type { Store } from '../store/store';

/** What was stored of a file: SHA-256 in hex, bytes. */
export interface Stored {
  readonly hash: string;
  readonly size: number;
}

/** The files of one act. What is said first of its end counts. */
export interface Batch {
  put(source: AsyncIterable<Uint8Array>): Promise<Stored>;
  /** A sealed file as it came from another laptop. @throws WorkbenchError EVIDENCE_DAMAGED */
  putBox(tag: string, source: AsyncIterable<Uint8Array>): Promise<void>;
  /** A record names them all. */
  joined(): void;
  /** Nothing names them because of this act: what is named by nothing else is removed, now or at the next opening. */
  givenUp(): void;
}

export interface Intake {
  /** @param kind of the record that the files are to be joined to: it says who can read them; without it everybody here does */
  begin(kind?: string): Batch;
}

/** The names of the stored files that records have, removed ones included. */
function namedTags(store: Store): Set<string> {
  const tags = new Set<string>();
  for (const { kind, fields } of store.records()) {
    const sealed = sealedPartOf({ kind, set: {} }) === 'all';
    for (const field of Object.keys(fields)) {
      const hash = /\/([0-9a-f]{64})$/.exec(field)?.[1];
      const tag = hash === undefined ? undefined : store.evidence.tagOf(hash, sealed);
      if (tag !== undefined) tags.add(tag);
    }
  }
  return tags;
}

/**
 * Removes the files that the store still remembers as on their way, unless a record names them after all. Those of the
 * compartment wait for somebody who can tell.
 */
export function clearIntake(store: Store): void {
  const waiting = store.fact('adding') ?? [];
  if (waiting.length === 0) return;
  const named = namedTags(store);
  const untold = waiting.filter((tag) => store.evidence.isSealed(tag) && !store.holdsClues);
  for (const tag of waiting) if (!named.has(tag) && !untold.includes(tag)) store.evidence.remove(tag);
  if (untold.length < waiting.length) store.keepFact('adding', untold);
}

/** A lock meanwhile, or a failing disk, may refuse this: the store remembers, and the next opening looks again. */
function ifPossible(work: () => void): void {
  try {
    work();
  } catch {
    return;
  }
}

export function createIntake(store: Store): Intake {
  let under = 0;
  const waiting = (): readonly string[] => store.fact('adding') ?? [];
  return {
    begin(kind?: string) {
      const sealed = kind !== undefined && sealedPartOf({ kind, set: {} }) === 'all';
      const mine: string[] = [];
      let ended = false;
      under += 1;
      /** @returns whether it had not ended yet */
      const end = (): boolean => {
        if (ended) return false;
        ended = true;
        under -= 1;
        return true;
      };
      const announce = (tag: string): void => {
        store.keepFact('adding', [...waiting(), tag]);
        mine.push(tag);
      };
      return {
        put: (source) => store.evidence.put(source, announce, sealed),
        putBox: (tag, source) => store.evidence.putBox(tag, source, announce),
        joined() {
          if (!end() || mine.length === 0) return;
          ifPossible(() =>
            store.keepFact(
              'adding',
              waiting().filter((tag) => !mine.includes(tag)),
            ),
          );
        },
        givenUp() {
          // Another act may be about to name the same content: then it waits for the next occasion.
          if (!end() || under > 0) return;
          ifPossible(() => clearIntake(store));
        },
      };
    },
  };
}

/**
 * Stores a file from the disk and sees to it that it stayed what it was while it was read.
 * @param through passes its bytes on; see {@link Act.through}
 * @throws WorkbenchError EVIDENCE_CHANGED; what reading and storing throw
 */
export async function putFile(
  batch: Batch,
  file: string,
  through: (source: AsyncIterable<Uint8Array>) => ReturnType<Act['through']>,
): Promise<Stored & { readonly name: string }> {
  const handle = await open(file, 'r');
  try {
    const before = await handle.stat({ bigint: true });
    const stored = await batch.put(through(handle.createReadStream({ autoClose: false })));
    const after = await handle.stat({ bigint: true });
    const name = path.basename(file);
    if (
      BigInt(stored.size) !== before.size ||
      after.size !== before.size ||
      after.mtimeNs !== before.mtimeNs
    ) {
      throw new WorkbenchError(
        'EVIDENCE_CHANGED',
        `“${name}”在读取时被改动或截短，没有加入任何文件。请等它保存或复制完成，再重新添加。`,
      );
    }
    return { ...stored, name };
  } finally {
    await handle.close();
  }
}
