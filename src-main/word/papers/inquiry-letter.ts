/** 函询函: a letter in 信函格式 with the table that comes back (addendum §6.j). */
import { type FileChild, Paragraph } from 'docx';
import { type Cleared, release } from '../audience';
import { type FormColumn, FORM_STYLES, rowsTable } from '../page/form-blocks';
import { mm, numbering, PAGE, paperDocument, paragraphs, titleParagraph } from '../page/gbt9704';
import { DEFAULT_FONTS } from '../page/fonts';
import type { Layout } from '../page/layout';
import { linesOf } from '../page/text';
import { chineseDate, type IsoDate, official, sentence } from '../page/wording';
import { forAnyReader } from './word-layout';

export interface InquiryLetterModel {
  /** 发文机关. */
  readonly office: string;
  /** 发文字号; empty: none. */
  readonly number: string;
  /** 主送. */
  readonly department: string;
  /** 县委. */
  readonly committee: string;
  readonly round: string;
  /** The units to be inspected. */
  readonly units: readonly string[];
  /** What is asked for, one entry a record. */
  readonly items: readonly string[];
  readonly dueOn: IsoDate | undefined;
  /** 密封 …; empty: not said. */
  readonly delivery: string;
  readonly contact: string;
  /** 成文日期. */
  readonly date: IsoDate;
}

const REPLY = '情况反馈表';
/** The text area of a letter, and room to answer in. */
const ANSWER = { width: PAGE.width - PAGE.left - PAGE.right, height: mm(30) };
const body = (text: string): FileChild[] =>
  paragraphs('GwBody', linesOf(text).map(official).map(sentence).join('\n'));

/** The table that comes back, on a page of its own. */
function replyChildren({ items, department }: InquiryLetterModel): FileChild[] {
  const columns: readonly FormColumn[] = [
    { title: '序号', align: 'centre', whole: true },
    { title: '事项' },
    { title: '情况', least: 40 },
    { title: '材料份数', align: 'centre', whole: true },
    { title: '密级', align: 'centre', least: 16 },
    { title: '提供人签字', align: 'centre', whole: true },
  ];
  const rows = items.map((item, i) => [String(i + 1), official(item)]);
  return [
    new Paragraph({ style: 'GwFormHead', pageBreakBefore: true }),
    titleParagraph(REPLY, DEFAULT_FONTS),
    ...paragraphs('GwFormHead', `提供部门（盖章）：${department}`),
    rowsTable(columns, rows, ANSWER),
    new Paragraph({ style: 'GwFormHead' }),
  ];
}

function inquiryLetterDocument(model: Cleared<InquiryLetterModel>, frame: Layout): Promise<Buffer> {
  const { committee, round, units, items, dueOn, delivery, contact } = model;
  const about = units.length > 0 ? `对${units.join('、')}开展巡察` : '开展巡察';
  const by = dueOn === undefined ? '请' : `请于${chineseDate(dueOn)}前`;
  const listed = items.length > 1 ? items.map((item, i) => `${numbering.third(i + 1)}${item}`) : items;
  return release(model, () =>
    paperDocument(
      {
        title: `关于提供${round}有关情况的函`,
        addressee: model.department,
        body: [
          ...paragraphs(
            'GwBody',
            `根据${committee}统一部署，${round}将${about}。因巡察工作需要，请你单位协助提供以下情况：`,
          ),
          ...listed.flatMap(body),
          ...body(`${by}将有关材料连同《${REPLY}》${delivery}送我办`),
          ...(contact === '' ? [] : paragraphs('GwBody', `联系人：${contact}`)),
          ...paragraphs('GwBody', `附件：${REPLY}`),
        ],
        signatory: model.office,
        date: model.date,
        after: replyChildren(model),
        styles: FORM_STYLES,
      },
      frame,
    ),
  );
}

export const inquiryLetter = forAnyReader<InquiryLetterModel>(inquiryLetterDocument);
