/** 整改台账 of one unit (domain.md §2.5 x), as a landscape table. */
import { clearLike, type ForUnit, requireUnit } from '../audience';
import type { FontPlan } from '../page/fonts';
import { type TableColumn, tableDocument } from '../page/table';
import { chineseDate, type IsoDate, official, withoutNumber } from '../page/wording';
import { forUnitOnly } from './word-layout';

/** One rectification task (整改事项). Texts are printed as they are; an empty one prints “—”. */
export interface LedgerRow {
  /** How the 反馈意见 numbers the problem: （一）1. */
  readonly place: string;
  /** 聚焦, by its short name. */
  readonly focus: string;
  /** 反馈问题: title of the finding. */
  readonly finding: string;
  readonly task: string;
  /** One text per measure. */
  readonly measures: readonly string[];
  /** 责任领导, with the kind: 祝远山（其他班子成员）. */
  readonly leader: string;
  /** 责任单位 and 责任人. */
  readonly department: string;
  readonly person: string;
  readonly startedOn?: IsoDate;
  readonly dueOn?: IsoDate;
  readonly doneOn?: IsoDate;
  readonly longTerm: boolean;
  /** 整改状态: 未启动, 正在推进, 基本完成, 已完成. */
  readonly status: string;
  /** 预警 in words: 红色·挂账（超期20天）; empty when there is none. */
  readonly warning: string;
  /** 成效 in words: 制度1项；挽回1.12万元. */
  readonly effect: string;
  /** Pieces of evidence. */
  readonly evidence: number;
  /** 销号审批: 未申请, 审批中, 退回, 已销号, 已撤销销号. */
  readonly closing: string;
  readonly note: string;
}

export interface LedgerModel {
  /** Full name of the inspected party organisation. */
  readonly unit: string;
  /** 轮次名称, e.g. 九届县委第四轮巡察. */
  readonly round: string;
  /** The day the states and warnings are true for. */
  readonly asOf: IsoDate;
  /** 整改情况小结; absent: none is printed. */
  readonly summary?: string;
  readonly rows: readonly LedgerRow[];
  /** Problems that nobody has made an item for yet. */
  readonly withoutItem?: readonly { readonly place: string; readonly title: string }[];
  /** Names for the line below; absent ones are left blank to be filled in by hand. */
  readonly preparedBy?: string;
  readonly checkedBy?: string;
  readonly preparedOn?: IsoDate;
}

const COLUMNS: readonly TableColumn[] = [
  { title: '序号', align: 'centre', whole: true },
  { title: '反馈意见\n中序号', align: 'centre', whole: true },
  { title: '聚焦类别' },
  { title: '反馈问题' },
  { title: '整改任务' },
  { title: '整改措施' },
  { title: '责任领导', align: 'centre' },
  { title: '责任单位\n责任人', align: 'centre' },
  { title: '启动日期\n完成时限', align: 'centre', whole: true },
  { title: '状态\n预警', align: 'centre' },
  { title: '成效\n佐证' },
  { title: '销号', align: 'centre' },
  { title: '备注' },
];
/** One cell for all items of a problem: its number, its 聚焦, itself. */
const OF_THE_PROBLEM = [1, 2, 3] as const;

/** Records write “—” for nothing; a cell does that only when all of it is empty. */
const stacked = (...texts: readonly string[]): string =>
  texts.filter((text) => !/^[\s—-]*$/.test(text)).join('\n');

const day = (date: IsoDate | undefined): string => (date === undefined ? '' : chineseDate(date));

/** Rows of one problem that follow one another. */
function groupsOf(rows: readonly LedgerRow[]): number[] {
  const sizes: number[] = [];
  rows.forEach((row, i) => {
    if (i > 0 && row.place !== '' && row.place === rows[i - 1]?.place) sizes[sizes.length - 1]! += 1;
    else sizes.push(1);
  });
  return sizes;
}

/** A text that ends in a bracket keeps the bracket together on its own line. */
const bracketBelow = (text: string): string => text.replace(/(.)（/u, '$1\n（');

function cells(row: LedgerRow, index: number): string[] {
  const measures =
    row.measures.length < 2
      ? row.measures.map(official)
      : row.measures.map((measure, n) => `${n + 1}.${official(withoutNumber(measure))}`);
  return [
    String(index + 1),
    row.place,
    row.focus,
    official(row.finding),
    official(row.task),
    stacked(...measures),
    bracketBelow(row.leader),
    stacked(row.department, row.person),
    stacked(day(row.startedOn), day(row.dueOn), row.longTerm ? '长期坚持' : ''),
    stacked(row.status, day(row.doneOn), bracketBelow(row.warning)),
    stacked(row.effect, row.evidence > 0 ? `佐证${row.evidence}份` : ''),
    row.closing,
    official(row.note),
  ];
}

/** The sentence that names problems without an item; empty where every problem has one. */
function missingItems({ withoutItem = [] }: LedgerModel): string {
  if (withoutItem.length === 0) return '';
  const named = withoutItem.map(({ place, title }) => `${place}${official(title)}`).join('；');
  return `尚有${withoutItem.length}个问题没有列入整改任务：${named}。`;
}

/**
 * The ledger as a Word document for the unit.
 * @throws WorkbenchError DOCUMENT_LEAK when a clue or an informant would get into it; DOCUMENT_DATE.
 */
export async function ledgerDocument(model: ForUnit<LedgerModel>, fonts?: FontPlan): Promise<Buffer> {
  requireUnit(model);
  const table = clearLike(model, {
    title: `${model.unit}巡察整改台账`,
    notes: [
      [
        `巡察轮次：${model.round}`,
        `截至：${chineseDate(model.asOf)}`,
        ...(model.rows.length > 0 ? [`整改事项：${model.rows.length}项`] : []),
      ].join('\u3000\u3000\u3000\u3000'),
    ],
    summary: [model.summary, missingItems(model)].filter(Boolean).join('') || undefined,
    columns: COLUMNS,
    rows: model.rows.map(cells),
    groups: groupsOf(model.rows),
    merged: OF_THE_PROBLEM,
    emptyText: '（截至填表日期，尚无整改事项）',
    signLine: [
      { label: '填表人', value: model.preparedBy },
      { label: '审核人', value: model.checkedBy },
      {
        label: '填表日期',
        value: model.preparedOn === undefined ? undefined : chineseDate(model.preparedOn),
      },
    ],
    date: model.asOf,
  });
  return tableDocument(table, fonts);
}

export const ledger = forUnitOnly<LedgerModel>((model) => ledgerDocument(model));
