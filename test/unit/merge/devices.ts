/** Laptops for the merge tests: each makes changes from what it has received so far, as the store does. */
import { createHash } from 'node:crypto';
import { FIRST_PREV, canonicalChange } from '../../../src-shared/merge/change';
import type { Change, ChangeDraft, FieldValue } from '../../../src-shared/merge/change';
import * as registers from '../../../src-shared/merge/registers';
import type { DraftFields, RecordState } from '../../../src-shared/merge/registers';

export const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
export const RECORD = '0123456789abcdef0123';

export class Laptop {
  readonly known = new Map<string, Change>();
  private own: Change[] = [];
  readonly device: string;

  constructor(
    name: string,
    readonly record = RECORD,
  ) {
    this.device = name.repeat(16).slice(0, 16);
  }

  get changes(): Change[] {
    return [...this.known.values()];
  }

  get state(): RecordState | undefined {
    return registers.project(this.changes);
  }

  get now(): RecordState {
    const state = this.state;
    if (state === undefined) throw new Error('no record yet');
    return state;
  }

  /** Appends a change to this laptop's own chain. */
  make(draft: DraftFields, rest: Partial<ChangeDraft> = {}): Change {
    const previous = this.own.at(-1);
    const n = this.own.length + 1;
    const body = {
      author: 'u1',
      at: '2026-03-02T09:00:00+08:00',
      kind: 'interview',
      recordId: this.record,
      action: 'edit',
      ...draft,
      ...rest,
      id: `${this.device}.${n}`,
      device: this.device,
      n,
      prev: previous?.hash ?? FIRST_PREV,
    };
    const change: Change = { ...body, hash: sha256(canonicalChange(body)) };
    this.own.push(change);
    this.known.set(change.id, change);
    return change;
  }

  edit(values: Record<string, FieldValue | undefined>, rest?: Partial<ChangeDraft>): Change {
    return this.make(registers.draftEdit(this.state, values), rest);
  }

  remove(): Change {
    return this.make(registers.draftRemove(this.now), { action: 'remove' });
  }

  restore(): Change {
    return this.make(registers.draftRestore(this.changes), { action: 'restore' });
  }

  receive(...changes: Change[]): void {
    for (const change of changes) this.known.set(change.id, change);
  }
}

/** Everybody receives everything. */
export function meet(...laptops: Laptop[]): void {
  const all = laptops.flatMap((laptop) => laptop.changes);
  for (const laptop of laptops) laptop.receive(...all);
}

/** The values of every field, without their changes. */
export function plain(state: RecordState | undefined): Record<string, FieldValue[]> {
  return Object.fromEntries(
    Object.entries(state?.fields ?? {}).map(([field, held]) => [field, held.map(({ value }) => value)]),
  );
}
