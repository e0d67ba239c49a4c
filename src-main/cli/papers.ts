/** Papers without a window: which there are, what each is made of, and answers about names from a file. */
import fs from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { isKindName, KIND_NAMES, kinds } from '../../src-shared/domain/kinds';
import type { AnyKind, Entity, IsoDate } from '../../src-shared/domain/define';
import { counts } from '../../src-shared/domain/draft-record';
import { NAME_ANSWERS, type NameAnswer } from '../../src-shared/domain/kinds/name-decision';
import { titleOf, withCode } from '../../src-shared/domain/words';
import { WorkbenchError } from '../../src-shared/errors';
import type { RecordId } from '../../src-shared/merge/change';
import {
  INSIDE,
  PAPER_IDS,
  type PaperDefinition,
  type PaperId,
  type PaperIdOf,
  paperOf,
} from '../../src-shared/papers';
import { foldText } from '../clearance/spelling';
import type { PaperRequest } from '../../src-shared/contract/core';
import { decideNames } from '../services/papers/name-decisions';
import { checkPaper, planPaper } from '../services/papers';
import { ruleContext } from '../services/records';
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

/** A paper that was asked for, and of what, in words. */
export interface AskedPaper {
  readonly of: string;
  readonly request: PaperRequest;
}

/** What a person asks for on the command line. */
export interface PaperChoice {
  /** Short name, name or number of an inspected unit. */
  readonly unit?: string;
  /** Number of a record, e.g. HX-01. */
  readonly record?: string;
  /** Of a list: the kind. */
  readonly kind?: string;
  readonly layout?: string;
  /** Of a round: a day of the week that is meant. */
  readonly day?: IsoDate;
}

/** One line of `papers --json`. Papers that every kind has tell by kind which copies there are and who reads them. */
export function paperLines() {
  return PAPER_IDS.map((id) => {
    const paper = paperOf(id);
    const { label, of } = paper;
    if ('layouts' in paper) {
      return { id, label, of, audience: paper.audience, layouts: paper.layouts.map((layout) => layout.id) };
    }
    const all = KIND_NAMES.map((name) => {
      const kind = kinds[name] as unknown as AnyKind;
      const copies = paper.layoutsOf(kind).map((layout) => ({
        layout: layout.id,
        label: layout.label,
        audience: paper.editionOf(kind, layout.id).audience,
      }));
      return [name, copies] as const;
    });
    const layouts = [...new Set(all.flatMap(([, copies]) => copies.map(({ layout }) => layout)))];
    return { id, label, of, audience: INSIDE.audience, layouts, kinds: Object.fromEntries(all) };
  });
}

const isUnit = (unit: Entity | undefined, asked: string | undefined): boolean =>
  asked === undefined || [unit?.values.code, unit?.values.name, unit?.values.shortName].includes(asked);

/**
 * Every paper of that id that a choice means: of all units where none is named, of all records, each sheet once.
 * @throws WorkbenchError CLI_NO_UNIT, CLI_NO_RECORD, CLI_NO_KIND where it means none
 */
export function papersAsked(workspace: OpenWorkspace, id: PaperId, choice: PaperChoice): AskedPaper[] {
  const paper = paperOf(id);
  const { get } = workspace.index;
  const layout = choice.layout === undefined ? {} : { layout: choice.layout };
  const all = [...workspace.visible()];
  const inspections = all.filter(
    ({ kind, values }) => kind === 'inspection' && isUnit(get(String(values.unit)), choice.unit),
  );
  if (choice.unit !== undefined && inspections.length === 0) throw noUnit();
  if (paper.of === 'unit') {
    if (inspections.length === 0) throw noUnit();
    return inspections.map(({ id: inspection, values: { unit } }) => ({
      of: titleOf(get(String(unit))!),
      request: { paper: id as PaperIdOf<'unit'>, inspection, ...layout },
    }));
  }
  if (paper.of === 'round') {
    const rounds = all.filter(
      ({ kind, values }) => kind === 'round' && [undefined, values.code].includes(choice.record),
    );
    if (rounds.length === 0) throw noRecord();
    return rounds.map((round) => ({
      of: titleOf(round),
      request: { paper: id as PaperIdOf<'round'>, round: round.id, on: choice.day, ...layout },
    }));
  }
  const ofUnit = (record: Entity): boolean =>
    choice.unit === undefined || inspections.some((inspection) => inspection.id === record.inspection);
  const ofKind = 'layouts' in paper ? paper.kind : choice.kind;
  if (ofKind !== undefined && !isKindName(ofKind)) throw noKind();
  const records = all.filter((record) => {
    const numbered = choice.record === undefined || record.values.code === choice.record;
    return (ofKind === undefined || record.kind === ofKind) && numbered && ofUnit(record) && counts(record);
  });
  if (paper.of === 'list') {
    if (ofKind === undefined) throw noKind();
    if (records.length === 0) throw noRecord();
    const ids = records.map((record) => record.id);
    const request = { paper: id as PaperIdOf<'list'>, kind: ofKind, ids, ...layout };
    return [{ of: kinds[ofKind].label, request }];
  }
  // Every record of the vault is nothing that anybody means.
  const meant =
    ofKind === undefined && choice.record === undefined ? [] : sheetsOf(workspace, paper, records);
  if (meant.length === 0) throw noRecord();
  return meant.map((record) => ({
    of: withCode(record),
    request: { paper: id as PaperIdOf<'record'>, record: record.id, ...layout },
  }));
}

/** Of records that stand on one sheet, the first. */
function sheetsOf(workspace: OpenWorkspace, paper: PaperDefinition, records: readonly Entity[]): Entity[] {
  const together = 'together' in paper ? paper.together : undefined;
  if (!together) return [...records];
  const context = ruleContext(workspace);
  const seen = new Set<RecordId>();
  return records.filter((record) => {
    if (seen.has(record.id)) return false;
    for (const { id } of together(record, context)) seen.add(id);
    return true;
  });
}

const noUnit = () => new WorkbenchError('CLI_NO_UNIT', '没有找到要导出的被巡察单位，请核对单位名称或编号。');
const noRecord = () =>
  new WorkbenchError('CLI_NO_RECORD', '没有找到要导出的记录，请用 --record 给出编号并核对。');
const noKind = () =>
  new WorkbenchError('CLI_NO_KIND', `请用 --kind 给出记录种类：${KIND_NAMES.join('、')}。`);

/** Keeps the answers that are about something in this paper. A name is decided where it stands, a word for the whole unit. */
function answer(workspace: OpenWorkspace, request: PaperRequest, given: NameAnswers): void {
  const { home, undecided: asked } = checkPaper(workspace, request);
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
  if (decisions.length > 0) decideNames(workspace, home, decisions);
}

/** A paper that was not written, and why. */
export interface Refused {
  readonly of: string;
  readonly error: WorkbenchError;
}

/**
 * Writes papers into a folder. One that is refused does not keep the others from being written.
 * @returns the files written, and the papers that were not
 */
export async function writePapers(
  workspace: OpenWorkspace,
  papers: readonly AskedPaper[],
  options: { readonly out: string; readonly names?: NameAnswers },
): Promise<{ files: string[]; refused: Refused[] }> {
  fs.mkdirSync(options.out, { recursive: true });
  const files: string[] = [];
  const refused: Refused[] = [];
  for (const { of, request } of papers) {
    try {
      if (options.names) answer(workspace, request, options.names);
      const { fileName } = planPaper(workspace, request);
      let name = fileName;
      // Two units may share a short name; neither file may replace the other.
      for (let n = 2; files.includes(path.join(options.out, name)); n += 1)
        name = fileName.replace(/\.docx$/, `（${n}）.docx`);
      files.push((await workspace.exportDocument(request, path.join(options.out, name))).path);
    } catch (error) {
      if (!(error instanceof WorkbenchError)) throw error;
      refused.push({ of, error });
    }
  }
  return { files, refused };
}

/** One error for all papers that were refused, each place with what it is of. */
export function refusalOf(refused: readonly Refused[]): WorkbenchError | undefined {
  const [first] = refused;
  if (first === undefined) return undefined;
  const problems = refused.flatMap(({ of, error }) =>
    error.problems.length > 0
      ? error.problems.map(({ place, message }) => ({ place: `${of} ${place}`, message }))
      : [{ place: of, message: error.message }],
  );
  const distinct = [...new Map(problems.map((one) => [`${one.place} ${one.message}`, one])).values()];
  const one = refused.length === 1;
  return new WorkbenchError(
    first.error.code,
    one
      ? `${first.of}：${first.error.message}`
      : `有${refused.length}份文件没有生成，其余已写出。${first.error.message}`,
    distinct,
  );
}
