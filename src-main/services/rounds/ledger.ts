/**
 * What a ledger of a round file is: where its rows stand, what each is as a record, and what the file calls the fields of
 * that kind where it does not call them by their own names. The values are read by the fields themselves (tables/cells.ts).
 */
import type { Entity } from '../../../src-shared/domain/define';
import type { KindName } from '../../../src-shared/domain/kinds';
import type { Reading } from '../../../src-shared/domain/reading';
import type { FieldValue } from '../../../src-shared/merge/change';

/** A row as JSON gives it. */
export type Given = Readonly<Record<string, unknown>>;
/** From the root of the file to something in it; numbers are places in a list, from 0. */
export type Place = readonly (string | number)[];

/** A row, and where it was found. */
export interface Found {
  readonly place: Place;
  readonly given: Given;
  /** The row it stands in. */
  readonly above?: Found;
  /** By what an object of rows calls it: the number of a unit. */
  readonly key?: string;
  /** Its place among its like, from 1. */
  readonly position: number;
  /** It is one value, not an object with columns. */
  readonly single?: true;
}

/** The file as ledgers look at it: what is no list, no object or no row is complained of where it stands. */
export interface RoundFile {
  /** The rows of a list. */
  rows(...path: string[]): readonly Found[];
  /** The rows of an object, by their keys. */
  keyed(...path: string[]): readonly Found[];
  /** The object itself as one row; none where it is not there. */
  one(...path: string[]): readonly Found[];
  /** The rows of a list that stands in each of these rows. */
  within(above: readonly Found[], column: string): readonly Found[];
  /** The same for a list of single values: each a row of this one column. */
  items(above: readonly Found[], column: string): readonly Found[];
  /** Every text that the rows of a ledger have in a column. */
  texts(ledger: string, column: string): ReadonlySet<string>;
  /** What stands at the root. */
  readonly root: Given;
}

/** The values of fields as they are said: read like any other; a row in place of the record that it becomes. */
export type Said = Readonly<Record<string, unknown>>;
/** Several fields that one column says. */
export type Split = (said: unknown, found: Found, file: RoundFile) => Reading<Said>;
/** Members of a set, by the numbers of a space. `later`: they are written after the record itself. */
export interface Members {
  readonly set: string;
  readonly space: string;
  readonly later?: boolean;
}
/** What a column says: a field, several, or the members of a set. */
export type Column = string | Split | Members;

export interface Ledger {
  /** As people call it; a file may use it in place of `key`. */
  readonly name: string;
  /** What the file calls it. */
  readonly key: string;
  readonly kind: KindName;
  readonly from: (file: RoundFile) => readonly Found[];
  /** The column that names what the record stands under, by number; `$key`: the key of the row. Else the row above, else the only one. */
  readonly under?: string;
  /** The column with the number by which other rows name it; its own `code` where absent. `$key`: the key of the row. */
  readonly number?: string;
  /** Rows of one space have different numbers; the kind where absent. */
  readonly space?: string;
  /** `$key`: the column called as the key of the row. */
  readonly columns?: Readonly<Record<string, Column>>;
  /** Objects whose entries are columns like the others. */
  readonly inner?: readonly string[];
  /**
   * What the file does not say itself.
   * @param read the fields that were read of the row
   * @param parent the record that it will stand under
   */
  readonly fill?: (
    found: Found,
    read: Readonly<Record<string, FieldValue>>,
    file: RoundFile,
    parent: Entity | undefined,
  ) => Said;
  /** Fields that begin as in a new record where the row says nothing of them. */
  readonly begin?: readonly string[];
  /** Fields of the kind that a row of an old round may lack, though a complete record has them. */
  readonly mayLack?: readonly string[];
}
