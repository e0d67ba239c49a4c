/** What comes in and goes out as ledgers: whole rounds, and lists of one kind. */
import { z } from 'zod';
import { day, filePath, id } from './common';
import { command, query, type Contract } from './define';

/** Rows of one list at most. */
export const MAX_TABLE_ROWS = 20_000;
/** Rows of a preview in one answer at most. */
export const MAX_PREVIEW_ROWS = 500;
/** Bytes of a file that is dropped on the window at most. */
export const MAX_DROPPED_TABLE = 64 << 20;

const file = z.string().min(1).max(40);
const kind = z.string().max(60);

const fileShown = z.object({
  /** By which the next calls name the file, until another is read. */
  file,
  name: z.string(),
  format: z.string(),
  sheets: z.array(z.object({ name: z.string(), hidden: z.boolean(), rows: z.number() })),
});
export type TableFileShown = z.infer<typeof fileShown>;

/** What a row comes to; `asked`: it asks a person to take a step. */
const shown = z.enum(['all', 'new', 'changed', 'same', 'refused', 'left', 'missing', 'asked']);
export type RowsShown = z.infer<typeof shown>;
const lineIs = shown.exclude(['all', 'asked']);

/** The top of a sheet, for a person to say which row is its head. */
const top = z.array(z.object({ row: z.number(), cells: z.array(z.string()) }));

const planShown = z.object({
  sheet: z.string(),
  headRows: z.array(z.number()),
  /** `to`: the column of the list; null for none; `$key`, `$place`, `$computed` for what only the program writes. */
  heads: z.array(z.object({ head: z.string(), to: z.string().nullable() })),
  columns: z.array(z.object({ name: z.string(), label: z.string() })),
  mapping: z.record(z.string(), z.string()),
  /** The name of the kept mapping that was taken by itself. */
  mappedBy: z.string().optional(),
  counts: z.record(shown.exclude(['all']), z.number()),
  top,
});
export type TablePlan = z.infer<typeof planShown>;

/** No head was found: `message` says so. */
const topShown = z.object({ sheet: z.string(), message: z.string(), top });
export type TableTop = z.infer<typeof topShown>;

const line = z.object({
  is: lineIs,
  /** As the spreadsheet numbers it; 0 for a record that the file does not have. */
  row: z.number(),
  title: z.string(),
  changes: z.array(z.object({ label: z.string(), old: z.string(), new: z.string() })),
  notes: z.array(z.object({ column: z.string(), message: z.string() })),
});
export type TableLine = z.infer<typeof line>;

export const tablesContract = {
  'round.loadSample': command(z.object({}), z.object({ records: z.number(), today: day })),
  'round.import': command(z.object({ path: filePath }), z.object({ records: z.number() }), { path: 'open' }),

  /** Writes records of one kind, in the order given, as .xlsx or .csv by the name, and enters the file in the export log. */
  'table.export': command(
    z.object({ kind, ids: z.array(id).min(1).max(MAX_TABLE_ROWS), path: filePath }),
    z.object({ path: z.string(), bytes: z.number() }),
    { path: 'save' },
  ),
  /** Reads a table file and keeps it in memory, until another is read or it is forgotten. */
  'table.read': command(z.object({ path: filePath }), fileShown, { path: 'open' }),
  /** The same for a file that was dropped on the window: no path crosses. */
  'table.readDropped': command(
    z.object({
      name: z.string().min(1).max(255),
      bytes: z.instanceof(Uint8Array).refine(({ length }) => length <= MAX_DROPPED_TABLE),
    }),
    fileShown,
  ),
  /** What the file would do to the list, in figures; writes nothing. */
  'table.plan': query(
    z.object({
      file,
      kind,
      /** The unit that the list is of; absent: each row says its own. */
      inspection: id.optional(),
      /** What a new row stands under where it does not say. */
      under: id.optional(),
      sheet: z.string().max(200).optional(),
      /** The row of the head, where a person said so. */
      headRow: z.number().int().min(1).optional(),
      /** Columns by hand: head → name of a column, or `-`; absent: as kept for a file with the same heads. */
      mapping: z.record(z.string().max(200), z.string().max(100)).optional(),
    }),
    z.union([planShown, topShown]),
  ),
  /** Rows of the plan, in the order of the file. */
  'table.lines': query(
    z.object({
      file,
      shown,
      from: z.number().int().min(0),
      count: z.number().int().min(1).max(MAX_PREVIEW_ROWS),
    }),
    z.object({ total: z.number(), lines: z.array(line) }),
  ),
  /** Writes the plan whole or not at all. `entry`: by which `record.undo` takes it back; null where nothing was to write. */
  'table.apply': command(
    z.object({ file, keepAs: z.string().trim().min(1).max(40).optional() }),
    z.object({ entry: id.nullable() }),
  ),
  /** The import is over: the file leaves the memory. */
  'table.forget': command(z.object({ file }), z.null()),
} satisfies Contract;
