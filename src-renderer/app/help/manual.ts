/** The manual, as it lies in docs/: built into the program, cut into parts by its headings. */
import source from '../../../docs/使用手册.md?raw';
import exportPicture from '../../../docs/images/export.png';
import importPicture from '../../../docs/images/import.png';
import interview from '../../../docs/images/interview.png';
import ledger from '../../../docs/images/ledger.png';
import print from '../../../docs/images/print.png';
import questionnaire from '../../../docs/images/questionnaire.png';
import today from '../../../docs/images/today.png';
import { readMarkdown, wordsOf, type Block } from './markdown';

/** Where a picture of the manual is, by its file name. */
export const PICTURES: Readonly<Record<string, string>> = {
  'export.png': exportPicture,
  'import.png': importPicture,
  'interview.png': interview,
  'ledger.png': ledger,
  'print.png': print,
  'questionnaire.png': questionnaire,
  'today.png': today,
};

/** What stands under one heading, up to the next. */
export interface ManualPart {
  readonly heading: string;
  /** 1 the title of the manual, 2 a chapter, 3 a page of the program. */
  readonly level: number;
  readonly blocks: readonly Block[];
  /** Everything that is said in it, in small letters. */
  readonly words: string;
}

function partsOf(blocks: readonly Block[]): readonly ManualPart[] {
  const parts: { heading: string; level: number; blocks: Block[] }[] = [];
  for (const block of blocks) {
    if (block.block === 'heading') parts.push({ heading: block.text, level: block.level, blocks: [] });
    else parts.at(-1)?.blocks.push(block);
  }
  return parts.map((part) => ({
    ...part,
    words: [part.heading, ...part.blocks.map(wordsOf)].join('\n').toLowerCase(),
  }));
}

export const MANUAL: readonly ManualPart[] = partsOf(readMarkdown(source));

/** The parts in which every one of the words stands; all parts for no words. */
export function partsWith(typed: string): readonly ManualPart[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  return words.length === 0
    ? MANUAL
    : MANUAL.filter((part) => words.every((word) => part.words.includes(word)));
}
