/** Changes of the compartment: boxed for the holders of the 线索钥匙, opened again where it is held (decision 0024). */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { WorkbenchError } from '../../src-shared/errors';
import {
  canonicalJson,
  isSealed,
  SEALED_KIND,
  SEALED_RECORD,
  type Change,
  type ChangeDraft,
  type SealedChange,
} from '../../src-shared/merge/change';
import { parseChange } from '../../src-shared/merge/logs';
import { sealBox } from '../hpke';
import type { ClueKeys, HeldClueKey } from '../keys';
import { signChange, type Signer } from './signed';

/** Names the purpose of the box (HPKE's info). */
const INFO = 'patrol-workbench/1/sealed-change';
/** Texts are padded to this length and its doubles, so that the length tells neither kind nor field. */
const SHORTEST = 512;

/** A change as it was before it was boxed. */
export interface OpenedChange extends Change {
  /** It holds only some fields of its record; the rest stands outside. */
  readonly part?: true;
}

/** The content of a sealed change: a draft, and whether it is a part. */
export interface SealedDraft extends ChangeDraft {
  readonly part?: true;
}

/** Which key a box is for, without telling the key. */
const keyIdOf = (publicKey: Buffer): string =>
  createHash('sha256').update(publicKey).digest('hex').slice(0, 16);

/** What a box stays attached to: its place in its chain. */
const about = (id: string, prev: string): Buffer => Buffer.from(`${id}|${prev}`, 'utf8');

/**
 * A draft boxed for its place in the chain, and what stands of it outside. The signature lies in the box: outside it could be
 * tried under every known key, and tell who wrote.
 */
export function boxed(
  { publicKey }: ClueKeys,
  draft: SealedDraft,
  { device, n, prev }: Pick<Change, 'device' | 'n' | 'prev'>,
  sign?: Signer,
): ChangeDraft & Pick<SealedChange, 'sealed'> {
  const { author, at, kind, recordId, set, replaces, action, reason, part } = draft;
  const id = `${device}.${n}`;
  const content = { author, at, kind, recordId, set, replaces, action, reason, part };
  const sig = sign && signChange({ ...content, id, device, n, prev } as OpenedChange, sign);
  const box = sealBox(publicKey, INFO, about(id, prev), padded(canonicalJson({ ...content, sig })));
  return {
    author: '',
    at: '',
    kind: SEALED_KIND,
    recordId: SEALED_RECORD,
    set: {},
    replaces: {},
    action: 'seal',
    sealed: { key: keyIdOf(publicKey), box: box.toString('base64') },
  };
}

function padded(text: string): Buffer {
  const length = Buffer.byteLength(text, 'utf8');
  let room = SHORTEST;
  while (room < length) room *= 2;
  const bytes = Buffer.alloc(room, ' ');
  bytes.write(text, 'utf8');
  return bytes;
}

/**
 * Opens a change of the compartment. Its hash and place are those of the log.
 * @returns undefined where the box is for another key
 * @throws WorkbenchError STORE_SEALED_DAMAGED for a box that is ours and does not open, or holds no change
 */
export function unboxed(clues: ClueKeys & { held: HeldClueKey }, change: Change): OpenedChange | undefined {
  const { id, device, n, prev, hash } = change;
  const sealed = isSealed(change) ? sealedSchema.safeParse(change.sealed) : undefined;
  if (sealed?.success !== true) throw damagedBox(id);
  if (sealed.data.key !== keyIdOf(clues.publicKey)) return undefined;
  const bytes = clues.held.open(INFO, about(id, prev), Buffer.from(sealed.data.box, 'base64'));
  if (bytes === undefined) throw damagedBox(id);
  const opened = { ...contentOf(bytes), id, device, n, prev, hash };
  const parsed = parseChange(opened);
  if (!parsed.ok) throw damagedBox(id);
  return opened as OpenedChange;
}

const sealedSchema = z.object({ key: z.string().regex(/^[0-9a-f]{16}$/), box: z.string() });

function contentOf(bytes: Buffer): object {
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'));
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  } finally {
    bytes.fill(0);
  }
}

const damagedBox = (id: string): WorkbenchError =>
  new WorkbenchError(
    'STORE_SEALED_DAMAGED',
    `变更 ${id} 的密封内容打不开：被改动、损坏，或写入时出了错。其他记录不受影响；请从备份恢复，或向写入的电脑重新索取。`,
  );
