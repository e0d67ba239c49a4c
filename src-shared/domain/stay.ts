/**
 * Days that cannot be right, said where they are typed and never refused: a day of the fieldwork outside the group's stay
 * with the unit (进驻—撤点), and any day a year off the round. Years are what is mistyped most (2024 for 2025).
 */
import { roundIn } from './ancestors';
import { chineseDate, chinesePeriod, daysBetween } from './dates';
import type { AnyKind, Entity, Issue, IsoDate, RuleContext } from './define';
import { isIsoDate } from './define';

/** Days before the group comes from which on a day is taken for one of another year (函询, 抽调 lie weeks before). */
const FAR_BEFORE = 300;
/** Days after it leaves: 集中整改 lasts half a year and 督查 follows within two more (domain.md §2.5). */
const FAR_AFTER = 3 * 366;

interface Stay {
  readonly from?: IsoDate;
  readonly to?: IsoDate;
}

const dayOf = (entity: Entity | undefined, field: string): IsoDate | undefined => {
  const value = entity?.values[field];
  return isIsoDate(value) ? value : undefined;
};

/** When the group is with the unit of a record: by the unit's own days, else by those of the round. */
function stayOf(entity: Entity, { get }: Pick<RuleContext, 'get'>): Stay {
  const unit =
    entity.kind === 'inspection' || entity.inspection === null ? undefined : get(entity.inspection);
  const round = roundIn(entity, get);
  const from = dayOf(unit, 'enterOn') ?? dayOf(round, 'enterOn');
  const to = dayOf(unit, 'leaveOn') ?? dayOf(round, 'leaveOn');
  // Days the wrong way round say nothing of others; they have a complaint of their own.
  return from && to && daysBetween(from, to) < 0 ? {} : { ...(from ? { from } : {}), ...(to ? { to } : {}) };
}

const stayWords = ({ from, to }: Stay): string =>
  from && to ? chinesePeriod(from, to) : from ? `${chineseDate(from)}进驻` : `${chineseDate(to!)}撤点`;

/** What is wrong with a day of a record; nothing where it may be right. */
function doubtOf(day: IsoDate, stay: Stay, { onSite, afterwards }: { onSite: boolean; afterwards: boolean }) {
  const early = stay.from === undefined ? 0 : daysBetween(day, stay.from);
  const end = stay.to ?? (onSite ? undefined : stay.from);
  const late = end === undefined ? 0 : daysBetween(end, day);
  if (early > FAR_BEFORE || late > FAR_AFTER) return `与进驻时间（${stayWords(stay)}）相差很远，请核对年份`;
  if (onSite && (early > 0 || (late > 0 && !afterwards)))
    return `不在进驻期间（${stayWords(stay)}），请核对年月日`;
  return undefined;
}

/** A hint for each day of a record that cannot well be right. */
export function dayHints(kind: AnyKind, entity: Entity, context: RuleContext): Issue[] {
  const days = Object.entries(kind.fields).filter(([, { info }]) => info.type === 'date');
  if (days.length === 0) return [];
  const stay = stayOf(entity, context);
  if (stay.from === undefined && stay.to === undefined) return [];
  const onSite = kind.stage === 'onSite' && entity.inspection !== null;
  return days.flatMap(([field, { info }]) => {
    const day = dayOf(entity, field);
    const doubt = day && doubtOf(day, stay, { onSite, afterwards: info.afterwards === true });
    return doubt === undefined ? [] : [{ field, level: 'hint', message: doubt } as const];
  });
}
