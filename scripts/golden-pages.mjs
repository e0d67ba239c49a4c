/**
 * `node scripts/golden-pages.mjs [--write]`: how many pages each paper of the golden test has as LibreOffice lays it out,
 * against `test/golden/pages.txt`. Depends on the fonts of the computer, so it is no part of the tests; without LibreOffice
 * it says so and ends well. The PDFs are left in the folder it names, to be looked at.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const KEPT = path.join(import.meta.dirname, '../test/golden/pages.txt');
const missing = ['soffice', 'pdfinfo'].filter((tool) => spawnSync('which', [tool]).status !== 0);
if (missing.length > 0) {
  console.log(`not looked at: ${missing.join(', ')} not installed`);
  process.exit(0);
}

const dir = mkdtempSync(path.join(tmpdir(), 'golden-'));
const test = ['jest', '--selectProjects', 'unit', '--runTestsByPath', 'test/unit/golden/papers.test.ts'];
const { status } = spawnSync('npx', test, { stdio: 'inherit', env: { ...process.env, GOLDEN_DOCX: dir } });
const files = readdirSync(dir).filter((name) => name.endsWith('.docx'));
const profile = `-env:UserInstallation=file://${path.join(dir, 'profile')}`;
const convert = ['--headless', '--convert-to', 'pdf', '--outdir', dir];
execFileSync('soffice', [profile, ...convert, ...files.map((name) => path.join(dir, name))], {
  stdio: 'ignore',
});

const lines = files.sort().map((name) => {
  const pdf = path.join(dir, name.replace(/docx$/, 'pdf'));
  const pages = /^Pages:\s+(\d+)/m.exec(execFileSync('pdfinfo', [pdf], { encoding: 'utf8' }))?.[1];
  return `${name.replace(/\.docx$/, '')} ${pages}`;
});
const text = `${lines.join('\n')}\n`;
console.log(`${lines.length} papers in ${dir}`);
if (process.argv.includes('--write')) writeFileSync(KEPT, text);
const kept = existsSync(KEPT) ? readFileSync(KEPT, 'utf8').trimEnd().split('\n') : [];
const changed = [
  ...lines.filter((line) => !kept.includes(line)).map((line) => `now  ${line}`),
  ...kept.filter((line) => !lines.includes(line)).map((line) => `kept ${line}`),
];
console.log(changed.length === 0 ? 'as many pages as before' : changed.join('\n'));
process.exitCode = status || (changed.length > 0 ? 1 : 0);
