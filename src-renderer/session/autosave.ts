/**
 * What is being typed and is not yet on disk. Each edit of a field is one `record.save` with only that field, sent after
 * a pause of typing or when the field is left. A draft stays until the saved value has come back by the feed, so that
 * the screen never jumps; text that could not be saved stays until it can.
 *
 * A record may also begin here: it is planned, and made by the first save of one of its fields ({@link planRecord}).
 */
import { create } from 'zustand';
import { kindOf } from '../../src-shared/domain/kinds';
import { canReadField } from '../../src-shared/domain/access';
import { cleanValue } from '../../src-shared/domain/cleaning';
import type { Entity } from '../../src-shared/domain/define';
import { isBlank } from '../../src-shared/domain/validate';
import { followSnapshot, getRecord } from '../replica/snapshot';
import type { AppContract, InputOf } from '../../src-shared/contract';
import { useSession } from './session';
import { call, CallFailed, sentenceOf } from './workbench';

/** A pause of typing after which a field is saved, in milliseconds. */
const TYPING_PAUSE_MS = 600;
/** Pause before a save that failed through no fault of the text (disk full, core busy) is tried again. */
export const RETRY_PAUSE_MS = 5000;

/** A save that takes longer than this is seen to be under way; a quicker one only flickers. In milliseconds. */
const SAVING_SHOWN_MS = 120;

/** How long a saved value may take to come back by the feed, in milliseconds. */
const ECHO_MS = 2000;

export type SaveStatus = 'idle' | 'typing' | 'saving' | 'saved' | 'failed';

/** The value of a field that the working copy does not have yet. */
export interface Draft {
  readonly value: unknown;
  readonly status: Exclude<SaveStatus, 'idle'>;
  /** Why it was refused, in words for under the field. */
  readonly message?: string;
  /** When it was saved, milliseconds since 1970. */
  readonly at?: number;
}

/** What a draft belongs to. */
export interface Target {
  readonly id: string;
  readonly kind: string;
}

type SaveInput = InputOf<AppContract, 'record.save'>;
export type FieldValues = SaveInput['set'];

/** A record that its first save will make, with the values it begins with. */
type Plan = Pick<SaveInput, 'kind' | 'parent' | 'set'> & { readonly newId: string };

interface AutosaveState {
  readonly drafts: Readonly<Record<string, Readonly<Record<string, Draft>>>>;
  /** The ids of planned records that have been made, by the id of the plan. */
  readonly made: Readonly<Record<string, string>>;
  /** Time of the last successful save in this session, milliseconds since 1970. */
  readonly savedAt?: number;
}

export const useAutosave = create<AutosaveState>()(() => ({ drafts: {}, made: {} }));

const timers = new Map<string, ReturnType<typeof setTimeout>>();
const kinds = new Map<string, string>();
/** One save after another for each record. */
const running = new Map<string, Promise<void>>();
const plans = new Map<string, Plan>();
/** The plan of each record that began as one, by the id that it has or will have. */
const planOfRecord = new Map<string, string>();
/** Plans so far; their ids are told apart from those of records by the colon. */
let planned = 0;
/** Counts up when everything is forgotten: an answer to an older save is then no longer ours. */
let generation = 0;

const keyOf = (id: string, field: string): string => `${id}/${field}`;
/** The record that a plan has become, by either id; the plan while it has not. */
const idOf = (id: string): string => useAutosave.getState().made[id] ?? id;
const draftOf = (id: string, field: string): Draft | undefined => useAutosave.getState().drafts[id]?.[field];
const same = (a: unknown, b: unknown): boolean =>
  isBlank(a) ? isBlank(b) : JSON.stringify(a) === JSON.stringify(b);

function setDraft(id: string, field: string, draft: Draft | undefined): void {
  useAutosave.setState(({ drafts }) => {
    const { [field]: _old, ...others } = drafts[id] ?? {};
    const mine = draft ? { ...others, [field]: draft } : others;
    const { [id]: _mine, ...rest } = drafts;
    return { drafts: Object.keys(mine).length > 0 ? { ...rest, [id]: mine } : rest };
  });
}

function stopTimer(id: string, field: string): void {
  clearTimeout(timers.get(keyOf(id, field)));
  timers.delete(keyOf(id, field));
}

function saveLater(id: string, field: string, pause: number): void {
  stopTimer(id, field);
  timers.set(
    keyOf(id, field),
    setTimeout(() => void commitField(id, field), pause),
  );
}

/**
 * Plans a record under a parent: nothing is sent before something is saved in it. The id of the plan stands for the record
 * in every function here, before and after it is made.
 */
export function planRecord(kind: string, parent: string | null, set: FieldValues): string {
  planned += 1;
  const id = `plan:${planned}`;
  const newId = newRecordId();
  plans.set(id, { kind, parent, set, newId });
  planOfRecord.set(newId, id);
  return id;
}

/** Whether this is the id of a plan, made or not. */
export const isPlan = (id: string): boolean => id.startsWith('plan:');

/** The plan that a record began as in this session; its own id where it did not. */
export const planOf = (id: string): string => planOfRecord.get(id) ?? id;

/** An id as the core itself would give it: 80 random bits. */
function newRecordId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(10));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Makes a planned record now, for what cannot wait for its first field (rows, files, steps). @returns its id */
export async function makeNow(target: string): Promise<string> {
  if (plans.has(target)) {
    await inTurn(target, async () => {
      const plan = plans.get(target);
      if (plan) await send(target, plan.kind, {});
    });
  }
  return idOf(target);
}

/** Forgets a plan that was never made, with what was typed and could not be saved. */
export function dropPlan(id: string): void {
  const plan = plans.get(id);
  if (!plan) return;
  plans.delete(id);
  planOfRecord.delete(plan.newId);
  for (const field of Object.keys(useAutosave.getState().drafts[id] ?? {})) dropField(id, field);
}

/** Takes what was typed; it is saved after {@link TYPING_PAUSE_MS} or at {@link commitField}, whichever is first. */
export function editField(target: Target, field: string, value: unknown): void {
  const id = idOf(target.id);
  kinds.set(id, target.kind);
  const type = kindOf(target.kind)?.fields[field]?.info.type;
  // As the core will keep it: else what is shown and what comes back by the feed would differ.
  setDraft(id, field, { value: cleanValue(type, value), status: 'typing' });
  // What is not read back is on its way once it is written out: half of it could not be gone on with.
  if (isReadBack(target.kind, field)) saveLater(id, field, TYPING_PAUSE_MS);
  else stopTimer(id, field);
}

/** Whether the person is shown a field that he writes. */
function isReadBack(kind: string, field: string): boolean {
  const role = useSession.getState().session?.user.role;
  const known = kindOf(kind);
  return known === undefined || role === undefined || canReadField(known, field, role);
}

/** Keeps words that are no value yet (half a date) with what is wrong about them; nothing is sent. */
export function refuseField(target: Target, field: string, value: unknown, message: string): void {
  const id = idOf(target.id);
  kinds.set(id, target.kind);
  stopTimer(id, field);
  setDraft(id, field, { value, status: 'failed', message });
}

/** Throws away what was typed in a field since it was last saved. */
export function dropField(target: string, field: string): void {
  const id = idOf(target);
  stopTimer(id, field);
  setDraft(id, field, undefined);
}

/** Forgets what is on disk and only waits for its echo: the records themselves are the newer truth by now. */
export function dropSaved(): void {
  for (const [id, fields] of Object.entries(useAutosave.getState().drafts))
    for (const [field, { status }] of Object.entries(fields))
      if (status === 'saved') setDraft(id, field, undefined);
}

/** Saves a field now if it has something to save. Resolves when it is on disk or was refused. */
export function commitField(target: string, field: string): Promise<void> {
  stopTimer(idOf(target), field);
  return inTurn(target, () => save(idOf(target), field));
}

/**
 * Saves fields that belong together as one change, after what is on its way for the record. It settles their drafts as they
 * stand now; where it fails they stay and are tried again.
 * @throws CallFailed where it was refused
 */
export function saveTogether({ id, kind }: Target, set: FieldValues): Promise<void> {
  const fields = Object.keys(set);
  const before = fields.map((field) => draftOf(idOf(id), field)?.value);
  kinds.set(idOf(id), kind);
  fields.forEach((field) => stopTimer(idOf(id), field));
  return inTurn(id, async () => {
    const started = generation;
    try {
      await send(idOf(id), kind, set);
    } catch (error) {
      if (started === generation) retry(idOf(id), fields);
      throw error;
    }
    if (started !== generation) return;
    useAutosave.setState({ savedAt: Date.now() });
    fields.forEach((field, i) => {
      if (same(draftOf(idOf(id), field)?.value, before[i])) dropField(id, field);
    });
  });
}

/** Runs a save after those of the same record that were asked for before it, unless everything is forgotten meanwhile. */
function inTurn(target: string, act: () => Promise<void>): Promise<void> {
  const id = idOf(target);
  const started = generation;
  const after = (running.get(id) ?? Promise.resolve()).then(() =>
    started === generation ? act() : undefined,
  );
  running.set(
    id,
    after.catch(() => undefined),
  );
  return after;
}

/** Tries the drafts among these fields again after a pause. */
function retry(id: string, fields: readonly string[]): void {
  for (const field of fields) if (draftOf(id, field)) saveLater(id, field, RETRY_PAUSE_MS);
}

/** Sends values of a record; of a plan, with those it begins with, and the plan becomes the record. */
async function send(id: string, kind: string, set: FieldValues): Promise<void> {
  const plan = plans.get(id);
  if (!plan) {
    await call('record.save', { kind, id, set });
    return;
  }
  const started = generation;
  const made = await call('record.save', { ...plan, set: { ...plan.set, ...set } });
  if (started === generation) become(id, made.id);
}

/**
 * Hands everything that hangs on a plan to the record that it has become: with the core's answer or with the feed, whichever
 * is here first. The screen never has both.
 */
function become(plan: string, id: string): void {
  if (!plans.has(plan)) return;
  const fields = Object.keys(useAutosave.getState().drafts[plan] ?? {});
  const pending = fields.filter((field) => timers.has(keyOf(plan, field)));
  pending.forEach((field) => stopTimer(plan, field));
  kinds.set(id, kinds.get(plan) ?? plans.get(plan)!.kind);
  running.set(id, running.get(plan) ?? Promise.resolve());
  plans.delete(plan);
  useAutosave.setState(({ drafts: { [plan]: mine, ...rest }, made }) => ({
    drafts: mine ? { ...rest, [id]: mine } : rest,
    made: { ...made, [plan]: id },
  }));
  pending.forEach((field) => saveLater(id, field, TYPING_PAUSE_MS));
}

/** Whether the record has the value already. A record that has not come by the feed yet is not known to have any. */
const hasAlready = (id: string, field: string, value: unknown): boolean => {
  const record = getRecord(id);
  return record !== undefined && record.withheld?.[field] === undefined && same(record.values[field], value);
};

/** Whether a saved value has come back by the feed; of one that the person is not shown, that there is one. */
const hasArrived = (record: Entity, field: string, value: unknown): boolean =>
  record.withheld?.[field] === 'filled' ? !isBlank(value) : same(record.values[field], value);

async function save(id: string, field: string): Promise<void> {
  const draft = draftOf(id, field);
  const kind = kinds.get(id);
  if (!draft || kind === undefined || draft.status === 'saved') return;
  const { value } = draft;
  if (draft.status === 'typing' && hasAlready(id, field, value)) {
    setDraft(id, field, undefined);
    return;
  }
  const info = kindOf(kind)?.fields[field]?.info;
  const parsed = isBlank(value) ? undefined : info?.schema.safeParse(value);
  if (parsed && !parsed.success) {
    const message = parsed.error.issues[0]?.message ?? '填写有误';
    setDraft(id, field, { value, status: 'failed', message });
    return;
  }
  const started = generation;
  const show = () => {
    const now = started === generation ? draftOf(idOf(id), field) : undefined;
    if (now && same(now.value, value)) setDraft(idOf(id), field, { value, status: 'saving' });
  };
  // One who asks again after a refusal is answered at once.
  if (draft.status === 'failed') show();
  const slow = setTimeout(show, SAVING_SHOWN_MS);
  try {
    await send(id, kind, { [field]: isBlank(value) ? null : (value as never) });
    if (started !== generation) return;
    useAutosave.setState({ savedAt: Date.now() });
    settle(idOf(id), field, value);
  } catch (error) {
    if (started === generation) fail(id, field, value, error);
  } finally {
    clearTimeout(slow);
  }
}

/** The value is on disk: the draft waits for the feed, unless the feed was faster or typing went on. */
function settle(id: string, field: string, value: unknown): void {
  const now = draftOf(id, field);
  if (!now || !same(now.value, value)) return;
  const record = getRecord(id);
  const arrived = record !== undefined && hasArrived(record, field, value);
  setDraft(id, field, arrived ? undefined : { value, status: 'saved', at: Date.now() });
}

function fail(id: string, field: string, value: unknown, error: unknown): void {
  const now = draftOf(id, field);
  if (!now || !same(now.value, value)) return;
  const problems = error instanceof CallFailed ? error.problems : [];
  const own = problems.find((p) => p.place === field) ?? problems[0];
  setDraft(id, field, { value, status: 'failed', message: own?.message ?? sentenceOf(error) });
  if (problems.length === 0) saveLater(id, field, RETRY_PAUSE_MS);
}

/** Saves everything that is being typed or has failed. Resolves when each, and all on its way, is on disk or refused. */
export async function flushAutosave(): Promise<void> {
  const waiting = Object.entries(useAutosave.getState().drafts).flatMap(([id, fields]) =>
    Object.keys(fields).map((field) => commitField(id, field)),
  );
  await Promise.all([...waiting, ...running.values()]);
}

followSnapshot(
  (changed) => {
    for (const record of changed) {
      const { id } = record;
      const plan = planOfRecord.get(id);
      if (plan !== undefined) become(plan, id);
      for (const [field, draft] of Object.entries(useAutosave.getState().drafts[id] ?? {})) {
        if (draft.status !== 'saved') continue;
        // A record that came with an older value is on its way still; later than that, what it holds is the truth.
        const late = Date.now() - (draft.at ?? 0) > ECHO_MS;
        if (late || hasArrived(record, field, draft.value)) setDraft(id, field, undefined);
      }
    }
  },
  () => {
    generation += 1;
    timers.forEach((timer) => clearTimeout(timer));
    timers.clear();
    kinds.clear();
    running.clear();
    plans.clear();
    planOfRecord.clear();
    useAutosave.setState({ drafts: {}, made: {}, savedAt: undefined });
  },
);

export interface AutosaveSummary {
  readonly status: SaveStatus;
  /** Fields not yet on disk. */
  readonly waiting: number;
  readonly failed: number;
  readonly savedAt?: number;
  /** The first refusal, in words. */
  readonly message?: string;
}

/** The worst state of a record's fields, for the mark beside its title. */
export function useRecordSaveStatus(id: string): SaveStatus {
  return useAutosave((state) => worst(Object.values(state.drafts[id] ?? {})));
}

/** One state for everything, for the frame. */
export function useAutosaveSummary(): AutosaveSummary {
  const drafts = useAutosave((state) => state.drafts);
  const savedAt = useAutosave((state) => state.savedAt);
  const all = Object.values(drafts).flatMap((fields) => Object.values(fields));
  const failed = all.filter((d) => d.status === 'failed');
  const status = worst(all);
  return {
    status: status === 'idle' && savedAt !== undefined ? 'saved' : status,
    waiting: all.filter((d) => d.status !== 'saved').length,
    failed: failed.length,
    savedAt,
    message: failed[0]?.message,
  };
}

function worst(drafts: readonly Draft[]): SaveStatus {
  const order = ['failed', 'saving', 'typing', 'saved'] as const;
  return order.find((status) => drafts.some((d) => d.status === status)) ?? 'idle';
}

/** The draft of one field, if it has one. */
export const useDraft = (id: string, field: string): Draft | undefined =>
  useAutosave((state) => state.drafts[state.made[id] ?? id]?.[field]);

/** What has been typed into a record and makes sense, by field; undefined where a field was emptied. */
export const typedValues = ({ drafts, made }: AutosaveState, id: string): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(drafts[made[id] ?? id] ?? {})
      .filter(([, draft]) => draft.status !== 'failed')
      .map(([field, draft]) => [field, draft.value ?? undefined]),
  );

/** The id of the record by its own id or that of its plan; undefined while the plan is not made. */
export const useRecordId = (id: string | undefined): string | undefined =>
  useAutosave((state) => (id === undefined || !isPlan(id) ? id : state.made[id]));
