/** The empty questionnaire that is handed out on paper: without names, one box to tick before each option. */
import { type FileChild, Paragraph } from 'docx';
import { type Cleared, release } from '../audience';
import { DEFAULT_FONTS, type FontPlan } from '../page/fonts';
import { formDocument, paragraphs, type StyleSpec, titleParagraph } from '../page/gbt9704';
import { textRuns, widthOf } from '../page/text';
import type { IsoDate } from '../page/wording';
import { forAnyReader } from './word-layout';

export interface AskedOnPaper {
  /** With its type and limit in words: 您对…的评价（单选）. */
  readonly stem: string;
  /** Lettered; none for an answer in words. */
  readonly options: readonly string[];
  /** Lines to write on, for an answer in words. */
  readonly lines: number;
}

export interface QuestionnaireSheetModel {
  readonly title: string;
  readonly instructions: string;
  readonly questions: readonly AskedOnPaper[];
  readonly date: IsoDate;
}

const STYLES: readonly StyleSpec[] = [
  { id: 'GwSheetNumber', name: '问卷编号', font: 'fangSong', size: 12, line: 400, align: 'right' },
  { id: 'GwSheetNote', name: '填写说明', font: 'kaiTi', size: 12, line: 440, indented: true, after: 120 },
  { id: 'GwSheetAsk', name: '问卷题目', font: 'simHei', size: 12, line: 440, before: 100, keepNext: true },
  { id: 'GwSheetOption', name: '问卷选项', font: 'fangSong', size: 12, line: 440, leftChars: 2 },
  { id: 'GwSheetLine', name: '问卷横线', font: 'fangSong', size: 12, line: 560, leftChars: 2 },
];

/** Half characters of 12 pt on a line, beside the indent. */
const LINE_WIDTH = 72;
const RULE = '＿'.repeat(34);

/** Options side by side while they fit, so that a sheet stays short; long ones have a line each. */
function optionLines(options: readonly string[]): string[] {
  const boxed = options.map((option) => `□ ${option}`);
  const lines: string[] = [];
  for (const option of boxed) {
    const last = lines.at(-1);
    const joined = last === undefined ? option : `${last}\u3000\u3000${option}`;
    if (last !== undefined && widthOf(joined) <= LINE_WIDTH) lines[lines.length - 1] = joined;
    else lines.push(option);
  }
  return lines;
}

function questionChildren({ stem, options, lines }: AskedOnPaper, index: number): FileChild[] {
  const below = options.length > 0 ? optionLines(options) : Array.from({ length: lines }, () => RULE);
  const style = options.length > 0 ? 'GwSheetOption' : 'GwSheetLine';
  return [
    ...paragraphs('GwSheetAsk', `${index + 1}. ${stem}`),
    // The options of a question stay on its page.
    ...below.map(
      (line, i) =>
        new Paragraph({ style, children: textRuns(line), keepNext: i < below.length - 1 ? true : undefined }),
    ),
  ];
}

/**
 * An empty questionnaire as a Word document.
 * @throws WorkbenchError DOCUMENT_LEAK, DOCUMENT_AUDIENCE (see `audience.ts`).
 */
function questionnaireSheetDocument(
  model: Cleared<QuestionnaireSheetModel>,
  fonts: FontPlan = DEFAULT_FONTS,
): Promise<Buffer> {
  return release(model, () =>
    formDocument(
      [
        ...paragraphs('GwSheetNumber', '编号：＿＿＿＿＿'),
        titleParagraph(model.title, fonts),
        ...paragraphs('GwSheetNote', model.instructions),
        ...model.questions.flatMap(questionChildren),
      ],
      STYLES,
      model.date,
      fonts,
    ),
  );
}

export const questionnaire = forAnyReader<QuestionnaireSheetModel>((model) =>
  questionnaireSheetDocument(model),
);
