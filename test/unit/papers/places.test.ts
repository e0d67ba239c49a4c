/** A paper is known in its three files and in one line of each of three indexes; nowhere else is its id spelled. */
import fs from 'node:fs';
import path from 'node:path';
import { PAPER_IDS, paperOf, type PaperId } from '../../../src-shared/papers';

const ROOT = path.join(__dirname, '../../..');
const INDEXES = [
  'src-shared/papers/index.ts',
  'src-main/services/papers/index.ts',
  'src-main/word/papers/index.ts',
];

const sources: readonly string[] = ['src-shared', 'src-main', 'src-renderer'].flatMap((room) =>
  fs
    .readdirSync(path.join(ROOT, room), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => path.posix.join(room, file)),
);
const textOf = (file: string): string => fs.readFileSync(path.join(ROOT, file), 'utf8');
/** `inquiryLetter` as its files are called. */
const fileName = (id: string): string => `${id.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}.ts`;
const ownFiles = (id: string): readonly string[] =>
  INDEXES.map((index) => path.posix.join(path.dirname(index), fileName(id)));

/**
 * Ids that are words for other things too (kinds, what a form or a list is): of those only what speaks of papers counts. Every other
 * id, so that of each new paper, is looked for as a bare word.
 */
const SHARED: readonly string[] = [
  'feedback',
  'ledger',
  'form',
  'register',
  'questionnaire',
  'tally',
  'weekly',
];

/** Whether a text names a paper as one, however it is quoted: beside the word, in a choice between papers, in a table of them. */
function namesPaper(id: string, text: string): boolean {
  if (!SHARED.includes(id)) return new RegExp(`\\b${id}\\b`).test(text);
  const quoted = `['"\`]${id}['"\`]`;
  const beside = `[pP]aper[^;\\n]*${quoted}|${quoted}[^;\\n]*[pP]aper|\\bpapers\\.${id}\\b`;
  if (new RegExp(beside).test(text)) return true;
  return /\bPaperId|PAPER_IDS|\bpaperOf\b/.test(text) && new RegExp(`${quoted}|^ *${id}:`, 'm').test(text);
}

const placesOf = (id: PaperId): readonly string[] =>
  sources.filter((file) => {
    const text = textOf(file);
    const isListed = INDEXES.includes(file) && new RegExp(`^  ${id},$`, 'm').test(text);
    return isListed || namesPaper(id, text);
  });

it.each([
  "if (request.paper !== 'ledger') return;",
  'askPaper("ledger", inspection)',
  'const shown: readonly PaperId[] = [\n  `ledger`,\n];',
  "switch (id as PaperId) {\n  case 'ledger':\n}",
  'const COLOURS: Record<PaperId, string> = {\n  ledger: "red",\n};',
  'return papers.ledger.label;',
])('a paper named in %j is found', (text) => {
  expect(namesPaper('ledger', text)).toBe(true);
  expect(namesPaper('announcement', text.replaceAll('ledger', 'announcement'))).toBe(true);
  expect(namesPaper('ledger', text.replaceAll('ledger', 'tally'))).toBe(false);
});

it.each(PAPER_IDS)('%s has a definition, a model and a layout, and a line in each index', (id) => {
  for (const file of ownFiles(id)) expect(sources).toContain(file);
  for (const index of INDEXES) expect(textOf(index).match(new RegExp(`^  ${id},$`, 'gm'))).toHaveLength(1);
});

it.each(PAPER_IDS)('%s is named nowhere else', (id) => {
  const allowed = [...INDEXES, ...ownFiles(id)];
  expect(placesOf(id).filter((file) => !allowed.includes(file))).toEqual([]);
  if (!SHARED.includes(id)) expect(placesOf(id)).toHaveLength(allowed.length);
});

it('every paper is called in Chinese, says for whom it is, and has a layout', () => {
  for (const id of PAPER_IDS) {
    const paper = paperOf(id);
    expect([paper.label, paper.dialogTitle].join()).toMatch(/^[\u4e00-\u9fff,]+$/);
    // A workbook is not looked through: only what stays with the group goes out as one.
    if (paper.spreadsheet) expect('clearance' in paper && paper.clearance).toBe('inside');
    if (!('layouts' in paper)) continue;
    expect(paper.layouts.length).toBeGreaterThan(0);
    expect(paper.leftOut.lines.length).toBeGreaterThan(0);
    // What is cleared as for the unit is handed out by whoever may know what it is cleared of.
    if (paper.clearance === 'unit') expect(paper.handedOutBy).toEqual(['leader', 'liaison']);
    if (paper.audience !== 'internal') expect(paper.clearance).not.toBe('inside');
  }
});
