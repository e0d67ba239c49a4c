/** A table as a file has it, whatever the file: sheets of rows of cells, each with what it holds and what one sees of it. */
import type { ClockTime, IsoDate } from '../../../src-shared/domain/define';

/**
 * What a cell holds. `text` is what a person sees in it.
 * `uncounted`: a formula that whoever wrote the file has not worked out; `fault`: `#REF!` and the like.
 */
export type Cell =
  | { readonly is: 'empty'; readonly text: '' }
  | { readonly is: 'text'; readonly text: string }
  | { readonly is: 'number'; readonly text: string; readonly value: number }
  | { readonly is: 'day'; readonly text: string; readonly day: IsoDate; readonly time?: ClockTime }
  | { readonly is: 'time'; readonly text: string; readonly time: ClockTime }
  | { readonly is: 'flag'; readonly text: string; readonly value: boolean }
  | { readonly is: 'uncounted'; readonly text: string }
  | { readonly is: 'fault'; readonly text: string };

export const EMPTY: Cell = { is: 'empty', text: '' };

/** Cells that were made one, by zero-based rows and columns, both ends within. */
export interface Merge {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

export interface SheetRow {
  /** As the spreadsheet numbers it, from 1. */
  readonly number: number;
  readonly hidden: boolean;
  /** By zero-based column; a cell within a merge has what its first cell has. */
  readonly cells: readonly Cell[];
}

export interface Sheet {
  readonly name: string;
  readonly hidden: boolean;
  readonly rows: readonly SheetRow[];
  readonly merges: readonly Merge[];
}

/** What a file turned out to be, in words for people. */
export interface TableFile {
  readonly format: string;
  readonly sheets: readonly Sheet[];
}
