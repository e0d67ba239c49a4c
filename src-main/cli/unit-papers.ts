/** Papers for inspected units without a window: answers about names from a file, each unit on its own. */
import fs from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { NAME_ANSWERS, type NameAnswer } from '../../src-shared/domain/name-decision';
import { WorkbenchError } from '../../src-shared/errors';
import type { RecordId } from '../../src-shared/merge/change';
import { foldText } from '../clearance/spelling';
import type { UnitDocument } from '../../src-shared/contract/core';
import { decideNames } from '../services/papers/name-decisions';
import { checkPaper } from '../services/papers';
import type { OpenWorkspace } from '../services/workspace';

const answers = z.array(
  z.strictObject({
    word: z.string().min(1).max(200),
    is: z.enum(Object.keys(NAME_ANSWERS) as [NameAnswer, ...NameAnswer[]]),
    sentence: z.string().min(1).max(400).optional(),
  }),
);
/** What a person says of words that may be names: `[{"word":"高峰","is":"word"}]`; with a `sentence` for that one only. */
export type NameAnswers = z.infer<typeof answers>;

/** Reads the answers of `--names FILE`. @throws WorkbenchError CLI_NAMES */
export function readNameAnswers(file: string): NameAnswers {
  try {
    return answers.parse(JSON.parse(fs.readFileSync(file, 'utf8')));
  } catch (cause) {
    throw new WorkbenchError(
      'CLI_NAMES',
      '读不懂“--names”给出的文件。应为 JSON，如：[{"word":"高峰","is":"word"}]；is 填 name（是此人）或 word（普通词），可加 sentence 只管这一句。',
      [],
      { cause },
    );
  }
}

/** Keeps the answers that are about something in this paper. A name is decided where it stands, a word for the whole unit. */
function answer(
  workspace: OpenWorkspace,
  paper: UnitDocument,
  inspection: RecordId,
  given: NameAnswers,
): void {
  const asked = checkPaper(workspace, { document: paper, inspection }).undecided;
  const decisions = asked.flatMap(({ word, sentence }) => {
    const about = given.filter((one) => foldText(one.word) === foldText(word));
    const exact = about.find(
      (one) => one.sentence !== undefined && foldText(one.sentence) === foldText(sentence),
    );
    const general = about.find((one) => one.sentence === undefined)?.is;
    const is = exact?.is ?? general;
    if (is === undefined) return [];
    const here = { word, sentence, is };
    return exact === undefined && is === 'word' ? [{ word, is }, here] : [here];
  });
  if (decisions.length > 0) decideNames(workspace, inspection, decisions);
}

/** A paper that was not written, and why. */
export interface Refused {
  readonly unit: string;
  readonly document: UnitDocument;
  readonly error: WorkbenchError;
}

/**
 * Writes papers of several units into a folder. One that is refused does not keep the others from being written.
 * @returns the files written, and the papers that were not
 */
export async function writeUnitPapers(
  workspace: OpenWorkspace,
  inspections: readonly { readonly id: RecordId; readonly unit: string }[],
  papers: readonly UnitDocument[],
  options: { readonly out: string; readonly names?: NameAnswers },
): Promise<{ files: string[]; refused: Refused[] }> {
  fs.mkdirSync(options.out, { recursive: true });
  const files: string[] = [];
  const refused: Refused[] = [];
  for (const { id: inspection, unit } of inspections) {
    for (const document of papers) {
      try {
        if (options.names) answer(workspace, document, inspection, options.names);
        const { fileName } = await workspace.makeDocument({ document, inspection });
        let name = fileName;
        // Two units may share a short name; neither file may replace the other.
        for (let n = 2; files.includes(path.join(options.out, name)); n += 1)
          name = fileName.replace(/\.docx$/, `（${n}）.docx`);
        files.push(
          (await workspace.exportDocument({ document, inspection }, path.join(options.out, name))).path,
        );
      } catch (error) {
        if (!(error instanceof WorkbenchError)) throw error;
        refused.push({ unit, document, error });
      }
    }
  }
  return { files, refused };
}

/** One error for all papers that were refused, each place with its unit. */
export function refusalOf(refused: readonly Refused[]): WorkbenchError | undefined {
  const [first] = refused;
  if (first === undefined) return undefined;
  const problems = refused.flatMap(({ unit, error }) =>
    error.problems.length > 0
      ? error.problems.map(({ place, message }) => ({ place: `${unit} ${place}`, message }))
      : [{ place: unit, message: error.message }],
  );
  const distinct = [...new Map(problems.map((one) => [`${one.place} ${one.message}`, one])).values()];
  const one = refused.length === 1;
  return new WorkbenchError(
    first.error.code,
    one
      ? `${first.unit}：${first.error.message}`
      : `有${refused.length}份文件没有生成，其余已写出。${first.error.message}`,
    distinct,
  );
}
