/** What goes along with a record that is removed: how many of each kind, and the words for it. */
import { isWrittenByProgram } from './access';
import type { AnyKind, Entity, RuleContext } from './define';
import { type KindName, kindOf, kinds } from './kinds';

/** How many records of one kind. */
export interface KindCount {
  readonly kind: string;
  readonly count: number;
}

/** What records of a kind are counted in; 条 where nothing stands here. */
const COUNTED_IN: Partial<Record<KindName, string>> = {
  round: '个',
  team: '个',
  member: '名',
  unit: '个',
  inspection: '个',
  coverageTarget: '个',
  interview: '份',
  forum: '次',
  visit: '次',
  petition: '件',
  inquiry: '件',
  questionnaire: '份',
  question: '道',
  responseBatch: '批',
  responseSheet: '份',
  documentRequest: '项',
  workingPaper: '份',
  clue: '件',
  immediateOrder: '份',
  feedback: '份',
  rectificationItem: '项',
  supervisionCheck: '次',
  satisfactionSurvey: '次',
  weeklyReport: '份',
};

const beneathOf = (kind: string): readonly AnyKind[] =>
  (Object.values(kinds) as AnyKind[]).filter((one) => one.parents.includes(kind) && !isWrittenByProgram(one));

/** How many of each kind, in the order in which the kinds first come. */
export function countKinds(records: Iterable<Pick<Entity, 'kind'>>): KindCount[] {
  const counts = new Map<string, number>();
  for (const { kind } of records) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts].map(([kind, count]) => ({ kind, count }));
}

/**
 * What hangs beneath a record at any depth and goes when it is removed; entries that only the program writes stay.
 * @param children of those records that the person may read
 */
export function goingAlong(
  top: Pick<Entity, 'id' | 'kind'>,
  { children }: Pick<RuleContext, 'children'>,
): Entity[] {
  const direct = beneathOf(top.kind).flatMap(({ kind }) => children(top.id, kind));
  return [...direct, ...direct.flatMap((one) => goingAlong(one, { children }))];
}

/** `1项整改事项、2条问答`; an empty text where nothing goes along. */
export const alongWords = (along: readonly KindCount[]): string =>
  along
    .map(
      ({ kind, count }) => `${count}${COUNTED_IN[kind as KindName] ?? '条'}${kindOf(kind)?.label ?? '记录'}`,
    )
    .join('、');
