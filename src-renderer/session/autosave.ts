/**
 * What is being typed and is not yet on disk. Each edit of a field is one `record.save` with only that field, sent after
 * a pause of typing or when the field is left. A draft stays until the saved value has come back by the feed, so that
 * the screen never jumps; text that could not be saved stays until it can.
 */
import { create } from 'zustand';
import { kindOf } from '../../src-shared/domain';
import { isBlank } from '../../src-shared/domain/validate';
import { followSnapshot, getRecord } from '../replica/snapshot';
import { call, CallFailed, sentenceOf } from './workbench';

/** A pause of typing after which a field is saved, in milliseconds. */
export const TYPING_PAUSE_MS = 600;
/** Pause before a save that failed through no fault of the text (disk full, core busy) is tried again. */
export const RETRY_PAUSE_MS = 5000;

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

interface AutosaveState {
  readonly drafts: Readonly<Record<string, Readonly<Record<string, Draft>>>>;
  /** Time of the last successful save in this session, milliseconds since 1970. */
  readonly savedAt?: number;
}

export const useAutosave = create<AutosaveState>()(() => ({ drafts: {} }));

const timers = new Map<string, ReturnType<typeof setTimeout>>();
const kinds = new Map<string, string>();
/** One save after another for each record. */
const running = new Map<string, Promise<void>>();
/** Counts up when everything is forgotten: an answer to an older save is then no longer ours. */
let generation = 0;

const keyOf = (id: string, field: string): string => `${id}/${field}`;
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

/** Takes what was typed; it is saved after {@link TYPING_PAUSE_MS} or at {@link commitField}, whichever is first. */
export function editField({ id, kind }: Target, field: string, value: unknown): void {
  kinds.set(id, kind);
  setDraft(id, field, { value, status: 'typing' });
  saveLater(id, field, TYPING_PAUSE_MS);
}

/** Keeps words that are no value yet (half a date) with what is wrong about them; nothing is sent. */
export function refuseField({ id, kind }: Target, field: string, value: unknown, message: string): void {
  kinds.set(id, kind);
  stopTimer(id, field);
  setDraft(id, field, { value, status: 'failed', message });
}

/** Throws away what was typed in a field since it was last saved. */
export function dropField(id: string, field: string): void {
  stopTimer(id, field);
  setDraft(id, field, undefined);
}

/** Saves a field now if it has something to save. Resolves when it is on disk or was refused. */
export function commitField(id: string, field: string): Promise<void> {
  stopTimer(id, field);
  const started = generation;
  const after = (running.get(id) ?? Promise.resolve()).then(() =>
    started === generation ? save(id, field) : undefined,
  );
  running.set(id, after);
  return after;
}

async function save(id: string, field: string): Promise<void> {
  const draft = draftOf(id, field);
  const kind = kinds.get(id);
  if (!draft || kind === undefined || draft.status === 'saved') return;
  const { value } = draft;
  if (draft.status === 'typing' && same(value, getRecord(id)?.values[field])) {
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
  setDraft(id, field, { value, status: 'saving' });
  try {
    await call('record.save', { kind, id, set: { [field]: isBlank(value) ? null : (value as never) } });
    if (started !== generation) return;
    useAutosave.setState({ savedAt: Date.now() });
    settle(id, field, value);
  } catch (error) {
    if (started === generation) fail(id, field, value, error);
  }
}

/** The value is on disk: the draft waits for the feed, unless the feed was faster or typing went on. */
function settle(id: string, field: string, value: unknown): void {
  const now = draftOf(id, field);
  if (!now || !same(now.value, value)) return;
  const arrived = same(getRecord(id)?.values[field], value);
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

/** Saves everything that is being typed or has failed. Resolves when each is on disk or was refused. */
export async function flushAutosave(): Promise<void> {
  const waiting = Object.entries(useAutosave.getState().drafts).flatMap(([id, fields]) =>
    Object.keys(fields).map((field) => commitField(id, field)),
  );
  await Promise.all(waiting);
}

followSnapshot(
  (changed) => {
    const { drafts } = useAutosave.getState();
    for (const { id, values } of changed) {
      for (const [field, draft] of Object.entries(drafts[id] ?? {})) {
        if (draft.status !== 'saved') continue;
        // A record that came with an older value is on its way still; later than that, what it holds is the truth.
        const late = Date.now() - (draft.at ?? 0) > ECHO_MS;
        if (late || same(values[field], draft.value)) setDraft(id, field, undefined);
      }
    }
  },
  () => {
    generation += 1;
    timers.forEach((timer) => clearTimeout(timer));
    timers.clear();
    kinds.clear();
    running.clear();
    useAutosave.setState({ drafts: {}, savedAt: undefined });
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
  useAutosave((state) => state.drafts[id]?.[field]);
