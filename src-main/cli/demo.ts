/**
 * `npm run demo [-- --round FILE.json --out DIR]`: the main job on a real round. Builds a sealed vault in a temporary
 * folder, verifies it, writes the 反馈意见 and the 整改台账 of every unit, and says what it did.
 */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { randomBytes } from 'node:crypto';
import {
  fedBackProblems,
  figuresOf,
  rectificationFigures,
  rectificationSentence,
  statisticsSentence,
} from '../../src-shared/domain/statistics';
import { WorkbenchError } from '../../src-shared/errors';
import { listOfInspections } from '../services/reports';
import { openWorkspace, readRoundText } from '../services/workspace';
import { titleOf } from '../../src-shared/domain/words';
import { createVault } from '../vault/vault';
import { complain, say } from './output';

const SAMPLE = path.join(__dirname, '../../assets/sample/sample-round.json');

export interface DemoResult {
  readonly records: number;
  readonly sentence: string;
  readonly files: readonly string[];
}

/** Runs the main job. @param vaultDir a folder without a vault; it is left as it is for inspection. */
export async function runDemo(options: {
  round: string;
  out: string;
  vaultDir: string;
}): Promise<DemoResult> {
  const { session } = await createVault(options.vaultDir, {
    name: '演示用户',
    role: 'leader',
    passphrase: `演示 ${randomBytes(12).toString('hex')}`,
  });
  const workspace = openWorkspace({ dir: options.vaultDir, session });
  try {
    const records = workspace.importRound(readRoundText(options.round));
    const report = await workspace.store.verify();
    if (!report.ok) throw new WorkbenchError('STORE_DAMAGED', '核验没有通过，未导出文件。', report.problems);
    const inspections = workspace.index.list('inspection');
    const list = listOfInspections(workspace.index, inspections);
    const items = workspace.index.list('rectificationItem');
    fs.mkdirSync(options.out, { recursive: true });
    const files: string[] = [];
    for (const inspection of inspections) {
      for (const document of ['feedback', 'ledger'] as const) {
        const request = { document, inspection: inspection.id };
        const { fileName } = await workspace.makeDocument(request);
        let name = fileName;
        // Two units may share a short name; neither file may replace the other.
        for (let n = 2; files.includes(path.join(options.out, name)); n += 1)
          name = fileName.replace(/\.docx$/, `（${n}）.docx`);
        files.push((await workspace.exportDocument(request, path.join(options.out, name))).path);
      }
    }
    const [round] = workspace.index.list('round');
    say(`轮次：${round ? titleOf(round) : '—'}\u3000今天：${workspace.today()}`);
    say(`记录：${records}条，${workspace.store.changeCount}条修改记录，核验通过`);
    say(statisticsSentence(figuresOf(list), { clues: true }));
    say(rectificationSentence(fedBackProblems(list).length, rectificationFigures(items)));
    return { records, sentence: statisticsSentence(figuresOf(list), { clues: true }), files };
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
    },
  });
  const started = performance.now();
  const vaultDir = fs.mkdtempSync(path.join(os.tmpdir(), 'patrol-demo-'));
  try {
    const { files } = await runDemo({ round: values.round, out: path.resolve(values.out), vaultDir });
    say(`加密数据：${vaultDir}`);
    say(`导出文件（${files.length}份）：`);
    for (const file of files) say(`  ${path.relative(process.cwd(), file)}`);
    say(`用时${((performance.now() - started) / 1000).toFixed(1)}秒`);
    return 0;
  } catch (error) {
    return complain(error);
  }
}

if (require.main === module) void main().then((code) => (process.exitCode = code));
