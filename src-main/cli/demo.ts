/**
 * `npm run demo [-- --round FILE.json --out DIR --names ANSWERS.json --json]`: the main job on a real round. Builds a sealed vault in a temporary
 * folder, verifies it, writes the 反馈意见 and the 整改台账 of every unit, and says what it did.
 */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { randomBytes } from 'node:crypto';
import { figuresIn } from '../../src-shared/domain/figures';
import {
  plainText,
  rectificationSentence,
  statisticsSentence,
} from '../../src-shared/domain/figures/sentences';
import type { Audience } from '../../src-shared/domain/audiences';
import { kinds } from '../../src-shared/domain/kinds';
import { registerTitle, titleOf } from '../../src-shared/domain/words';
import { WorkbenchError } from '../../src-shared/errors';
import { paperIdsOf, papers } from '../../src-shared/papers';
import { wholeOf } from '../services/papers/source';
import { exportTable, previewTable } from '../services/tables';
import { readRoundText } from '../services/rounds';
import { openWorkspace, type OpenWorkspace } from '../services/workspace';
import { createVault } from '../vault/vault';
import { complain, say } from './output';
import { type NameAnswers, papersAsked, readNameAnswers, refusalOf, writePapers } from './papers';

const SAMPLE = path.join(__dirname, '../../assets/sample/sample-round.json');

export interface DemoResult {
  readonly records: number;
  readonly sentence: string;
  readonly files: readonly string[];
  /** Why papers were not written, where some were not. */
  readonly refusal?: WorkbenchError;
}

/** Kinds of the program's own books: what it notes itself is read on the screen. */
const OWN_BOOKS: ReadonlySet<string> = new Set(['operation', 'exportEntry', 'nameDecision']);

/**
 * Writes the list of every kind as a workbook and reads it in again, which must change nothing.
 * @returns how many lists and records
 * @throws WorkbenchError TABLE_DIFFERS
 */
async function listsThereAndBack(workspace: OpenWorkspace, out: string): Promise<[number, number]> {
  fs.mkdirSync(out, { recursive: true });
  let lists = 0;
  let rows = 0;
  for (const kind of Object.values(kinds)) {
    const records = OWN_BOOKS.has(kind.kind) ? 0 : workspace.index.list(kind.kind).length;
    if (records === 0) continue;
    const file = path.join(out, `${registerTitle(kind)}.xlsx`);
    await exportTable(workspace, { kind, format: 'xlsx' }, file);
    const { preview } = previewTable(workspace, fs.readFileSync(file), { kind });
    if (preview.same !== records || preview.refused.length + preview.asked.length > 0)
      throw new WorkbenchError(
        'TABLE_DIFFERS',
        `“${kind.label}”导出后再读入有差别。`,
        [...preview.refused].map(({ row, message }) => ({ place: String(row), message })),
      );
    lists += 1;
    rows += records;
  }
  return [lists, rows];
}

/** Runs the main job. @param vaultDir a folder without a vault; it is left as it is for inspection. */
export async function runDemo(options: {
  round: string;
  out: string;
  vaultDir: string;
  names?: NameAnswers;
  /** Where it says what it did; nowhere when another program reads. */
  tell?: (line: string) => void;
}): Promise<DemoResult> {
  const { tell = say } = options;
  const { session } = await createVault(options.vaultDir, {
    name: '演示用户',
    role: 'leader',
    passphrase: `演示 ${randomBytes(12).toString('hex')}`,
  });
  const workspace = openWorkspace({ dir: options.vaultDir, session });
  try {
    const records = workspace.importRound(readRoundText(options.round), 'asInFile');
    const report = await workspace.store.verify();
    if (!report.ok) throw new WorkbenchError('STORE_DAMAGED', '核验没有通过，未导出文件。', report.problems);
    const asked = paperIdsOf('unit')
      .filter((id) => (papers[id].audience as Audience) === 'unit')
      .flatMap((id) => papersAsked(workspace, id, {}));
    const { files, refused } = await writePapers(workspace, asked, options);
    const [lists, rows] = await listsThereAndBack(workspace, path.join(options.out, '台账'));
    const [round] = workspace.index.list('round');
    const figures = figuresIn(wholeOf(workspace.index), { round: round?.id ?? '' });
    const sentence = plainText(statisticsSentence(figures, { clues: true }));
    tell(`轮次：${round ? titleOf(round) : '—'}\u3000今天：${workspace.today()}`);
    tell(`记录：${records}条，${workspace.store.changeCount}条修改记录，核验通过`);
    tell(`台账：${lists}类${rows}条写成Excel，再读入没有差别`);
    tell(sentence);
    tell(plainText(rectificationSentence(figures)));
    return {
      records,
      sentence,
      files,
      refusal: refusalOf(refused),
    };
  } finally {
    workspace.close();
    session.lock();
  }
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      round: { type: 'string', default: SAMPLE },
      out: { type: 'string', default: path.join('out', 'demo') },
      names: { type: 'string' },
      json: { type: 'boolean' },
    },
  });
  const started = performance.now();
  const vaultDir = fs.mkdtempSync(path.join(os.tmpdir(), 'patrol-demo-'));
  try {
    const tell = values.json ? () => undefined : say;
    const names = values.names === undefined ? undefined : readNameAnswers(values.names);
    const { files, refusal } = await runDemo({
      round: values.round,
      out: path.resolve(values.out),
      vaultDir,
      names,
      tell,
    });
    if (values.json && !refusal) say(JSON.stringify({ files }));
    tell(`加密数据：${vaultDir}`);
    tell(`导出文件（${files.length}份）：`);
    for (const file of files) tell(`  ${path.relative(process.cwd(), file)}`);
    tell(`用时${((performance.now() - started) / 1000).toFixed(1)}秒`);
    return refusal ? complain(refusal, values.json) : 0;
  } catch (error) {
    return complain(error, values.json);
  }
}

if (require.main === module) void main().then((code) => (process.exitCode = code));
