/** What became of it: problems that were fed back, what is done about them, what that brought (domain.md §2.5). */
import { counts } from '../draft-record';
import type { Entity, IsoDate, RuleContext } from '../define';
import type { RectificationState } from '../kinds/rectification-item';
import { isAdopted, type PaperState } from '../kinds/working-paper';
import {
  amountOf,
  defineFigure,
  sumOf,
  wholePercent,
  withNumber,
  type FigureDefinition,
  type FigureWorld,
} from './define-figure';

/** States in which a problem has surely been told to the unit. */
const TOLD: ReadonlySet<unknown> = new Set<PaperState>(['fedBack', 'rectifying', 'closed']);

/**
 * An adopted problem of an inspection without a recorded 反馈 counts (the ledger is being prepared); one signed after the
 * day of the 反馈 does not, it was not in the paper.
 */
function fedBack({ of }: FigureWorld): readonly Entity[] {
  const heldOn = new Map(of('feedback').map((e) => [e.inspection, e.values.heldOn as IsoDate | undefined]));
  return of('workingPaper').filter((paper) => {
    if (!isAdopted(paper.values.state as string | undefined)) return false;
    const held = heldOn.get(paper.inspection);
    const signedOn = paper.values.signedOn as IsoDate | undefined;
    return TOLD.has(paper.values.state) || held === undefined || (signedOn !== undefined && signedOn <= held);
  });
}

const stateOf = ({ values }: Entity): RectificationState =>
  (values.state ?? 'notStarted') as RectificationState;

/** A problem is put right when it has items and all of them are. */
function isPutRight(paper: Entity, { children }: Pick<RuleContext, 'children'>): boolean {
  const items = children(paper.id, 'rectificationItem').filter(counts);
  return items.length > 0 && items.every((item) => stateOf(item) === 'done');
}

export const problemsFedBack = defineFigure({
  label: '反馈问题',
  unit: '个',
  rule: '按已反馈给单位的问题计；还没有登记反馈的，按已审签的计；反馈之后才审签的不计',
  source: 'domain.md §2.5',
  kind: 'workingPaper',
  records: fedBack,
});

export const problemsPutRight = defineFigure({
  label: '已完成整改问题',
  unit: '个',
  rule: '按整改事项全部完成的反馈问题计',
  source: 'domain-addendum.md §6.e',
  kind: 'workingPaper',
  records: (world) => fedBack(world).filter((paper) => isPutRight(paper, world)),
});

export const problemsOpen = defineFigure({
  label: '正在整改问题',
  unit: '个',
  rule: '按还有整改事项没有完成、或者还没有整改事项的反馈问题计',
  source: 'domain-addendum.md §6.e',
  kind: 'workingPaper',
  records: (world) => fedBack(world).filter((paper) => !isPutRight(paper, world)),
});

export const problemsRate = defineFigure({
  label: '问题整改完成率',
  unit: '%',
  rule: '已完成整改的问题占反馈问题的百分比，取整数；没有全部完成的不写100%',
  source: 'domain-addendum.md §6.e',
  kind: 'workingPaper',
  records: fedBack,
  value: (records, look) =>
    wholePercent(records.filter((paper) => isPutRight(paper, look)).length, records.length),
});

/** Items answer for what the unit was told, on the screen and on paper alike. */
function ofFedBack(world: FigureWorld): readonly Entity[] {
  const told = new Set(fedBack(world).map(({ id }) => id));
  return world.of('rectificationItem').filter(({ parent }) => parent !== null && told.has(parent));
}

export const items = defineFigure({
  label: '整改任务',
  unit: '项',
  rule: '按反馈问题的整改事项计',
  source: 'domain.md §2.5 x',
  kind: 'rectificationItem',
  records: ofFedBack,
});

const inState = (state: RectificationState, label: string): FigureDefinition =>
  defineFigure({
    label,
    unit: '项',
    rule: `按整改状态为“${label}”的整改事项计`,
    source: 'domain.md §2.5 x',
    kind: 'rectificationItem',
    records: (world) => ofFedBack(world).filter((item) => stateOf(item) === state),
  });

export const itemsNotStarted = inState('notStarted', '未启动');
export const itemsInProgress = inState('inProgress', '正在推进');
export const itemsBasicallyDone = inState('basicallyDone', '基本完成');
export const itemsDone = inState('done', '已完成');

export const itemsRate = defineFigure({
  label: '整改完成率',
  unit: '%',
  rule: '已完成的整改事项占全部整改事项的百分比，取整数；基本完成的不计为完成，没有全部完成的不写100%',
  source: 'domain-addendum.md §6.f',
  kind: 'rectificationItem',
  records: ofFedBack,
  value: (records) => wholePercent(records.filter((item) => stateOf(item) === 'done').length, records.length),
});

const isClosed = ({ values }: Entity): boolean => values.closing === 'closed';

export const itemsClosed = defineFigure({
  label: '已销号',
  unit: '项',
  rule: '按销号审批为“已销号”的整改事项计',
  source: 'R51、domain.md §2.5 z',
  kind: 'rectificationItem',
  records: (world) => ofFedBack(world).filter(isClosed),
});

export const closingRate = defineFigure({
  label: '销号率',
  unit: '%',
  rule: '已销号的整改事项占全部整改事项的百分比，取整数；没有全部销号的不写100%',
  source: 'R51、domain-addendum.md §6.f',
  kind: 'rectificationItem',
  records: ofFedBack,
  value: (records) => wholePercent(records.filter(isClosed).length, records.length),
});

/** What items brought, each by its own field. */
const brought = (
  field: string,
  label: string,
  unit: '项' | '人次' | '人' | '万元',
  source = 'domain.md §2.5 x',
): FigureDefinition =>
  defineFigure({
    label,
    unit,
    rule: `按整改事项的“${label}”相加`,
    source,
    kind: 'rectificationItem',
    records: (world) => ofFedBack(world).filter(withNumber(field)),
    value: unit === '万元' ? amountOf(field) : sumOf(field),
  });

export const systems = brought('systems', '建立完善制度', '项');
export const recovered = brought('recovered', '挽回损失', '万元');
export const collected = brought('collected', '追缴', '万元', 'domain-addendum.md §6.e');
export const refunded = brought('refunded', '清退', '万元', 'domain-addendum.md §6.e、§6.f');
export const accountable = brought('accountable', '追责问责', '人次');
export const partyPunished = brought('partyPunished', '党纪处分', '人', 'domain-addendum.md §6.e');
export const punished = brought('punished', '政务处分', '人', 'domain-addendum.md §6.e');
export const reorganised = brought('reorganised', '组织处理', '人', 'domain-addendum.md §6.e');
export const admonished = brought('admonished', '诫勉', '人', 'domain-addendum.md §6.e');
export const criticised = brought('criticised', '批评教育', '人', 'domain-addendum.md §6.e');
export const orderedToReview = brought('orderedToReview', '责令检查', '人', 'domain-addendum.md §6.e');
export const reminded = brought('reminded', '提醒谈话', '人', 'domain-addendum.md §6.e');
export const analogous = brought('analogous', '举一反三', '项');
export const campaigns = brought('campaigns', '专项整治', '项');
