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

/** Where a paper is named as one: what a request or an index says. Other things may share the word of an id. */
function placesOf(id: PaperId): readonly string[] {
  const named = new RegExp(
    [
      `paper: '${id}'`,
      `paper === '${id}'`,
      `\\bpapers\\.${id}\\b`,
      `PaperId[^;\\n]*'${id}'`,
      `<'${id}'>`,
    ].join('|'),
  );
  const listed = new RegExp(`^  ${id},$`, 'm');
  return sources.filter((file) => {
    const text = textOf(file);
    return named.test(text) || (INDEXES.includes(file) && listed.test(text));
  });
}

it.each(PAPER_IDS)('%s has a definition, a model and a layout, and a line in each index', (id) => {
  for (const file of ownFiles(id)) expect(sources).toContain(file);
  for (const index of INDEXES) expect(textOf(index).match(new RegExp(`^  ${id},$`, 'gm'))).toHaveLength(1);
});

it.each(PAPER_IDS)('%s is named nowhere else', (id) => {
  const allowed = [...INDEXES, ...ownFiles(id)];
  expect(placesOf(id).filter((file) => !allowed.includes(file))).toEqual([]);
});

it.each(['announcement', 'inquiryLetter'])(
  'not even the word %s, which nothing else shares, stands elsewhere',
  (id) => {
    const allowed = [...INDEXES, ...ownFiles(id)];
    const spelled = sources.filter((file) => new RegExp(`\\b${id}\\b`).test(textOf(file)));
    expect([...spelled].sort()).toEqual([...allowed].sort());
  },
);

it('every paper is called in Chinese, says for whom it is, and has a layout', () => {
  for (const id of PAPER_IDS) {
    const paper = paperOf(id);
    expect([paper.label, paper.dialogTitle].join()).toMatch(/^[\u4e00-\u9fff,]+$/);
    if (!('layouts' in paper)) continue;
    expect(paper.layouts.length).toBeGreaterThan(0);
    expect(paper.leftOut.lines.length).toBeGreaterThan(0);
    // What is cleared as for the unit is handed out by whoever may know what it is cleared of.
    if (paper.clearance === 'unit') expect(paper.handedOutBy).toEqual(['leader', 'liaison']);
    if (paper.audience !== 'internal') expect(paper.clearance).not.toBe('inside');
  }
});
