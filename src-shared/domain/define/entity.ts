/** A record as services and screens see it, and what rules say of it. */
import type { RecordId } from '../../merge/change';
import type { IsoDate } from './day';

/** One complaint of a rule about one field. An `error` blocks signing and export; a `hint` is only shown. */
export interface Issue {
  readonly field: string;
  readonly message: string;
  readonly level: 'error' | 'hint';
}

/** A record as services and screens see it. */
export interface Entity<V = Readonly<Record<string, unknown>>> {
  readonly id: RecordId;
  readonly kind: string;
  readonly parent: RecordId | null;
  /** The inspection it belongs to (its nearest such ancestor, or itself), else null: what recusal looks at. */
  readonly inspection: RecordId | null;
  readonly values: V;
  /** Members of the record's sets (`support/<id>`, `evidence/<hash>`), by set name. */
  readonly sets: Readonly<Record<string, readonly string[]>>;
  /** What members of sets are called, by member: the file names of evidence, by content hash. */
  readonly names?: Readonly<Record<string, string>>;
  /** Fields on which two people disagree; `$removed` when somebody removed what another edited. */
  readonly conflicts: readonly string[];
  /**
   * Fields that the reader is not shown: `filled` where it is his own record and he may know that they hold something,
   * `untold` where he may not even know that. His own record's empty field is not named.
   */
  readonly withheld?: Readonly<Record<string, 'filled' | 'untold'>>;
  /** The account that made it; absent for what was imported. */
  readonly createdBy?: string;
  /** Time label of the newest change, ISO. */
  readonly updatedAt: string;
}

/** What a rule may look at beyond its own record. */
export interface RuleContext {
  get(id: RecordId): Entity | undefined;
  children(parent: RecordId, kind: string): readonly Entity[];
  /** The local day. */
  readonly today: IsoDate;
}

export type Rule<V> = (values: Readonly<V>, entity: Entity<V>, context: RuleContext) => readonly Issue[];

/** What a person is about to do to a record. */
export interface Intent<V = Readonly<Record<string, unknown>>> {
  readonly act: 'create' | 'edit' | 'remove' | 'restore';
  readonly parent: RecordId | null;
  readonly id?: RecordId;
  /** As they stand; nothing yet where it is being made. */
  readonly before: Readonly<Partial<V>>;
  /** As they would stand. */
  readonly after: Readonly<Partial<V>>;
}

/**
 * Says why something may not be done to a record that others rest on; undefined where it may. Looks at what the person
 * sees, so that a refusal tells nothing else. Services ask it of the record that is acted on, not of those beneath it.
 */
export type Guard<V> = (intent: Intent<V>, context: RuleContext) => string | undefined;
