/**
 * The table file that a person is about to import: read once, planned as often as he says otherwise what it is, and written
 * whole. It stays in the core's memory; the window is shown pages of it. One file at a time: the next takes its place.
 */
import { randomBytes } from 'node:crypto';
import type {
  RowsShown,
  TableFileShown,
  TableLine,
  TablePlan,
  TableTop,
} from '../../../src-shared/contract/tables';
import { canonicalJson, type FieldValue } from '../../../src-shared/merge/change';
import { glossaryIn } from '../../../src-shared/domain/glossary';
import type { AnyKind } from '../../../src-shared/domain/define';
import { titleOf, withCode } from '../../../src-shared/domain/words';
import { WorkbenchError } from '../../../src-shared/errors';
import { inTurns, type Turns } from '../../store/steps';
import { ruleContext, type Done } from '../records';
import type { OpenWorkspace } from '../workspace';
import { cellOf } from './cells';
import { columnsOf } from './columns';
import type { Head, MappedColumn } from './head';
import {
  applyingImport,
  headIn,
  planningImport,
  type ImportLine,
  type ImportOrder,
  type ImportPlan,
} from './import';
import type { KeptMapping } from '../../store/meta';
import { fits, keepMapping, mappingsOf } from './mappings';
import type { Sheet, TableFile } from './sheet';

/** How a person wants a file read; what he does not say is found out. */
export type Asked = Pick<ImportOrder, 'kind' | 'inspection' | 'under' | 'sheet' | 'headRow'> & {
  /** Columns by hand; absent: as kept for a file with the same heads. */
  readonly mapping?: Readonly<Record<string, string>>;
};

interface Kept extends TableFileShown {
  readonly table: TableFile;
  /** Counts the plans that were asked for: an earlier one that ends later is void. */
  asked: number;
  planned?: { readonly asked: Asked; readonly plan: ImportPlan; readonly changes: number };
}

const gone = (): WorkbenchError =>
  new WorkbenchError('TABLE_GONE', '这次导入已经结束，没有写入任何记录。请重新选择文件。');

/** Rows and signs of the top of a sheet that are shown. */
const TOP = { rows: 30, columns: 30, signs: 40 } as const;

export interface ImportDesk {
  /** Takes a file that was read; the one before is forgotten. */
  take(name: string, table: TableFile): TableFileShown;
  /** @throws WorkbenchError TABLE_GONE, TABLE_SHEET; what calls it off */
  plan(file: string, asked: Asked, turns: Turns): Promise<TablePlan | TableTop>;
  /** A part of the plan's rows, and how many there are. @throws WorkbenchError TABLE_GONE */
  lines(file: string, shown: RowsShown, from: number, count: number): { total: number; lines: TableLine[] };
  /**
   * Writes the plan as it was shown.
   * @param keepAs the name under which its columns are kept
   * @throws WorkbenchError TABLE_GONE; TABLE_CHANGED where records were changed since, so that it would do something else;
   *   TABLE_REFUSED, STORE_*
   */
  apply(file: string, turns: Turns, keepAs?: string): Promise<Done | undefined>;
  forget(file: string): void;
}

export function createImportDesk(workspace: OpenWorkspace): ImportDesk {
  let kept: Kept | undefined;

  function demand(file: string): Kept {
    if (kept?.file !== file) throw gone();
    return kept;
  }

  /** The newest kept mapping that was made for a file with the heads that this one has. */
  function knownFor({ table }: Kept, asked: Asked): KeptMapping | undefined {
    return mappingsOf(workspace.store, asked.kind.kind).find((one) => {
      const head = headIn(workspace, table, { ...asked, mapping: one.columns });
      return head && fits(one, head);
    });
  }

  return {
    take(name, table) {
      const sheets = table.sheets.map((sheet) => ({
        name: sheet.name,
        hidden: sheet.hidden,
        rows: sheet.rows.length,
      }));
      kept = { file: randomBytes(8).toString('hex'), name, format: table.format, sheets, table, asked: 0 };
      const { file, format } = kept;
      return { file, name, format, sheets };
    },
    async plan(file, asked, turns) {
      const at = demand(file);
      at.planned = undefined;
      const mine = (at.asked += 1);
      const changes = workspace.store.changeCount;
      try {
        const known = asked.mapping === undefined ? knownFor(at, asked) : undefined;
        const mapping = asked.mapping ?? known?.columns ?? {};
        const order = { ...asked, mapping };
        const total = Math.max(...at.table.sheets.map(({ rows }) => rows.length));
        const plan = await inTurns({ total, steps: planningImport(workspace, at.table, order) }, turns);
        if (at.asked === mine) at.planned = { asked: order, plan, changes };
        return {
          ...shownPlan(workspace, asked.kind, plan, asked.inspection === undefined),
          mapping,
          top: topOf(wanted(at.table, plan.preview.sheet)),
          ...(known ? { mappedBy: known.name } : {}),
        };
      } catch (error) {
        if (!(error instanceof WorkbenchError) || error.code !== 'TABLE_HEAD') throw error;
        const sheet = wanted(at.table, asked.sheet);
        return { sheet: sheet.name, message: error.message, top: topOf(sheet) };
      }
    },
    lines(file, shown, from, count) {
      const { planned: now } = demand(file);
      if (!now) throw gone();
      const lines = now.plan.lines.filter(
        ({ is, asked }) => shown === 'all' || (shown === 'asked' ? asked : is === shown),
      );
      const words = wordsIn(workspace, now.asked.kind);
      return { total: lines.length, lines: lines.slice(from, from + count).map(words) };
    },
    async apply(file, turns, keepAs) {
      const { planned: before, table, name } = demand(file);
      if (!before) throw gone();
      const { asked } = before;
      let { plan } = before;
      if (workspace.store.changeCount !== before.changes) {
        const changes = workspace.store.changeCount;
        const steps = planningImport(workspace, table, asked);
        plan = await inTurns({ total: plan.lines.length, steps }, { ...turns, progress: () => undefined });
        kept!.planned = { asked, plan, changes };
        if (saying(plan) !== saying(before.plan))
          throw new WorkbenchError(
            'TABLE_CHANGED',
            '预览之后记录又有改动，没有导入。预览已按现在的记录更新，请核对后再点“导入”。',
          );
      }
      const work = {
        total: 2 * plan.drafts.length,
        steps: applyingImport(workspace, asked.kind, plan, { file: name }),
      };
      const done = await inTurns(work, turns);
      if (keepAs !== undefined)
        keepMapping(workspace.store, {
          name: keepAs,
          kind: asked.kind.kind,
          heads: plan.preview.head.columns.map(({ head }) => head),
          columns: asked.mapping ?? {},
        });
      kept = undefined;
      return done;
    },
    forget(file) {
      if (kept?.file === file) kept = undefined;
    },
  };
}

/** What a plan would do, for telling two apart. */
function saying({ preview: { head: _head, ...preview } }: ImportPlan): string {
  return canonicalJson(preview as unknown as FieldValue);
}

/** What a file says of a computed column is never read: it has no name for a person to choose. */
const nameOfTarget = (to: MappedColumn['to']): string | null => {
  if (to === undefined || typeof to === 'string') return to ?? null;
  return to.is === 'computed' ? '$computed' : to.name;
};

const headsOf = ({ columns }: Head): TablePlan['heads'] =>
  columns.map(({ head, to }) => ({ head, to: nameOfTarget(to) }));

function shownPlan(
  { reader }: OpenWorkspace,
  kind: AnyKind,
  { preview, lines }: ImportPlan,
  ofUnits: boolean,
): Omit<TablePlan, 'mapping' | 'top'> {
  const count = (shown: ImportLine['is']) => lines.filter(({ is }) => is === shown).length;
  return {
    sheet: preview.sheet,
    headRows: [...preview.head.rows],
    heads: headsOf(preview.head),
    columns: columnsOf(kind, reader.role, ofUnits)
      .filter(({ is }) => is !== 'computed')
      .map(({ name, label }) => ({ name, label })),
    counts: {
      new: count('new'),
      changed: count('changed'),
      same: count('same'),
      refused: count('refused'),
      left: count('left'),
      missing: count('missing'),
      asked: lines.filter(({ asked }) => asked).length,
    },
  };
}

function wanted({ sheets }: TableFile, name: string | undefined): Sheet {
  return (
    sheets.find((sheet) => sheet.name === name) ??
    sheets.find(({ hidden, rows }) => !hidden && rows.length > 0) ??
    sheets[0]!
  );
}

const topOf = ({ rows }: Sheet): TableTop['top'] =>
  rows.slice(0, TOP.rows).map(({ number, cells }) => ({
    row: number,
    cells: cells.slice(0, TOP.columns).map(({ text }) => text.slice(0, TOP.signs)),
  }));

/** A line in words, as the list says them. */
function wordsIn(workspace: OpenWorkspace, kind: AnyKind): (line: ImportLine) => TableLine {
  const context = ruleContext(workspace);
  const desk = { today: context.today, glossary: glossaryIn(context), get: context.get, list: () => [] };
  return ({ is, row, record, parent, set, notes }) => ({
    is,
    row,
    title: record ? withCode(record) : titleOf({ kind: kind.kind, values: set }),
    changes: Object.entries(set).map(([name, value]) => {
      const { info } = kind.fields[name]!;
      const words = (one: unknown) => cellOf(info, one, { ...desk, place: record ?? parent }).text;
      return { label: info.label, old: record ? words(record.values[name]) : '', new: words(value) };
    }),
    notes: [...notes],
  });
}
