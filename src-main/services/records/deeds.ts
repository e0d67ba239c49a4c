/**
 * What the signed-in person did since unlocking, in order, and what of it was taken back. Kept in memory only: a lock ends
 * it, and whoever unlocks next begins with nothing.
 */
import type { AnyKind, Entity, Step } from '../../../src-shared/domain/define';
import type { Change, ChangeId, FieldValue, RecordId } from '../../../src-shared/merge/change';
import { nameOf } from '../operations';

export interface StepInput {
  readonly id: RecordId;
  readonly field: string;
  readonly to: string;
  /** Which of several steps between the same two states. */
  readonly name?: string;
  readonly reason?: string;
  /** Values of the fields that the step asks for. */
  readonly set?: Readonly<Record<string, FieldValue>>;
}

interface Act {
  readonly record: RecordId;
  /** What it was, for the person who did it: `问题底稿 WT-03“事实”的修改`. */
  readonly words: string;
  /** Every change of it, in order. */
  readonly changes: readonly Change[];
}

/** One act of one person, as far as it can be taken back. */
export type NewDeed =
  | (Act & { readonly how: 'edit'; readonly fields: readonly string[] })
  | (Act & { readonly how: 'create' | 'restore' })
  /** On many records; `record` is its entry in the 操作日志. */
  | (Act & { readonly how: 'together' })
  | (Act & { readonly how: 'remove'; readonly reason: string })
  | (Act & { readonly how: 'step'; readonly input: StepInput; readonly taken: Step });
export type Deed = NewDeed & {
  readonly id: string;
  /** Milliseconds since 1970, of its newest change. */
  readonly at: number;
};

/** A deed that was taken back, and the deed that did so. */
export interface TakenBack {
  readonly deed: Deed;
  readonly inverse: Deed;
}

/** What an act was done to: a row by its kind, since its text may be long; anything else by its number. */
const whatOf = (kind: AnyKind, entity: Pick<Entity, 'kind' | 'values'>): string =>
  kind.access === 'row' ? kind.label : nameOf(entity);

/** The words of a deed. @param fields of an edit: names of fields and sets */
export function wordsOf(
  how: Exclude<Deed['how'], 'together'>,
  kind: AnyKind,
  entity: Pick<Entity, 'kind' | 'values'>,
  { fields = [], label = '' }: { fields?: readonly string[]; label?: string } = {},
): string {
  const what = whatOf(kind, entity);
  const first = fields[0] ?? '';
  const named = Object.hasOwn(kind.fields, first) ? kind.fields[first]!.info.label : kind.sets[first];
  switch (how) {
    case 'edit':
      if (fields.every((field) => field === 'position')) return `移动${what}`;
      return `${what}“${named ?? ''}”${fields.length > 1 ? `等${fields.length}栏` : ''}的修改`;
    case 'create':
      return `${kind.access === 'row' ? '增加' : '新建'}${what}`;
    case 'remove':
      return `删除${what}`;
    case 'restore':
      return `恢复${what}`;
    case 'step':
      return `${what}的“${label}”`;
  }
}

export interface Deeds {
  /** Whether a change was made since unlocking: what stands on such a one is the person's own. */
  isOwn(change: ChangeId): boolean;
  /** Every change that was committed. */
  committed(changes: readonly Change[]): void;
  /** Enters an act at the end of the list; what had been taken back can no longer be done again. @returns its id */
  note(deed: NewDeed): string;
  /** Runs an act whose deed is not entered. @returns that deed; undefined where the act changed nothing */
  aside(act: () => unknown): Deed | undefined;
  /** The deed of that id, or of that entry in the 操作日志; else the last one. */
  find(id?: string): Deed | undefined;
  /** The removal of a record that stands in the list; none while an act runs {@link aside}. */
  removalOf(record: RecordId): Deed | undefined;
  /** Takes a deed off the list: it was taken back by `inverse`, or it never can be. */
  drop(deed: Deed, inverse?: Deed): void;
  /** What was taken back last. */
  lastTakenBack(): TakenBack | undefined;
  /** Enters again what was taken back last, in the form in which it was done again. */
  doneAgain(deed: Deed): void;
  /** What was taken back last cannot be done again. */
  forgetTakenBack(): void;
}

/** Acts that are kept; more than anybody takes back one by one. */
const KEPT = 200;
/** Saves of one field that follow each other within this time are one run of typing, in milliseconds. */
export const RUN_MS = 10_000;

/** Rows that give each other way are saved one after the other within this time: one act, in milliseconds. */
const MOVE_MS = 2000;

/** Whether a deed only gave a row its place among its like. */
const isMove = (deed: NewDeed | undefined): deed is NewDeed & { readonly how: 'edit' } =>
  deed?.how === 'edit' && deed.fields.every((field) => field === 'position');

/** @param now the clock, for how long ago a field was last saved */
export function createDeeds(now: () => Date): Deeds {
  const own = new Set<ChangeId>();
  const done: Deed[] = [];
  const taken: TakenBack[] = [];
  let count = 0;
  let entering = true;
  let last: Deed | undefined;

  /** Whether a deed goes on with the one before: typing in the same field, rows that give each other way. */
  function goesOn(deed: NewDeed, before: Deed | undefined, at: number): boolean {
    if (deed.how !== 'edit' || before?.how !== 'edit' || taken.length > 0) return false;
    if (isMove(deed) && isMove(before)) return at - before.at <= MOVE_MS;
    const sameField = deed.fields.length === 1 && before.fields.join() === deed.fields[0];
    return sameField && before.record === deed.record && at - before.at <= RUN_MS;
  }

  function goOn(deed: NewDeed, at: number): Deed | undefined {
    const before = done.at(-1);
    if (!before || !goesOn(deed, before, at)) return undefined;
    done.pop();
    return { ...deed, id: before.id, at, changes: [...before.changes, ...deed.changes] };
  }

  function enter(deed: Deed): void {
    done.push(deed);
    if (done.length > KEPT) done.shift();
  }

  return {
    isOwn: (change) => own.has(change),
    committed(changes) {
      for (const { id } of changes) own.add(id);
    },
    note(deed) {
      const at = now().getTime();
      const noted = (entering && goOn(deed, at)) || { ...deed, id: `${(count += 1)}`, at };
      last = noted;
      if (entering) {
        enter(noted);
        taken.length = 0;
      }
      return noted.id;
    },
    aside(act) {
      last = undefined;
      entering = false;
      try {
        act();
        return last;
      } finally {
        entering = true;
      }
    },
    find: (id) =>
      id === undefined
        ? done.at(-1)
        : done.find((deed) => deed.id === id || (deed.how === 'together' && deed.record === id)),
    removalOf: (record) =>
      entering ? done.find((deed) => deed.how === 'remove' && deed.record === record) : undefined,
    drop(deed, inverse) {
      const at = done.indexOf(deed);
      if (at >= 0) done.splice(at, 1);
      if (inverse) taken.push({ deed, inverse });
    },
    lastTakenBack: () => taken.at(-1),
    doneAgain(deed) {
      taken.pop();
      enter(deed);
    },
    forgetTakenBack: () => void taken.pop(),
  };
}
