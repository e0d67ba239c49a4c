/** 巡察公告: a page to be put up and published (domain.md §2.1 f; the scope in the words of published ones). */
import type { FileChild } from 'docx';
import { type ForUnit, release, requireUnit } from '../audience';
import { LINE, numbering, paperDocument, paragraphs, type StyleSpec } from '../page/gbt9704';
import { chineseDate, type IsoDate, official, sentence } from '../page/wording';
import { forUnitOnly } from './word-layout';

export interface AnnouncementModel {
  /** Full name of the party organisation. */
  readonly unit: string;
  /** 县委. */
  readonly committee: string;
  readonly team: string;
  readonly round: string;
  readonly from: IsoDate;
  readonly to: IsoDate;
  /** 常规巡察 … */
  readonly type: string;
  /** What a 专项巡察 is about; empty: none. */
  readonly target: string;
  /** The frame of the round: 聚焦… */
  readonly focuses: readonly string[];
  readonly contact: readonly { readonly label: string; readonly words: string }[];
  readonly acceptUntil: IsoDate;
  readonly signatory: string;
  /** 成文日期. */
  readonly date: IsoDate;
}

/** Without 主送 the text begins a line below the title. */
const STYLES: readonly StyleSpec[] = [
  {
    id: 'GwOpening',
    name: '公告开头',
    font: 'fangSong',
    size: 16,
    line: LINE,
    align: 'both',
    indented: true,
    before: LINE,
  },
];

const body = (text: string): FileChild[] => paragraphs('GwBody', sentence(official(text)));

function announcementDocument(model: ForUnit<AnnouncementModel>): Promise<Buffer> {
  requireUnit(model);
  const { unit, committee, team, round, from, to, type, target, focuses, contact, acceptUntil } = model;
  const about = target === '' ? type : `${type}（${target}）`;
  const parts: readonly (readonly [string, readonly FileChild[]])[] = [
    [
      '主要任务',
      focuses.length > 0 ? body(`巡察组坚持政治巡察定位，${focuses.join('，')}，开展监督检查`) : [],
    ],
    [
      '受理范围',
      [
        ...body(
          `巡察组主要受理反映${unit}领导班子及其成员、下一级党组织主要负责人和重要岗位人员违反政治纪律、组织纪律、廉洁纪律、群众纪律、工作纪律、生活纪律等方面问题的来信、来电、来访`,
        ),
        ...body('不属于受理范围的其他信访问题，按照有关规定转交有关部门处理'),
      ],
    ],
    ['联系方式', contact.flatMap(({ label, words }) => paragraphs('GwBody', official(`${label}：${words}`)))],
    ['受理时间', body(`受理截止时间为${chineseDate(acceptUntil)}`)],
  ];
  return release(model, () =>
    paperDocument({
      title: `关于巡察${unit}的公告`,
      body: [
        ...paragraphs(
          'GwOpening',
          `根据${committee}关于${round}的统一部署，${team}于${chineseDate(from)}至${chineseDate(to)}对${unit}开展${about}。现将有关事项公告如下。`,
        ),
        ...parts
          .filter(([, lines]) => lines.length > 0)
          .flatMap(([heading, lines], i) => [
            ...paragraphs('GwHeading1', numbering.first(i + 1) + heading),
            ...lines,
          ]),
      ],
      signatory: model.signatory,
      date: model.date,
      styles: STYLES,
    }),
  );
}

export const announcement = forUnitOnly<AnnouncementModel>(announcementDocument);
