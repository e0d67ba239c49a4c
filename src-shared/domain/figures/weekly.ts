/** The figures of the 周报: what a team did in the days of a report, and up to their end (R3, R44; domain.md §2.2 n). */
import type { RecordId } from '../../merge/change';
import type { Entity, IsoDate } from '../define';
import type { Entry } from '../glossary';
import { kinds } from '../kinds';
import { problemsByFocus } from '../problems-by-focus';
import type { Role } from '../roles';
import { toldOf, weekOf, weeksOf, type Days, type Stay } from '../weeks';
import {
  figures,
  figuresFor,
  figuresIn,
  type AskedFigure,
  type FigureId,
  type FigureLook,
  type FigurePart,
} from './index';

/** What fits in a narrow column of numbers, in characters. */
const NARROW = 3;

/** The name of a figure at the head of a narrow column: a longer one over two lines, turned before its last word. */
export function headLines(id: FigureId): readonly string[] {
  const { label } = figures[id];
  return label.length > NARROW ? [label.slice(0, -2), label.slice(-2)] : [label];
}

/** A number, and how it is asked for again. */
export interface Told {
  readonly asked: AskedFigure;
  readonly value: number;
}

export interface WeekLine {
  readonly figure: FigureId;
  /** What the line is called. */
  readonly label: string;
  readonly week: Told;
  /** Up to the last day of the week. */
  readonly sum: Told;
}

/** The figures of a 周报 that a role may see, in their order. */
export const weeklyFigures = (role: Role): readonly FigureId[] =>
  figuresFor(role).filter((id) => figures[id].weekly);

const lineOf = (
  figure: FigureId,
  label: string,
  team: RecordId,
  { from, to }: Days,
  count: (asked: AskedFigure) => number,
  part?: FigurePart,
): WeekLine => {
  const told = (when: AskedFigure['when']): Told => {
    const asked: AskedFigure = { figure, scope: { team }, when, ...(part ? { part } : {}) };
    return { asked, value: count(asked) };
  };
  return { figure, label, week: told({ from, to }), sum: told({ to }) };
};

/** What a team did in these days, as the reader sees it. */
export function weekLines(look: FigureLook, team: RecordId, days: Days, role: Role): readonly WeekLine[] {
  const own = figuresIn(look, { team });
  return weeklyFigures(role).map((id) =>
    lineOf(id, figures[id].label, team, days, ({ figure, when }) => own.value(figure, when)),
  );
}

/** The problems of these days by 聚焦, those that there are; none where nothing was signed up to their end. */
export function focusLines(
  look: FigureLook,
  team: RecordId,
  days: Days,
  entries: readonly Entry[],
): readonly WeekLine[] {
  const own = figuresIn(look, { team });
  const isOf = (code: string) => (paper: Entity) =>
    ((paper.values.focus as string | undefined) ?? '') === code;
  return problemsByFocus(own.records('problems', { to: days.to }), entries).map(({ code, label }) =>
    lineOf(
      'problems',
      label,
      team,
      days,
      ({ when }) => own.records('problems', when).filter(isOf(code)).length,
      {
        focus: code,
      },
    ),
  );
}

/** Records that count in sum and in no week, because nobody wrote their day: `谈话记录2条`. */
export function undatedWords(look: FigureLook, team: RecordId, role: Role): readonly string[] {
  const own = figuresIn(look, { team });
  const undated = new Map<string, Set<RecordId>>();
  for (const id of weeklyFigures(role)) {
    const { day, kind } = figures[id];
    for (const { id: record, values } of own.records(id))
      if (day !== undefined && typeof values[day] !== 'string')
        undated.set(kinds[kind].label, (undated.get(kinds[kind].label) ?? new Set()).add(record));
  }
  return [...undated].map(([label, records]) => `${label}${records.size}条`);
}

/** A 周报 with its days; one without them tells of no week. */
export interface DatedReport extends Days {
  readonly report: Entity;
}

export const datedReports = (reports: readonly Entity[]): readonly DatedReport[] =>
  reports.flatMap((report) => {
    const { from, to } = report.values as { from?: IsoDate; to?: IsoDate };
    return from && to && from <= to ? [{ report, from, to }] : [];
  });

/** One line of the 汇总表: a team, and what it reported of the week; without a report nobody knows what it did. */
export interface TeamWeek {
  readonly team: Entity;
  readonly told?: { readonly report: Entity; readonly days: Days; readonly lines: readonly WeekLine[] };
}

/** Every team of a round in the order of their names, those that did not report too. */
export function teamWeeks(look: FigureLook, round: RecordId, week: Days, role: Role): readonly TeamWeek[] {
  const name = ({ values }: Entity) => String(values.name ?? '');
  return [...look.children(round, 'team')]
    .sort((a, b) => name(a).localeCompare(name(b), 'zh', { numeric: true }) || (a.id < b.id ? -1 : 1))
    .map((team) => {
      const told = toldOf(datedReports(look.children(team.id, 'weeklyReport')), week);
      if (told === undefined) return { team };
      const days = { from: told.from, to: told.to };
      return { team, told: { report: told.report, days, lines: weekLines(look, team.id, days, role) } };
    });
}

/** What the teams that reported come to together; who is named by two of them counts once. */
export function teamsLines(look: FigureLook, teams: readonly TeamWeek[], role: Role): readonly WeekLine[] {
  const told = (of: 'week' | 'sum') => ({
    teams: teams.flatMap(({ team, told: own }) => {
      if (own === undefined) return [];
      const { from, to } = own.days;
      return [{ team: team.id, when: of === 'week' ? { from, to } : { to } }];
    }),
  });
  const scopes = { week: told('week'), sum: told('sum') };
  const own = { week: figuresIn(look, scopes.week), sum: figuresIn(look, scopes.sum) };
  return weeklyFigures(role).map((figure) => {
    const line = (of: 'week' | 'sum'): Told => ({
      asked: { figure, scope: scopes[of] },
      value: own[of].value(figure),
    });
    return { figure, label: figures[figure].label, week: line('week'), sum: line('sum') };
  });
}

/** The weeks that a 汇总表 can be of: those of the round's stay. */
export const weeksOfRound = (look: FigureLook, round: RecordId, today: IsoDate): readonly Days[] =>
  weeksOf((look.get(round)?.values ?? {}) as Stay, today);

/** The week that is looked at first: that of today, or the last one of the stay that anything was reported of. */
export function weekToSum(look: FigureLook, round: RecordId, today: IsoDate): Days {
  const weeks = weeksOfRound(look, round, today);
  const told = look
    .children(round, 'team')
    .flatMap(({ id }) => datedReports(look.children(id, 'weeklyReport')));
  const now = weeks.find(({ from, to }) => from <= today && today <= to);
  return now ?? [...weeks].reverse().find((week) => toldOf(told, week)) ?? weeks.at(-1) ?? weekOf(today);
}
