/**
 * The commands, queries and events of the core: typed once. Main validates every input by these schemas; the replica,
 * the preload bridge and the tests are typed by the same table.
 */
import { z } from 'zod';
import { NAME_ANSWERS, type NameAnswer } from '../domain/name-decision';
import { ROLES } from '../domain/roles';
import { type PaperIdOf, paperIdsOf, type PaperOf } from '../papers';
import { command, event, query } from './define';
import { TASK_NAMES } from './tasks';

const id = z.string().min(1).max(60);
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const name = z.string().trim().min(1).max(40);
const passphrase = z.string().min(1).max(200);
const role = z.enum(ROLES);

const user = z.object({ userId: z.string(), name: z.string(), role, memberId: z.string().optional() });
export type SessionUser = z.infer<typeof user>;

/** Where the cursor is in an open record: the id of its input, which is made of the ids of a record and a field, and nothing typed. */
const cursor = z.object({
  input: z.string().min(1).max(160),
  /** How far the form is scrolled, in pixels. */
  top: z.number().int().min(0).max(1_000_000),
});
export type DeskCursor = z.infer<typeof cursor>;

/** Where a person is: the page, with the round, the unit (one inspection) and the open record where there are such. */
const place = z.object({
  page: z.string().min(1).max(60),
  round: id.optional(),
  inspection: id.optional(),
  record: id.optional(),
  cursor: cursor.optional(),
  /** Whether the list beside an open form is folded away. */
  folded: z.boolean().optional(),
});
export type DeskPlace = z.infer<typeof place>;

/** What is handed over in one go, whose words are kept until then: a note, and the dialog that is open. */
const jottingForm = z.enum(['pryReport', 'dialog']);
export type JottingForm = z.infer<typeof jottingForm>;

const session = z.object({
  user,
  /** Where this person left off, as far as it still stands and may be seen. */
  place: place.optional(),
  /** The local day that deadlines are counted from; the sample round fixes it to its own day. */
  today: day,
  /** True while the fictional sample round is what is open. */
  demo: z.boolean(),
});
export type SessionInfo = z.infer<typeof session>;

const issue = z.object({ field: z.string(), message: z.string(), level: z.enum(['error', 'hint']) });

const entity = z.object({
  id,
  kind: z.string(),
  parent: id.nullable(),
  inspection: id.nullable(),
  values: z.record(z.string(), z.unknown()),
  sets: z.record(z.string(), z.array(z.string())),
  names: z.record(z.string(), z.string()).optional(),
  conflicts: z.array(z.string()),
  withheld: z.record(z.string(), z.enum(['filled', 'untold'])).optional(),
  /** The account that made it. */
  createdBy: z.string().optional(),
  updatedAt: z.string(),
});

const saved = z.object({
  id,
  issues: z.array(issue),
  /** By which `record.undo` takes the act back; absent where there is nothing to take back. */
  act: z.string().optional(),
});
/** What was taken back or done again, in a sentence, and the record it was done to. */
const undone = z.object({ said: z.string(), record: id });

/** Rows of one printed list at most. */
export const MAX_REGISTER_ROWS = 20_000;

/** Bytes of a kept file in one answer at most. */
export const MAX_EVIDENCE_PART = 4 << 20;

/** The id of one of the paper's layouts (`papers/index.ts`); the usual one where absent. */
const layout = z.string().min(1).max(40).optional();

/** A paper that a person asks for, by what it is made of. */
const paperRequest = z.discriminatedUnion('paper', [
  z.object({ paper: z.enum(paperIdsOf('unit')), inspection: id, layout }),
  z.object({ paper: z.enum(paperIdsOf('record')), record: id, layout }),
  /** The records of one kind as they stand on the screen, in that order. */
  z.object({
    paper: z.enum(paperIdsOf('list')),
    kind: z.string().max(60),
    ids: z.array(id).min(1).max(MAX_REGISTER_ROWS),
    layout,
  }),
]);
export type PaperRequest = z.infer<typeof paperRequest>;
/** The requests for papers of one thing. */
export type PaperRequestOf<O extends PaperOf> = Extract<PaperRequest, { paper: PaperIdOf<O> }>;

/** A sentence of a record with a word in it: [from, to). `place` says where, `WT-13 的事实`. */
const inSentence = {
  word: z.string(),
  sentence: z.string(),
  from: z.number(),
  to: z.number(),
  place: z.object({ record: id, field: z.string(), words: z.string() }),
};
const paperCheck = z.object({
  /** The inspection or round whose paper it is. */
  home: id,
  /**
   * Not made before a person decides: may be a name, stands in a secret text too, may be the number of a clue; is one, and
   * can only be left out.
   */
  undecided: z.array(z.object({ kind: z.enum(['name', 'text', 'number', 'clueNumber']), ...inSentence })),
  /** Stands in the paper: to be confirmed, no reason to refuse. */
  standing: z.array(z.object({ kind: z.enum(['name', 'identity', 'telephone']), ...inSentence })),
});
export type PaperCheck = z.infer<typeof paperCheck>;

const nameDecision = z.object({
  word: z.string().min(1).max(200),
  /** The sentence it is about; without it the word wherever it stands in this unit. */
  sentence: z.string().min(1).max(400).optional(),
  is: z.enum(Object.keys(NAME_ANSWERS) as [NameAnswer, ...NameAnswer[]]),
});
export type NameDecision = z.infer<typeof nameDecision>;

/** A backup as it is listed; `future`: dated after this computer's clock, which then was or is wrong. */
const backupShown = z.object({
  name: z.string(),
  at: z.string(),
  label: z.string().optional(),
  /** Size of the records in it; told to those only who see every record. */
  bytes: z.number().optional(),
  future: z.boolean(),
});
export type BackupShown = z.infer<typeof backupShown>;

const report = z.object({
  ok: z.boolean(),
  counts: z.record(z.string(), z.number()),
  problems: z.array(z.object({ place: z.string(), message: z.string() })),
});

export const coreContract = {
  'vault.status': query(
    z.object({}),
    z.object({
      exists: z.boolean(),
      /** False where the vault has one user: a passphrase alone opens it. */
      nameRequired: z.boolean(),
      /** The people to choose from, where the leader has let them be shown before unlocking. */
      names: z.array(z.string()).optional(),
      unlocked: z.boolean(),
      /** Seconds to wait after wrong passphrases. */
      waitSeconds: z.number(),
      /** A vault that cannot be opened, in words; null when all is well. */
      trouble: z.object({ code: z.string(), message: z.string() }).nullable(),
    }),
  ),
  'vault.create': command(
    z.object({ name, role, passphrase, sample: z.boolean() }),
    z.object({ session, recoveryCode: z.string() }),
  ),
  /** Makes ready what unlocking needs and can be had without a passphrase. */
  'vault.prepare': command(z.object({}), z.null()),
  'vault.unlock': command(z.object({ name: name.optional(), passphrase }), session),
  'vault.lock': command(z.object({}), z.null()),
  'vault.recover': command(
    z.object({ code: z.string().max(100), name: name.optional(), newPassphrase: passphrase }),
    z.object({ recoveryCode: z.string() }),
  ),
  /** Voids the recovery code and shows a new one, once. Asks for the own passphrase. */
  'vault.renewRecoveryCode': command(z.object({ passphrase }), z.object({ recoveryCode: z.string() })),
  /** Somebody has shown that he kept the code that was shown last; while locked, counts for the next unlocking. */
  'vault.keepRecoveryCode': command(z.object({}), z.null()),
  'vault.changePassphrase': command(z.object({ current: passphrase, next: passphrase }), z.null()),
  'vault.users': query(z.object({}), z.array(user)),
  'vault.addUser': command(z.object({ name, role, passphrase, memberId: id.optional() }), user),
  'vault.removeUser': command(z.object({ userId: z.string() }), z.null()),
  'vault.setRole': command(z.object({ userId: z.string(), role }), z.null()),
  /** A new passphrase for a colleague who forgot his. */
  'vault.resetPassphrase': command(z.object({ userId: z.string(), passphrase }), z.null()),
  /** Shows the people's names on the unlock screen, readable on the disk, or no longer does; by the leader. */
  'vault.showNames': command(z.object({ show: z.boolean() }), z.null()),
  /** Ties an account to a member record, or unties it. */
  'vault.linkMember': command(z.object({ userId: z.string(), memberId: id.nullable() }), z.null()),
  /** What is unsettled about recusals: for organisers; nothing for others. */
  'recusal.review': query(
    z.object({}),
    z.array(
      z.object({ recusal: id, level: z.enum(['error', 'hint']), message: z.string(), members: z.array(id) }),
    ),
  ),

  /** Keeps where the person is for the next unlocking; the open record and the cursor only while the program runs. */
  'desk.remember': command(place, z.null()),
  /** Keeps what this person has typed into a form that is handed over in one go, for nobody else; `null`: no longer. */
  'desk.jot': command(z.object({ form: jottingForm, text: z.string().max(200_000).nullable() }), z.null()),
  'desk.jotting': query(z.object({ form: jottingForm }), z.object({ text: z.string().nullable() })),

  /**
   * Asks for every record this user may read, as `records` events: what 今日 needs and the open inspection first. The
   * first event comes before the answer, each of the others when it is asked for.
   */
  'feed.start': command(
    z.object({ first: id.optional() }),
    z.object({ epoch: z.number(), total: z.number() }),
  ),
  /** Asks for the next event of a feed, so that none comes while the window is busy with the one before. */
  'feed.more': command(z.object({ epoch: z.number() }), z.null()),

  /** Creates (no id) or edits. Values of the wrong type are refused; an incomplete record is kept and its issues told. */
  'record.save': command(
    z.object({
      kind: z.string().max(60),
      id: id.optional(),
      parent: id.nullable().optional(),
      /** `null` clears a field. */
      set: z.record(z.string().max(100), z.json()),
      sets: z
        .record(
          z.string().max(60),
          z.object({ add: z.array(z.string().max(100)), remove: z.array(z.string().max(100)) }),
        )
        .optional(),
    }),
    saved,
  ),
  /** Moves a state field by one of its allowed steps, with the fields that the step asks for. */
  'record.step': command(
    z.object({
      id,
      field: z.string().max(100),
      to: z.string().max(60),
      /** Which of several steps between the same two states. */
      name: z.string().max(60).optional(),
      reason: z.string().max(500).optional(),
      set: z.record(z.string().max(100), z.json()).optional(),
    }),
    saved,
  ),
  'record.remove': command(z.object({ id, reason: z.string().trim().min(1).max(500) }), z.null()),
  'record.restore': command(z.object({ id }), saved),
  /**
   * Takes back an act that this person did since unlocking, the last one where none is named. Refused where somebody else
   * or a later change stands on it; what can never be taken back is then passed over.
   */
  'record.undo': command(z.object({ act: z.string().max(40).optional() }), undone),
  /** Does again what was taken back last, as long as nothing else was done. */
  'record.redo': command(z.object({}), undone),
  /** What was removed and the reader may read, the newest removal first; of each only what it was done to. */
  'record.removed': query(
    z.object({}),
    z.array(
      z.object({
        id,
        kind: z.string(),
        title: z.string(),
        by: z.string(),
        at: z.string(),
        reason: z.string(),
        /** What went along. */
        along: z.array(z.object({ kind: z.string(), count: z.number().int().min(1) })),
        unit: z.string().optional(),
        /** Why the reader cannot bring it back. */
        refusal: z.string().optional(),
      }),
    ),
  ),
  /** A person's choice between values that two people gave. */
  'record.resolve': command(z.object({ id, field: z.string(), value: z.json() }), saved),
  /** What was done to a record, oldest first. */
  'record.history': query(
    z.object({ id }),
    z.array(
      z.object({
        at: z.string(),
        author: z.string(),
        action: z.string(),
        reason: z.string().optional(),
        /** The step that was taken, in words. */
        step: z.string().optional(),
        /** Fields and members of sets (`evidence/…`) in the order of the form; an absent value means: none. */
        fields: z.array(
          z.object({ field: z.string(), before: z.unknown().optional(), after: z.unknown().optional() }),
        ),
      }),
    ),
  ),
  /** The values two people gave for each field in conflict. */
  'record.conflict': query(
    z.object({ id }),
    z.record(z.string(), z.array(z.object({ value: z.unknown(), author: z.string(), at: z.string() }))),
  ),

  /** Full text over everything the user may read; Chinese substrings of any length. */
  'search.find': query(
    z.object({ text: z.string().max(100), limit: z.number().int().min(1).max(200) }),
    z.array(
      z.object({
        id,
        kind: z.string(),
        title: z.string(),
        field: z.string(),
        /** About 40 characters around the hit; `from`/`to` mark the hit in it. */
        excerpt: z.string(),
        from: z.number(),
        to: z.number(),
        /** Of a row: the record it stands in, with its day. */
        where: z.string(),
      }),
    ),
  ),

  'document.preview': query(
    paperRequest,
    z.object({ fileName: z.string(), bytes: z.instanceof(Uint8Array) }),
  ),
  /** What a person should look at before a paper for the unit leaves; nothing for papers that stay or go to one who signs. */
  'document.check': query(paperRequest, paperCheck),
  /** Keeps what a person said words are, for this and every later paper of the unit; asked again only of new sentences. */
  'document.decide': command(
    z.object({ inspection: id, decisions: z.array(nameDecision).min(1).max(2000) }),
    z.null(),
  ),
  /** Writes the file (to a path the save dialog returned) and enters it in the export log. */
  'document.export': command(
    paperRequest.and(z.object({ path: z.string().min(1).max(4096) })),
    z.object({ path: z.string(), bytes: z.number() }),
    { path: 'save' },
  ),
  /** Enters a paper in the export log; called before it is sent to the printer, so that none leaves without it. */
  'document.print': command(paperRequest, z.object({ entry: id })),
  /** Says of such an entry that nothing was printed after all. */
  'document.printCancelled': command(z.object({ entry: id }), z.null()),

  'evidence.add': command(
    z.object({ id, set: z.string().max(60), paths: z.array(z.string().max(1000)).min(1).max(50) }),
    z.array(z.object({ hash: z.string(), size: z.number(), name: z.string() })),
    { paths: 'open' },
  ),
  /** A file dropped on the window or pasted into it begins: it follows in pieces, and no path crosses. */
  'evidence.begin': command(
    z.object({
      id,
      set: z.string().max(60),
      name: z.string().min(1).max(255),
      size: z.number().int().min(0),
    }),
    z.object({ upload: z.string() }),
  ),
  'evidence.piece': command(
    z.object({ upload: z.string().max(40), bytes: z.instanceof(Uint8Array) }),
    z.null(),
  ),
  /** Joins the file to its record, once all of it has come. */
  'evidence.finish': command(
    z.object({ upload: z.string().max(40) }),
    z.object({ hash: z.string(), size: z.number(), name: z.string() }),
  ),
  'evidence.abandon': command(z.object({ upload: z.string().max(40) }), z.null()),
  /** A part of a kept file, and the size of the whole in bytes: a large one never crosses in one piece. */
  'evidence.read': query(
    z.object({
      id,
      hash: z.string(),
      from: z.number().int().min(0).default(0),
      length: z.number().int().min(0).max(MAX_EVIDENCE_PART).default(MAX_EVIDENCE_PART),
    }),
    z.object({ size: z.number(), bytes: z.instanceof(Uint8Array) }),
  ),
  /** Writes a kept file out of the vault (to a path the save dialog returned) and enters it in the export log. */
  'evidence.export': command(
    z.object({ id, hash: z.string(), path: z.string().min(1).max(4096) }),
    z.object({ path: z.string(), bytes: z.number() }),
    { path: 'save' },
  ),

  /** Calls off a long act; its own call then answers TASK_CANCELLED. */
  'task.cancel': command(z.object({ task: z.enum(TASK_NAMES) }), z.object({ cancelled: z.boolean() })),

  'round.loadSample': command(z.object({}), z.object({ records: z.number(), today: day })),
  'round.import': command(
    z.object({ path: z.string().min(1).max(4096) }),
    z.object({ records: z.number() }),
    { path: 'open' },
  ),

  'store.verify': command(z.object({}), report),
  'store.backup': command(z.object({}), z.object({ name: z.string() })),
  /** Backups of this vault, newest first; answered while locked too. */
  'store.backups': query(z.object({}), z.array(backupShown)),
  /** What restores have set aside, newest first; answered while locked too. */
  'store.replaced': query(z.object({}), z.array(backupShown)),
  /** What should be said about copies, clock and recovery code. */
  'store.care': query(
    z.object({}),
    z.object({
      folder: z.string(),
      backups: z.number(),
      newest: z.string().nullable(),
      external: z.object({ at: z.string(), folder: z.string(), changed: z.boolean() }).nullable(),
      /** Days without a copy on another disk, where that should be said. */
      externalOverdue: z.number().nullable(),
      /** The clock and the last use, where they lie so far apart that one may be wrong. */
      clock: z.object({ lastSeen: z.string(), now: z.string() }).nullable(),
      recoveryKept: z.boolean(),
    }),
  ),
  /** 外部备份, to a folder that a person chose. */
  'store.backupTo': command(
    z.object({ path: z.string().min(1).max(4096) }),
    z.object({
      folder: z.string(),
      name: z.string() /** Told to those only who see every record. */,
      evidence: z.number().optional(),
      sameDisk: z.boolean(),
    }),
    { path: 'save' },
  ),
  /** The backups in a folder that a person chose, newest first. */
  'store.lookAt': query(
    z.object({ path: z.string().min(1).max(4096) }),
    z.array(backupShown.extend({ id: z.string() })),
    { path: 'open' },
  ),
  /** Puts such a backup in the place of what there is; with the recovery code also a new passphrase. Locks. */
  'store.restoreFrom': command(
    z
      .object({ path: z.string().min(1).max(4096), backup: z.string().max(400), name: name.optional() })
      .and(
        z.union([
          z.object({ passphrase }),
          z.object({ code: z.string().max(100), newPassphrase: passphrase }),
        ]),
      ),
    z.object({ recoveryCode: z.string().optional() }),
    { path: 'open' },
  ),
  /** Brings back what a restore had set aside. Asks for the passphrase and locks. */
  'store.restoreReplaced': command(
    z.object({ replaced: z.string().max(200), name: name.optional(), passphrase }),
    z.object({ replaced: z.string() }),
  ),
  /** Ends the ownership of a program that is gone, on a person's word. */
  'store.takeOver': command(z.object({}), z.null()),
  /** Puts a backup in the place of what there is, which is kept. Asks for the passphrase and locks. */
  'store.restore': command(
    z.object({ backup: z.string().max(200), name: name.optional(), passphrase }),
    z.object({ replaced: z.string() }),
  ),
  /** Opens files that changed since they were closed, if a full verification finds them whole. */
  'store.openAltered': command(z.object({ name: name.optional(), passphrase }), session),

  /** Changed records, in order. `seq` counts up by one within an `epoch`; a gap means: start the feed again. */
  records: event(
    z.object({
      epoch: z.number(),
      seq: z.number(),
      changed: z.array(entity),
      removed: z.array(id),
      last: z.boolean(),
    }),
  ),
  locked: event(z.object({ reason: z.string() })),
  /** How far a long act is, in any unit. */
  progress: event(z.object({ task: z.enum(TASK_NAMES), done: z.number(), total: z.number() })),
};
export type FeedEntity = z.infer<typeof entity>;
