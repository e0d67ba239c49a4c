/**
 * Roles × kinds × states × own or another's × acts, against a table written down by hand. The oracle knows nothing of the
 * program's own table: only which letters stand here.
 */
import { resolveMany } from '../../../src-main/services/conflicts';
import { history, remove, restore, save, step } from '../../../src-main/services/records';
import { newRecordId } from '../../../src-main/services/recorded';
import { openWorkspace, type OpenWorkspace } from '../../../src-main/services/workspace';
import { coreContract } from '../../../src-shared/contract/core';
import { callNames } from '../../../src-shared/contract/define';
import { KIND_NAMES, kinds, type KindName } from '../../../src-shared/domain/kinds';
import type { AnyKind, Step } from '../../../src-shared/domain/define';
import { ROLES, type Role } from '../../../src-shared/domain/roles';
import type { FieldValue } from '../../../src-shared/merge/change';
import { codeOf, useDesk } from './desk';

jest.setTimeout(600_000);

/**
 * Columns: 组长 副组长 联络员 组员 巡察办. Letters: r read, c create, W write everybody's, w one's own, D remove
 * everybody's, d one's own. A kind that is part of another has its name in the place of letters.
 */
const TABLE: Readonly<Record<KindName, string>> = {
  term: 'rcWD rcW rcW r rcW',
  coverageTarget: 'term',
  round: 'rcWD rcW rcW r rcW',
  dictionaryEntry: 'rcWD rcWD rcWD r rcWD',
  team: 'rcWD rcW rcW r rcW',
  member: 'rcWD rcWD rcWD r rcWD',
  unit: 'rcWD rcWD rcWD r rcWD',
  inspection: 'rcWD rcWD rcWD r rcW',
  recusal: 'rcWD rcWD rcWD r rcWD',
  inquiry: 'rcWD rcWD rcWD rcwd rcWD',
  outline: 'rcWD rcWD rcWD rcwd r',
  outlineQuestion: 'outline',
  interview: 'rcWD rcWD rcWD rcwd r',
  outlineItem: 'interview',
  exchange: 'interview',
  forum: 'rcWD rcWD rcWD rcwd r',
  visit: 'rcWD rcWD rcWD rcwd r',
  petition: 'rcWD rcWD rcWD rcwd r',
  questionnaire: 'rcWD rcWD rcWD rcwd r',
  question: 'questionnaire',
  responseBatch: 'rcWD rcWD rcWD rcwd r',
  responseSheet: 'responseBatch',
  questionTally: 'responseBatch',
  documentRequest: 'rcWD rcWD rcWD rcwd r',
  workingPaper: 'rcWD rcWD rcWD rcwd r',
  clue: 'rcWD rcWD rcWD - -',
  immediateOrder: 'rcWD rcWD rcWD rcwd r',
  feedback: 'rcWD rcWD rcWD r r',
  advice: 'feedback',
  rectificationItem: 'rcWD rcWD rcWD rcwd rcWD',
  measure: 'rectificationItem',
  progressEntry: 'rectificationItem',
  supervisionCheck: 'rcWD rcWD rcWD rcwd rcWD',
  satisfactionSurvey: 'rcWD rcWD rcWD rcwd rcWD',
  weeklyReport: 'rcWD rcWD rcWD rcwd r',
  pryReport: 'rcWD c c c c',
  nameDecision: 'r - r - -',
  signature: 'r r r r r',
  exportEntry: 'r r r r r',
  operation: 'r r r - r',
  account: 'r r r r r',
  laptop: 'r r r r r',
  vouching: 'r r r r r',
};

/** States in which nothing of the record is changed or removed, and states in which its 组员 may not. */
const SIGNED: Readonly<Record<string, readonly string[]>> = {
  'workingPaper.state': ['signed', 'reported', 'fedBack', 'rectifying', 'closed', 'notAdopted'],
  'clue.state': ['leaderSigned', 'transferred', 'received', 'processing', 'concluded'],
  'rectificationItem.closing': ['closed'],
  'documentRequest.state': ['returned'],
  'inspection.stage': ['archived'],
};
const SUBMITTED: Readonly<Record<string, readonly string[]>> = {
  'workingPaper.state': ['toReview', 'toSign'],
  'rectificationItem.closing': ['pending'],
};

/** Who takes the steps that sign, hand over and close (domain.md §2.3 q, §2.5 z, R7); others are for whoever writes. */
const STEPS: Readonly<Record<string, string>> = {
  'workingPaper 复核通过': '组长 副组长',
  'workingPaper 审签': '组长',
  'workingPaper 撤回审签': '组长',
  'workingPaper 反馈': '组长 副组长 联络员',
  'workingPaper 销号': '组长 联络员 巡察办',
  'workingPaper 不采用': '组长 副组长',
  'clue 组长审签': '组长',
  'rectificationItem 同意销号': '组长 联络员 巡察办',
  'rectificationItem 撤销销号': '组长 联络员 巡察办',
};
const WORDS: Readonly<Record<string, Role>> = {
  组长: 'leader',
  副组长: 'deputyLeader',
  联络员: 'liaison',
  组员: 'member',
  巡察办: 'office',
};

/** What says no to the person; anything else (incomplete, no reason given) says that he may. */
const isRefusal = (code: string): boolean => code.startsWith('RIGHTS_') || code === 'RECORD_NOT_FOUND';

const kindsToTry = KIND_NAMES.filter((name) => Object.hasOwn(TABLE, name));
const wholeOf = (name: KindName): KindName =>
  Object.hasOwn(TABLE, TABLE[name]) ? wholeOf(TABLE[name] as KindName) : name;
const lettersOf = (name: KindName, role: Role): string =>
  TABLE[wholeOf(name)].split(' ')[ROLES.indexOf(role)]!;

const desk = useDesk();
let workspace: OpenWorkspace;
const places = new Map<KindName, string>();
const me = { userId: 'me', name: '试验员' };

function sitDown(role: Role): void {
  workspace?.close();
  workspace = openWorkspace({ dir: desk.dir, session: { ...desk.session, user: { ...me, role } } });
}

/** Puts a record into the log as another laptop would, past every check. */
function put(kind: KindName, values: Record<string, FieldValue>, own: boolean, above?: string): string {
  const parent = above ?? parentOf(kind);
  const recordId = newRecordId();
  const set = { ...values, ...(parent ? { $parent: parent } : {}), $by: own ? me.userId : 'another' };
  const at = '2026-03-20T00:00:00.000Z';
  workspace.commit([{ author: 'another', at, kind, recordId, action: 'create', set, replaces: {} }]);
  return recordId;
}

/** A record of the kind that `kind` belongs to, the same for all tries; rows get one of their own. */
function parentOf(kind: KindName): string | undefined {
  const above = kinds[kind].parents[0] as KindName | undefined;
  if (above === undefined) return undefined;
  let place = places.get(above);
  if (place === undefined || workspace.index.get(place) === undefined)
    places.set(above, (place = put(above, {}, false)));
  return place;
}

interface Cell {
  readonly kind: KindName;
  readonly own: boolean;
  /** The state of the record (for rows: of the record above) that is away from its first. */
  readonly field?: string;
  readonly state?: string;
}

const machinesOf = (kind: AnyKind) =>
  Object.entries(kind.fields).flatMap(([field, { info }]) =>
    info.machine ? [{ field, machine: info.machine }] : [],
  );

/** Every state of the record itself; a row stands under its record in that record's states. */
const cellsOf = (kind: KindName): Cell[] => {
  const states = machinesOf(kinds[wholeOf(kind)] as AnyKind).flatMap(({ field, machine }) =>
    machine.states.map(({ code }) => ({ field, state: code })),
  );
  return [true, false].flatMap((own) =>
    (states.length === 0 ? [{}] : states).map((at) => ({ kind, own, ...at })),
  );
};

function make({ kind, own, field, state }: Cell): string {
  const values: Record<string, FieldValue> = field && state ? { [field]: state } : {};
  const whole = wholeOf(kind);
  if (whole === kind) return put(kind, values, own);
  const above = put(whole, values, own);
  const chain = TABLE[kind] === whole ? above : put(TABLE[kind] as KindName, {}, own, above);
  return put(kind, {}, own, chain);
}

const heldAs = (list: typeof SIGNED, { kind, field, state }: Cell): boolean =>
  field !== undefined && (list[`${wholeOf(kind)}.${field}`] ?? []).includes(state!);

const oracle = {
  read: (role: Role, cell: Cell) => lettersOf(cell.kind, role).includes('r'),
  write(role: Role, cell: Cell) {
    const letters = lettersOf(cell.kind, role);
    if (!letters.includes('r') || heldAs(SIGNED, cell)) return false;
    if (letters.includes('W')) return true;
    return letters.includes('w') && cell.own && !heldAs(SUBMITTED, cell);
  },
  remove(role: Role, cell: Cell) {
    // A row is part of its record: taking one out is writing that.
    if (wholeOf(cell.kind) !== cell.kind) return oracle.write(role, cell);
    const letters = lettersOf(cell.kind, role);
    if (!letters.includes('r') || heldAs(SIGNED, cell)) return false;
    if (letters.includes('D')) return true;
    return letters.includes('d') && cell.own && !heldAs(SUBMITTED, cell);
  },
  step(role: Role, cell: Cell, { label, roles }: Step) {
    const letters = lettersOf(cell.kind, role);
    if (!letters.includes('r')) return false;
    const named = STEPS[`${cell.kind} ${label}`]?.split(' ').map((word) => WORDS[word]!);
    const who = named ?? roles;
    if (who && !who.includes(role)) return false;
    return who !== undefined && !letters.includes('w')
      ? true
      : letters.includes('W') || (letters.includes('w') && cell.own);
  },
};

/** A field that anybody who writes the record may write. */
const plainField = (kind: AnyKind): string => {
  const found = Object.entries(kind.fields).find(
    ([, { info }]) =>
      !info.writers &&
      !info.readers &&
      !info.derived &&
      !info.machine &&
      ['text', 'longText', 'date', 'integer'].includes(info.type),
  );
  return found![0];
};
const valueFor = (kind: AnyKind, field: string): FieldValue =>
  (({ date: '2026-03-19', integer: 3 }) as Record<string, FieldValue>)[kind.fields[field]!.info.type] ?? '试';

const differences: string[] = [];
let compared = 0;
async function compare(
  what: string,
  role: Role,
  cell: Cell,
  act: () => unknown,
  expected: boolean,
): Promise<void> {
  const code = await codeOf(act).catch((error: unknown) => String(error));
  compared += 1;
  if (isRefusal(code) === expected) {
    const { kind, own, field, state } = cell;
    differences.push(
      `${role} ${what} ${kind} ${own ? 'own' : 'another’s'} ${field ?? ''} ${state ?? ''}: ${code}`,
    );
  }
}

describe('the table', () => {
  it('has a line for every kind, and the letters of five roles in it', () => {
    expect(Object.keys(TABLE).sort()).toEqual([...KIND_NAMES].sort());
    for (const line of Object.values(TABLE))
      if (!Object.hasOwn(TABLE, line)) expect(line.split(' ')).toHaveLength(ROLES.length);
  });

  it.each(ROLES)('is what the services do for %s', async (role) => {
    differences.length = 0;
    sitDown('leader');
    sitDown(role);
    for (const kind of kindsToTry) {
      const definition = kinds[kind] as AnyKind;
      const parent = parentOf(kind) ?? null;
      const written = plainField(definition);
      const set = { [written]: valueFor(definition, written) };
      if (wholeOf(kind) === kind) {
        const expected = lettersOf(kind, role).includes('c');
        await compare(
          'creates',
          role,
          { kind, own: true },
          () => save(workspace, { kind, parent, set }),
          expected,
        );
      }
      for (const cell of cellsOf(kind)) {
        const id = make(cell);
        const here = workspace.index.get(id)!;
        await compare('reads', role, cell, () => history(workspace, id, () => ''), oracle.read(role, cell));
        await compare(
          'writes',
          role,
          cell,
          () => save(workspace, { kind, id, set }),
          oracle.write(role, cell),
        );
        if (wholeOf(kind) !== kind) {
          const row = () => save(workspace, { kind, parent: here.parent, set });
          await compare('adds', role, cell, row, oracle.write(role, cell));
        }
        if (oracle.read(role, cell)) {
          // There is nothing to settle in it: whoever may write it is told so, others are refused.
          const settle = () => resolveMany(workspace, [{ id, field: written, value: set[written]! }]);
          const code = await codeOf(settle);
          expect(code === 'RECORD_NO_CONFLICT' || isRefusal(code)).toBe(true);
        }
        for (const { field, machine } of wholeOf(kind) === kind ? machinesOf(definition) : []) {
          const from = cell.field === field ? cell.state : machine.initial;
          for (const taken of machine.steps.filter((one) => one.from === from)) {
            const twin = make(cell);
            const act = () =>
              step(workspace, { id: twin, field, to: taken.to, name: taken.name, reason: '试' });
            await compare(`takes ${taken.label} of`, role, cell, act, oracle.step(role, cell, taken));
          }
        }
        await compare(
          'removes',
          role,
          cell,
          () => remove(workspace, { id, reason: '试' }),
          oracle.remove(role, cell),
        );
        if (cell.state === undefined && wholeOf(kind) === kind && workspace.index.get(id) === undefined)
          await compare('restores', role, cell, () => restore(workspace, id), oracle.remove(role, cell));
      }
    }
    expect(differences).toEqual([]);
    expect(compared).toBeGreaterThan(500);
  });

  it('places every call of the contract: by this table, by a test of its own, or open to all who signed in', () => {
    const placed = {
      table: ['record.save', 'record.step', 'record.remove', 'record.restore', 'record.history'],
      own: [
        // users.test.ts
        'vault.addUser',
        'vault.removeUser',
        'vault.setRole',
        'vault.resetPassphrase',
        'vault.linkMember',
        // shown-names.test.ts
        'vault.showNames',
        'store.restore',
        // data-care.test.ts; sizes and counts of the whole: two-worlds.test.ts
        'vault.renewRecoveryCode',
        'vault.keepRecoveryCode',
        'store.replaced',
        'store.care',
        'store.backupTo',
        'store.lookAt',
        'store.restoreFrom',
        'store.restoreReplaced',
        'store.takeOver',
        // two-worlds.test.ts, rights.test.ts, recusal.test.ts
        'document.check',
        'document.decide',
        'document.preview',
        'document.export',
        'document.print',
        'document.printCancelled',
        'evidence.add',
        'evidence.begin',
        'evidence.piece',
        'evidence.finish',
        'evidence.abandon',
        'evidence.read',
        'evidence.export',
        'search.find',
        'feed.start',
        'feed.more',
        'desk.remember',
        // conflicts.test.ts
        'conflict.list',
        'conflict.settling',
        'conflict.settle',
        // signatures.test.ts
        'record.signatures',
        'record.doubtfulSignatures',
        // packets-window.test.ts
        'packets.laptops',
        'packets.add',
        'packets.strikeOff',
        'packets.setup',
        'packets.make',
        'packets.look',
        'packets.take',
        'packets.drop',
        'packets.sameNumbers',
        // removed-records.test.ts
        'record.removed',
        // vault/clue-key.test.ts
        'vault.setClues',
        'vault.cluesOpen',
        // undo.test.ts
        'record.undo',
        'record.redo',
        // tables/window.test.ts; what each row may write: tables/import.test.ts
        'table.export',
        'table.read',
        'table.readDropped',
        'table.plan',
        'table.lines',
        'table.apply',
        'table.forget',
        // together.test.ts
        'record.takingBack',
        // change-many.test.ts
        'record.changingMany',
        'record.changeMany',
        'desk.jot',
        'desk.jotting',
        'recusal.review',
        'round.import',
        'round.loadSample',
        'store.verify',
      ],
      open: callNames(coreContract).filter((name) =>
        /^(vault\.(status|create|prepare|unlock|lock|recover|changePassphrase|users)|store\.(backup|backups|openAltered)|packets\.start|task\..*)$/.test(
          name,
        ),
      ),
    };
    const known = Object.values(placed).flat() as string[];
    expect(callNames(coreContract).filter((name) => !known.includes(name))).toEqual([]);
  });
});
