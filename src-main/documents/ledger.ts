/** 整改台账 of one unit (domain.md §2.5 x), as a landscape table. */
import { clearLike, type ForUnit, requireUnit } from './audience';
import type { FontPlan } from './fonts';
import { type TableColumn, tableDocument } from './table';
import { chineseDate, type IsoDate } from './wording';

/** One rectification task (整改事项). Texts are printed as they are; an empty one prints “—”. */
export interface LedgerRow {
  /** Number of the finding, WT-06. */
  readonly findingCode: string;
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
  /** Names for the line below; absent ones are left blank to be filled in by hand. */
  readonly preparedBy?: string;
  readonly checkedBy?: string;
  readonly preparedOn?: IsoDate;
}

/** Widths in mm on the 257 mm of an A4 page across; a date needs 22 mm at 9 pt in the widest substitute font. */
const COLUMNS: readonly TableColumn[] = [
  { title: '序号', width: 8, align: 'centre' },
  { title: '问题\n编号', width: 12, align: 'centre' },
  { title: '聚焦类别', width: 19 },
  { title: '反馈问题', width: 27 },
  { title: '整改任务', width: 24 },
  { title: '整改措施', width: 32 },
  { title: '责任领导', width: 20, align: 'centre' },
  { title: '责任单位\n责任人', width: 21, align: 'centre' },
  { title: '启动日期\n完成时限', width: 22, align: 'centre' },
  { title: '状态\n预警', width: 22, align: 'centre' },
  { title: '成效\n佐证', width: 18 },
  { title: '销号', width: 12, align: 'centre' },
  { title: '备注', width: 21 },
];

/** Records write “—” for nothing; a cell does that only when all of it is empty. */
const stacked = (...texts: readonly string[]): string =>
  texts.filter((text) => !/^[\s—-]*$/.test(text)).join('\n');

/** A text that ends in a bracket keeps the bracket together on its own line. */
const bracketBelow = (text: string): string => text.replace(/(.)（/u, '$1\n（');

function cells(row: LedgerRow, index: number): string[] {
  const measures =
    row.measures.length < 2 ? row.measures : row.measures.map((measure, n) => `${n + 1}.${measure}`);
  return [
    String(index + 1),
    row.findingCode,
    row.focus,
    row.finding,
    row.task,
    stacked(...measures),
    bracketBelow(row.leader),
    stacked(row.department, row.person),
    stacked(row.startedOn ?? '', row.dueOn ?? '', row.longTerm ? '长期坚持' : ''),
    stacked(row.status, row.doneOn ?? '', bracketBelow(row.warning)),
    stacked(row.effect, row.evidence > 0 ? `佐证${row.evidence}份` : ''),
    row.closing,
    row.note,
  ];
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
      `巡察轮次：${model.round}\u3000\u3000\u3000\u3000截至：${chineseDate(model.asOf)}\u3000\u3000\u3000\u3000整改事项：${model.rows.length}项`,
    ],
    summary: model.summary,
    columns: COLUMNS,
    rows: model.rows.map(cells),
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
