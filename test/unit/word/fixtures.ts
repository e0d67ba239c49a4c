/** Models made from the sample round, the way the services make them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import type { FeedbackModel, Forbidden, LedgerModel } from '../../../src-main/word';

interface Sample {
  round: Record<string, string>;
  units: Record<'id' | '名称' | '巡察类型' | '进驻' | '撤点' | '反馈日期', string>[];
  findings: { 编号: string; 单位: string; 聚焦: string; 标题: string; 事实: string; 重点: boolean }[];
  rectification: (Record<string, string> & { 成效: Record<string, number>; 佐证数: number })[];
  clues: Record<string, string>[];
  petitions: Record<string, string>[];
  feedback: Record<string, { 建议: string[] }>;
  expected: { 统计句: string };
}

export const sample = JSON.parse(
  readFileSync(join(__dirname, '../../../assets/sample/sample-round.json'), 'utf8'),
) as Sample;

export const FOCUSES: Record<string, string> = {
  F1: '聚焦党中央决策部署在基层落实情况',
  F2: '聚焦群众身边不正之风和腐败问题',
  F3: '聚焦基层党组织和党员队伍建设',
  F4: '聚焦巡察整改落实情况',
};

/** What must not reach a unit, from the clues and petitions of the sample. */
export const forbidden: Forbidden = {
  texts: sample.clues.flatMap((clue) => [clue['主要问题'] ?? '', clue['备注'] ?? '']),
  names: [...sample.petitions.map((petition) => petition['反映人'] ?? ''), '姚听澜'],
};

function unitOf(id: string) {
  const unit = sample.units.find((candidate) => candidate.id === id);
  if (unit === undefined) throw new Error(`no unit ${id}`);
  return unit;
}

export function feedbackModel(id: string): FeedbackModel {
  const unit = unitOf(id);
  return {
    unit: unit.名称,
    date: unit.反馈日期,
    opening: {
      round: sample.round['名称'] ?? '',
      team: sample.round['巡察组'] ?? '',
      from: unit.进驻,
      to: unit.撤点,
      type: unit.巡察类型,
      remarks:
        '巡察组坚持政治巡察定位，通过听取汇报、个别谈话、受理信访、调阅资料、问卷调查、下沉了解等方式，深入了解情况，较好地完成了巡察任务。县委巡察工作领导小组听取了巡察情况汇报，现将有关情况反馈如下。',
    },
    overview: [
      '巡察期间，党组能够认真学习贯彻党的创新理论，推动水利工程建设和河湖管护工作取得一定成效，干部群众总体评价较好。同时，对照全面从严治党要求，仍存在一些问题和不足，需要引起高度重视，切实加以整改。',
      sample.expected.统计句,
    ],
    focuses: Object.entries(FOCUSES).map(([focus, name]) => ({
      name,
      findings: sample.findings
        .filter((finding) => finding.单位 === id && finding.聚焦 === focus)
        .map((finding) => ({ title: finding.标题, facts: finding.事实, important: finding.重点 })),
    })),
    clueSentence: true,
    advice: sample.feedback[id]?.建议 ?? [],
    demands: {
      planDue: '2025-12-12',
      reportDue: '2026-05-12',
      recipient: '县委巡察工作领导小组办公室',
      publish: true,
    },
    signatory: '中共青禾县委员会第二巡察组',
  };
}

/** Days as the import reads them: “—” is none. */
const day = (text: string | undefined) => (text && /^\d{4}/.test(text) ? text : undefined);

export function ledgerModel(): LedgerModel {
  return {
    unit: '青禾县三家被巡察党组织',
    round: sample.round['名称'] ?? '',
    asOf: '2026-03-20',
    summary:
      '巡察反馈18个问题，细化整改任务25项，已完成10项、基本完成5项、正在推进7项、未启动3项；建立完善制度9项，挽回损失24.05万元，追责问责8人次。',
    rows: sample.rectification.map((item) => {
      const finding = sample.findings.find((candidate) => candidate.编号 === item['问题']);
      return {
        place: item['问题'] ?? '',
        focus: (FOCUSES[finding?.聚焦 ?? ''] ?? '').replace('聚焦', ''),
        finding: finding?.标题 ?? '',
        task: item['任务'] ?? '',
        measures: (item['措施'] ?? '').split('；'),
        leader: item['责任领导'] ?? '',
        department: item['责任单位'] ?? '',
        person: item['责任人'] ?? '',
        startedOn: day(item['启动']),
        dueOn: day(item['时限']),
        doneOn: day(item['完成日']),
        longTerm: item['长期坚持'] === '是',
        status: item['状态'] ?? '',
        warning: item['预期预警'] ?? '',
        effect: Object.entries(item.成效)
          .map(([what, count]) => `${what}${count}`)
          .join('；'),
        evidence: item.佐证数,
        closing: item['销号审批'] ?? '',
        note: item['备注'] ?? '',
      };
    }),
  };
}

/** A part of a .docx as text. */
export function partOf(file: Uint8Array, name = 'word/document.xml'): string {
  const part = unzipSync(file)[name];
  if (part === undefined) throw new Error(`no part ${name}`);
  return strFromU8(part);
}

export interface ReadParagraph {
  readonly style: string;
  readonly text: string;
}

/** Paragraphs of the body as style and text; a line break reads as `\n`. */
export function paragraphsOf(file: Uint8Array): ReadParagraph[] {
  return [...partOf(file).matchAll(/<w:p(?:\s[^>]*)?>(.*?)<\/w:p>/gs)].map(([, xml = '']) => ({
    style: /<w:pStyle w:val="(\w+)"/.exec(xml)?.[1] ?? '',
    text: xml
      .replace(/<w:br\/>/g, '\n')
      .replace(/<w:tab\/>/g, '\t')
      .replace(/<[^>]*>/g, '')
      .replace(/&lt;/g, '<')
      .replace(/&gt;/g, '>')
      .replace(/&quot;/g, '"')
      .replace(/&apos;/g, "'")
      .replace(/&amp;/g, '&'),
  }));
}
