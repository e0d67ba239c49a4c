/**
 * What of the log goes to another laptop: what it is not known to have, without what its people are kept from. A laptop of
 * several people has only what each of them may see: what lies on it can be read with any of their passphrases.
 */
import type { VaultUser } from '../../vault/vault';
import type { Change, ChangeId, RecordId } from '../../../src-shared/merge/change';
import { isSealed } from '../../../src-shared/merge/change';
import { haveOfIds, type Have } from '../../store/log';
import { removedEntity } from '../removed';
import { closedEverTo } from '../rights';
import type { OpenWorkspace } from '../workspace';
import { liesIn } from './closed';
import { includes } from './ranges';

/** Somebody of the laptop that a packet goes to. */
export type Addressed = Pick<VaultUser, 'userId' | 'name' | 'role' | 'memberId' | 'clues'>;

/** What the addressee is known to have. */
export interface Theirs {
  readonly changes: Have;
  /** Names of the sealed evidence files there. */
  readonly boxes: ReadonlySet<string>;
  /** Hashes of evidence whose records are there and whose files are not. */
  readonly wants: readonly string[];
}

export interface Carried {
  /** In the order of this log. */
  readonly changes: readonly Change[];
  /** What the addressee may not have: it is told as missing on purpose. */
  readonly withheld: Have;
  /** Hashes of open evidence, and names of sealed files (`<tag>-s`). */
  readonly evidence: readonly string[];
}

const EVIDENCE = /^evidence\/([0-9a-f]{64})$/;

/** Works out what goes to a laptop. @param people everybody who can open it */
export function carriedTo(workspace: OpenWorkspace, people: readonly Addressed[], theirs: Theirs): Carried {
  const { store, index, holdsClues } = workspace;
  const closed = closedEverTo(workspace, people);
  const theyOpenBoxes = people.some(({ clues }) => clues === true);
  const memo = new Map<RecordId, boolean>();

  const ever = (id: RecordId) => index.get(id) ?? removedEntity(workspace, id);
  const isClosed = (id: RecordId): boolean => {
    let known = memo.get(id);
    if (known === undefined) memo.set(id, (known = liesIn(closed, id, ever)));
    return known;
  };
  const isWithheld = (change: Change): boolean => {
    if (!isSealed(change)) return isClosed(change.recordId);
    if (closed.size === 0) return false;
    // Who cannot open it does not know whose it is; who cannot open it there learns nothing from it.
    const record = holdsClues ? store.openedBox(change)?.recordId : undefined;
    return record === undefined ? theyOpenBoxes : isClosed(record);
  };

  const changes: Change[] = [];
  const withheld: ChangeId[] = [];
  const evidence = new Set<string>();
  for (const { change } of store.changesSince(0)) {
    if (isWithheld(change)) {
      withheld.push(change.id);
      continue;
    }
    if (includes(theirs.changes, change.id)) continue;
    changes.push(change);
    for (const field of Object.keys(change.set)) {
      const hash = EVIDENCE.exec(field)?.[1];
      if (hash !== undefined) evidence.add(hash);
    }
  }
  const shown = closed.size === 0 ? undefined : evidenceShown(workspace, isClosed);
  for (const hash of theirs.wants) if (shown === undefined || shown.has(hash)) evidence.add(hash);
  const open = [...evidence].filter((hash) => !store.evidence.isSealed(hash) && hasOpen(workspace, hash));
  return {
    changes,
    withheld: haveOfIds(withheld),
    evidence: [...open, ...boxesFor(workspace, theirs.boxes, shown, theyOpenBoxes)],
  };
}

/** A content that lies here for everybody who opens the vault. */
const hasOpen = ({ store }: OpenWorkspace, hash: string): boolean =>
  store.evidence.sizeOf(store.evidence.tagOf(hash)) > 0;

/** Hashes of what is kept with standing records that are not withheld; of sealed files their names. */
function evidenceShown(
  { index, store }: OpenWorkspace,
  isClosed: (id: RecordId) => boolean,
): ReadonlySet<string> {
  const shown = new Set<string>();
  for (const { id, sets } of index.all())
    if (!isClosed(id)) for (const hash of sets.evidence ?? []) shown.add(hash);
  for (const hash of [...shown]) {
    const tag = store.evidence.tagOf(hash, true);
    if (tag !== undefined) shown.add(tag);
  }
  return shown;
}

/**
 * Sealed files that are not there yet.
 * @param shown what the people there may have; undefined where nothing is kept from them
 * @param theyOpenBoxes whether somebody there could read them: else they are bytes that are carried on
 */
function boxesFor(
  { store, holdsClues }: OpenWorkspace,
  there: ReadonlySet<string>,
  shown: ReadonlySet<string> | undefined,
  theyOpenBoxes: boolean,
): string[] {
  const may = (tag: string): boolean => shown === undefined || (holdsClues ? shown.has(tag) : !theyOpenBoxes);
  return store.evidence.list().filter((tag) => store.evidence.isSealed(tag) && !there.has(tag) && may(tag));
}
