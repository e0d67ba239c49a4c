/** An unlocked vault at work: its store, the records in memory, and what the signed-in person sees of them. */
import { createHash } from 'node:crypto';
import type { PaperRequest } from '../../src-shared/contract/core';
import { kindOf } from '../../src-shared/domain/kinds';
import { canReadKind } from '../../src-shared/domain/access';
import { homeOf } from '../../src-shared/domain/ancestors';
import { sealedPartOf } from '../../src-shared/domain/compartment';
import { localDay } from '../../src-shared/domain/dates';
import { DESK_KINDS } from '../../src-shared/domain/desk';
import { isIsoDate, type Entity, type IsoDate } from '../../src-shared/domain/define';
import { WorkbenchError } from '../../src-shared/errors';
import type { Change, ChangeDraft, DeviceId, RecordId } from '../../src-shared/merge/change';
import { isRemoved } from '../../src-shared/merge/registers';
import { createActs, type Acts } from '../acts';
import type { PaperOrder } from '../word/build';
import { atOnce, type Steps, type Work } from '../store/steps';
import { openStore, type Merged, type Store } from '../store/store';
import type { VaultSession } from '../vault/vault';
import {
  accountsOf,
  demandAccount,
  directoryWith,
  laptopsOf,
  signatoryRules,
  type Directory,
} from './accounts';
import { createRecordIndex, type RecordIndex } from './index-of-records';
import { createExportLog, type ExportLog } from './papers/export-log';
import { clearIntake, createIntake, type Intake } from './intake';
import { operationDraft } from './operations';
import { demandVisible, type Workspace } from './records';
import { fileOfPaper } from './papers/file-of-paper';
import { paperBuilder } from './papers/thread';
import { createDeeds } from './records/deeds';
import { planPaper } from './papers';
import { notFound, type Reader, type Sight, SIGHT_KINDS, sightOf } from './rights';
import { planRound } from './rounds';

/** What changed for the signed-in person: feeds the replica. `sight` = what he may see changed altogether. */
export interface Touched {
  readonly changed: readonly Entity[];
  readonly removed: readonly RecordId[];
  readonly sight: boolean;
}

export interface WorkspaceOptions {
  readonly dir: string;
  readonly session: VaultSession;
  readonly now?: () => Date;
  readonly onTouched?: (touched: Touched) => void;
  readonly acceptAltered?: boolean;
  /** Under which id a new store writes its changes, where that was laid down for this laptop. */
  readonly device?: DeviceId;
  /** Built `document-worker.js`; without it papers are built in this thread. */
  readonly documentWorker?: string;
  /** Where long acts tell their progress and can be called off; without it nobody is told. */
  readonly acts?: Acts;
}

export type ImportedDay = 'asInFile' | 'ofClock';

export interface OpenWorkspace extends Workspace {
  readonly store: Store;
  readonly session: VaultSession;
  readonly intake: Intake;
  /** What leaves the vault goes through here. */
  readonly exportLog: ExportLog;
  /** Takes up who the signed-in person is by now: after his account was tied to a member. */
  renewReader(): void;
  /** Every record this person may read, as he may see it. */
  visible(): Generator<Entity>;
  /**
   * The ids of all these in the order in which a window needs them: what stands outside any unit and the units, what
   * 今日 is drawn from, the unit `first`, the rest. Most of them are not read for it.
   */
  feedOrder(first: RecordId | undefined): RecordId[];
  /** A record as this person may see it; undefined where he may not, or where it is gone. */
  see(id: RecordId): Entity | undefined;
  /**
   * Imports a round from the text of a JSON file: all or nothing, in steps. @returns the number of records
   * @param day whether a day that the file fixes becomes today (the shipped sample only), or the clock goes on
   */
  importing(text: string, day?: ImportedDay): Work<number>;
  /** Takes in changes of other laptops that were looked through, in steps. */
  taking(changes: readonly Change[]): Steps<Merged>;
  /** {@link importing} at once. */
  importRound(text: string, day?: ImportedDay): number;
  /** The finished file, not yet written anywhere. */
  makeDocument(request: PaperRequest): Promise<{ fileName: string; bytes: Buffer }>;
  /** Writes the file and enters it in the export log. Papers for the unit need a role that may hand them out. */
  exportDocument(request: PaperRequest, file: string): Promise<{ path: string; bytes: number }>;
  /** The bytes of a file kept with a record. @throws WorkbenchError EVIDENCE_MISSING, EVIDENCE_DAMAGED */
  evidence(id: RecordId, hash: string): AsyncIterable<Buffer>;
  /** A part of such a file, and the size of the whole in bytes. @throws as {@link evidence} */
  evidencePart(id: RecordId, hash: string, from: number, length: number): { size: number; bytes: Buffer };
  /** Writes such a file out of the vault and enters it in the export log. */
  exportEvidence(id: RecordId, hash: string, file: string): Promise<{ path: string; bytes: number }>;
  /** Enters a paper in the export log before it goes to the printer. @returns the entry */
  logPrint(request: PaperRequest): Promise<RecordId>;
  /** Says of an entry of {@link logPrint} that nothing was printed after all. */
  printCancelled(entry: RecordId): void;
  close(): void;
}

/** Only the shipped sample has a day of its own; in a file that somebody made from it, it would stand still for ever. */
function withoutFixedDay(draft: ChangeDraft): ChangeDraft {
  const { demoToday: _fixed, ...set } = draft.set;
  return { ...draft, set };
}

const DESK: ReadonlySet<string> = new Set(DESK_KINDS);

/** Opens the store of an unlocked vault. @throws WorkbenchError VAULT_USER_REMOVED, and those of {@link openStore} */
export function openWorkspace(options: WorkspaceOptions): OpenWorkspace {
  const { dir, session } = options;
  const now = options.now ?? (() => new Date());
  const { acceptAltered, device } = options;
  const header = session.header();
  const store = openStore({
    dir,
    keys: session.keyRing,
    now,
    acceptAltered,
    device,
    header,
    sealedPartOf,
    sign: (bytes) => session.sign(bytes),
    signatories: signatoryRules(session),
  });
  store.recall(session.user.userId);
  session.watchHeader((header) => {
    try {
      store.noteHeader(header);
    } catch {
      // Locked meanwhile, or a full disk: a newer header is taken, and remembered, at the next opening.
    }
  });
  const index = createRecordIndex();
  index.apply(store.records());
  let reader: Reader = session.user;
  const acts = options.acts ?? createActs(() => undefined);
  const builder = paperBuilder(options.documentWorker);
  const build = (order: PaperOrder): Promise<Buffer> =>
    acts.run('paper', ({ signal }) => builder(order, signal));
  let sight: Sight | undefined;
  /** As they were after so many changes. */
  let keys: (Pick<Directory, 'recorded' | 'keysOf'> & { readonly seq: number }) | undefined;
  const deeds = createDeeds(now);

  const workspace: OpenWorkspace = {
    store,
    session,
    intake: createIntake(store),
    get reader() {
      return reader;
    },
    index,
    deeds,
    get exportLog() {
      return exportLog;
    },
    now,
    sight: () => (sight ??= sightOf(workspace, reader)),
    today: () => todayOf(index, now()),
    get signer() {
      const publicKey = session.signKey();
      return publicKey === undefined
        ? undefined
        : { publicKey, sign: (bytes: Buffer) => session.sign(bytes) };
    },
    keysOf: (userId) => {
      if (keys?.seq !== store.lastSeq) {
        const { recorded, keysOf } = directoryWith({ store, session }, []);
        keys = { seq: store.lastSeq, recorded, keysOf };
      }
      const known = keys.keysOf(userId);
      return known.length > 0 || keys.recorded ? known : undefined;
    },
    state: (id) => store.record(id),
    removedStates: () => [...store.records()].filter(isRemoved),
    changesOf: (id) => store.changesOf(id),
    letter: () => laptopsOf(workspace).find(({ device }) => device === store.deviceId)?.letter ?? '',
    holdsClues: store.holdsClues,
    clueHolders: () => [
      ...new Set(
        [...session.users(), ...accountsOf(workspace)].flatMap((user) =>
          user.clues === true ? [user.name] : [],
        ),
      ),
    ],
    told(id, field) {
      if (store.told.has(`${id}/${field}`)) return 'filled';
      // Of a record that was begun elsewhere nobody here knows what was written there.
      return store.changesOf(id)[0]?.device === store.deviceId ? 'blank' : 'untold';
    },
    changesBefore: (id, count) => store.changesBefore(id, count),
    commit: (drafts) => atOnce(committing(drafts)),
    committing,
    renewReader() {
      reader = session.user;
      sight = undefined;
      options.onTouched?.({ changed: [], removed: [], sight: true });
    },
    *visible() {
      for (const entity of index.all()) {
        const seen = workspace.sight().view(entity);
        if (seen) yield seen;
      }
    },
    feedOrder(first) {
      const { hidden } = workspace.sight();
      const ranks: [RecordId[], RecordId[], RecordId[], RecordId[]] = [[], [], [], []];
      for (const { id, kind, inspection } of index.outline()) {
        const known = kindOf(kind);
        if (!known || !canReadKind(known, reader.role)) continue;
        if (inspection !== null && hidden.has(inspection)) continue;
        // What a record says can hide it only outside the units and in the log of exports: those are read at once.
        const read = inspection === null || known.tellsOf !== undefined || index.isOrphan(id);
        if (read && !workspace.see(id)) continue;
        if (inspection === null || kind === 'inspection') ranks[0].push(id);
        else ranks[DESK.has(kind) ? 1 : inspection === first ? 2 : 3].push(id);
      }
      return ranks.flat();
    },
    see: (id) => workspace.sight().view(index.get(id)),
    importing(text, day = 'ofClock') {
      const { drafts, name } = planRound(workspace, text);
      const kept = day === 'asInFile' ? drafts : drafts.map(withoutFixedDay);
      // Each change is written once, and once more as part of its record; its entry in the 操作日志 likewise.
      return { total: 2 * (drafts.length + 1), steps: imported() };
      function* imported(): Steps<number> {
        const operation = { act: 'roundImported', subject: 'round', detail: name } as const;
        // No act to take back: what was signed or closed in the file cannot be removed again, and half a round is none.
        yield* committing([...kept, operationDraft(workspace, operation)]);
        return drafts.length;
      }
    },
    *taking(changes) {
      const before = hiddenNow();
      const merged = yield* store.merging(changes);
      deeds.committed(merged.added);
      tell(before, index.apply(merged.records, now().toISOString()), merged.added);
      return merged;
    },
    importRound: (text, day) => atOnce(workspace.importing(text, day).steps),
    async makeDocument(request) {
      const { fileName, order } = planPaper(workspace, request);
      return { fileName, bytes: await build(order) };
    },
    async exportDocument(request, file) {
      const paper = planPaper(workspace, request);
      return exportLog.leave(paper, file, [await fileOfPaper(request.paper, paper.order, file, build)]);
    },
    evidence(id, hash) {
      demandKept(id, hash);
      return store.evidence.read(hash);
    },
    evidencePart(id, hash, from, length) {
      demandKept(id, hash);
      return store.evidence.part(hash, from, length);
    },
    async exportEvidence(id, hash, file) {
      const { size } = workspace.evidencePart(id, hash, 0, 0);
      const entity = demandVisible(workspace, id);
      const home = homeOf(entity, index.get);
      if (home === undefined) throw notFound();
      const what = { label: '附件', audience: 'internal', home, subject: entity.kind } as const;
      return acts.run('saveEvidence', ({ through }) =>
        exportLog.leave(what, file, through(workspace.evidence(id, hash), size)),
      );
    },
    async logPrint(request) {
      const paper = planPaper(workspace, request);
      const bytes = await build(paper.order);
      const digest = createHash('sha256').update(bytes).digest('hex');
      return exportLog.enterPrint(paper, { bytes: bytes.length, digest }, paper.fileName);
    },
    printCancelled(entry) {
      const found = workspace.see(entry);
      const state = store.record(entry);
      // Only who sent it knows; nobody says of another's print that it never was.
      const own = store.changesOf(entry)[0]?.author === reader.userId;
      if (found?.kind !== 'exportEntry' || found.values.way !== 'print' || !own || !state) throw notFound();
      exportLog.amend(entry, 'printCancelled');
    },
    close() {
      store.close();
    },
  };
  const exportLog = createExportLog(workspace);
  try {
    demandAccount(workspace);
  } catch (error) {
    store.close();
    throw error;
  }
  // By the recovery code one only brings back a backup: nothing is written in somebody's name without his signature.
  if (session.keyRing.own !== undefined) exportLog.clearUnfinished();
  clearIntake(store);
  function* committing(drafts: readonly ChangeDraft[]): Steps<readonly Change[]> {
    const before = hiddenNow();
    const { changes, records } = yield* store.committing(drafts);
    deeds.committed(changes);
    tell(before, index.apply(records, now().toISOString()), drafts);
    return changes;
  }

  function hiddenNow(): string {
    return [...workspace.sight().hidden].sort().join();
  }

  /** Tells the window what was touched, as its person may see it. */
  function tell(
    before: string,
    touched: ReadonlySet<RecordId>,
    changes: readonly Pick<Change, 'kind'>[],
  ): void {
    if (changes.some((change) => SIGHT_KINDS.has(change.kind))) sight = undefined;
    const changed: Entity[] = [];
    const removed: RecordId[] = [];
    for (const id of touched) {
      const seen = workspace.see(id);
      if (seen) changed.push(seen);
      else removed.push(id);
    }
    options.onTouched?.({ changed, removed, sight: before !== hiddenNow() });
  }

  /** What is kept with a record, not whatever somebody knows the hash of. */
  function demandKept(id: RecordId, hash: string): void {
    if (demandVisible(workspace, id).sets.evidence?.includes(hash)) return;
    throw new WorkbenchError('EVIDENCE_MISSING', '这条记录没有这份材料，请刷新后重试。');
  }

  return workspace;
}

/** The local day, or the day that a sample round fixes while it is the only one. */
function todayOf(index: RecordIndex, at: Date): IsoDate {
  const rounds = index.list('round');
  const fixed = rounds.length === 1 ? rounds[0]!.values.demoToday : undefined;
  return isIsoDate(fixed) ? fixed : localDay(at);
}
