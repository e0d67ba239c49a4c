/** 巡察反馈意见: what is read out and handed to the inspected unit (domain.md §2.4 u). */
import { type FileChild, Paragraph } from 'docx';
import { type ForUnit, release, requireUnit } from '../audience';
import { DEFAULT_FONTS, type FontPlan } from '../page/fonts';
import { LEAD_STYLE, numbering, paperDocument, paragraphs } from '../page/gbt9704';
import { INTERNAL_LAYOUT, type Layout } from '../page/layout';
import { linesOf, textRuns } from '../page/text';
import {
  chineseDate,
  chineseDateRange,
  firstSentence,
  innerQuotes,
  type IsoDate,
  official,
  sentence,
  withoutNumber,
} from '../page/wording';
import { forUnitOnly } from './word-layout';

/** The first paragraph's facts. */
export interface FeedbackOpening {
  /** 轮次名称, e.g. 九届县委第四轮巡察. */
  readonly round: string;
  /** 巡察组, e.g. 县委第二巡察组. */
  readonly team: string;
  readonly from: IsoDate;
  readonly to: IsoDate;
  /** 巡察类型, e.g. 常规巡察. */
  readonly type: string;
  /** 专项内容 of a 专项巡察, e.g. 惠农资金管理使用; empty: none. */
  readonly target?: string;
  /** Standing text of the template after the first sentence; may be empty. */
  readonly remarks: string;
}

export interface FeedbackFinding {
  /** Short title; printed as 关于“…”的问题. */
  readonly title: string;
  /** 具体表现; a line break makes a paragraph. */
  readonly facts: string;
  /** 重点: stands first within its 聚焦. */
  readonly important: boolean;
}

export interface FeedbackFocus {
  /** Dictionary wording, with or without 方面 at its end. */
  readonly name: string;
  readonly findings: readonly FeedbackFinding[];
}

/** 整改工作要求; every day already computed by the rules of the round. */
export interface RectificationDemands {
  /** 整改方案报送截止. */
  readonly planDue: IsoDate;
  /** 集中整改截止, and 整改情况报告 with it. */
  readonly reportDue: IsoDate;
  /** To whom plan and report go, e.g. 县委巡察工作领导小组办公室. */
  readonly recipient: string;
  /** Whether 党内通报 and 向社会公开 are demanded. */
  readonly publish: boolean;
}

export interface FeedbackModel {
  /** Full name of the inspected party organisation: title and 主送. */
  readonly unit: string;
  /** The day of the feedback: date line and 成文日期. */
  readonly date: IsoDate;
  readonly opening: FeedbackOpening;
  /** 一、基本情况: paragraphs, the statistics sentence last. */
  readonly overview: readonly string[];
  /** In dictionary order; those without findings are not printed. */
  readonly focuses: readonly FeedbackFocus[];
  /** Whether the fixed sentence about clues is printed. It never says how many or about whom. */
  readonly clueSentence: boolean;
  readonly advice: readonly string[];
  readonly demands: RectificationDemands;
  /** 署名 as printed, e.g. 中共青禾县委员会第二巡察组. */
  readonly signatory: string;
}

export interface FeedbackOptions {
  readonly layout?: Layout;
  readonly fonts?: FontPlan;
}

const CLUE_SENTENCE = '同时，巡察组还收到反映一些领导干部的问题线索，已按规定转相关部门处理。';
const NO_FINDINGS = '本次巡察未形成需要书面反馈的问题。';

/** 根据…工作部署，…于2025年9月1日至9月26日，对…开展了常规巡察。 and the template's standing text. */
function openingParagraph(unit: string, opening: FeedbackOpening): string {
  const { round, team, from, to, type, target = '', remarks } = opening;
  const about = target.trim() === '' ? '' : `就${official(target.trim())}`;
  const first = `根据${round}工作部署，${team}于${chineseDateRange(from, to)}，${about}对${unit}开展了${type}。`;
  return first + remarks.trim();
}

/**
 * 关于“…”的问题: a title that already says 关于…问题 is left as its author wrote it, one that ends in 问题 does not say so
 * twice, and a number typed before it is the paper's to give.
 */
export function findingHeading(title: string): string {
  const line = official(withoutNumber(linesOf(title).join(''))).replace(/[。；;]+$/, '');
  if (/^关于.*问题$/.test(line)) return line;
  const matter = line.replace(/的问题$/, '');
  return matter.endsWith('问题') ? `关于${matter}` : `关于“${innerQuotes(matter)}”的问题`;
}

const focusHeading = (name: string): string => (name.endsWith('方面') ? name : `${name}方面`);

function findingsSection(focuses: readonly FeedbackFocus[], clueSentence: boolean): FileChild[] {
  const used = focuses.filter((focus) => focus.findings.length > 0);
  const children: FileChild[] = used.flatMap((focus, index) => {
    const sorted = [...focus.findings].sort((a, b) => Number(b.important) - Number(a.important));
    return [
      ...paragraphs('GwHeading2', numbering.second(index + 1) + focusHeading(focus.name)),
      ...sorted.flatMap((finding, n) => {
        const facts = linesOf(finding.facts).map(official).map(sentence).filter(Boolean).join('\n');
        const heading = numbering.third(n + 1) + findingHeading(finding.title);
        return [
          // A heading that stands alone has no full stop; a problem without facts is a sentence.
          ...paragraphs(facts === '' ? 'GwBody' : 'GwHeading3', facts === '' ? sentence(heading) : heading),
          ...paragraphs('GwBody', facts),
        ];
      }),
    ];
  });
  if (used.length === 0) children.push(...paragraphs('GwBody', NO_FINDINGS));
  if (clueSentence) children.push(...paragraphs('GwBody', CLUE_SENTENCE));
  return children;
}

function demandsText(demands: RectificationDemands): string {
  const plan = `请于${chineseDate(demands.planDue)}前向${demands.recipient}报送整改方案`;
  const report = `于${chineseDate(demands.reportDue)}前完成集中整改并报送整改情况报告`;
  const publish = demands.publish ? '整改情况应当在党内通报，并以适当方式向社会公开。' : '';
  return `${plan}，${report}。${publish}`;
}

/** One piece of advice: its first sentence is its heading, what follows is text (GB/T 9704 §7.3.3). */
function adviceItem(text: string, place: number): FileChild[] {
  const [line = '', ...more] = linesOf(text);
  const [first, rest] = firstSentence(sentence(official(withoutNumber(line))));
  const below = more.map(official).map(sentence).filter(Boolean);
  return [
    new Paragraph({
      style: 'GwItem',
      keepNext: below.length > 0 ? true : undefined,
      children: [...textRuns(numbering.second(place) + first, 'gbk', LEAD_STYLE), ...textRuns(rest)],
    }),
    ...paragraphs('GwBody', below.join('\n')),
  ];
}

/** Advice, then what is demanded; nothing is demanded of a unit without problems. */
function adviceSection(advice: readonly string[], demands: RectificationDemands | null): FileChild[] {
  const given = advice.filter((text) => sentence(text) !== '');
  return [
    ...given.flatMap((text, index) => adviceItem(text, index + 1)),
    ...(demands === null
      ? []
      : [
          ...paragraphs('GwHeading2', `${numbering.second(given.length + 1)}整改工作要求`),
          ...paragraphs('GwBody', demandsText(demands), true),
        ]),
  ];
}

/**
 * The 反馈意见 as a Word document for the unit.
 * @throws WorkbenchError DOCUMENT_LEAK when a clue or an informant would get into it; DOCUMENT_DATE.
 */
export async function feedbackDocument(
  model: ForUnit<FeedbackModel>,
  { layout = INTERNAL_LAYOUT, fonts = DEFAULT_FONTS }: FeedbackOptions = {},
): Promise<Buffer> {
  requireUnit(model);
  const found = model.focuses.some(({ findings }) => findings.length > 0);
  const overview = model.overview.map(official).map(sentence);
  const sections = [
    { title: '基本情况', children: overview.flatMap((text) => paragraphs('GwBody', text)) },
    { title: '巡察发现的主要问题', children: findingsSection(model.focuses, model.clueSentence) },
    { title: '意见建议', children: adviceSection(model.advice, found ? model.demands : null) },
  ].filter((section) => section.children.length > 0);
  return release(model, () =>
    paperDocument(
      {
        title: `关于巡察${model.unit}的反馈意见`,
        dateLine: model.date,
        addressee: model.unit,
        body: [
          ...paragraphs('GwBody', openingParagraph(model.unit, model.opening)),
          ...sections.flatMap((section, index) => [
            ...paragraphs('GwHeading1', numbering.first(index + 1) + section.title),
            ...section.children,
          ]),
        ],
        signatory: model.signatory,
        date: model.date,
      },
      layout,
      fonts,
    ),
  );
}

export const feedback = forUnitOnly<FeedbackModel>((model, layout) => feedbackDocument(model, { layout }));
