/**
 * The part of Markdown that the manual is written in, read into plain data: headings, paragraphs, lists, tables, pictures;
 * in a line bold, keys and links (whose words stay, as nothing leads out of the program). What it does not know is text.
 */

/** A piece of a line. */
export interface Piece {
  readonly as: 'text' | 'bold' | 'key';
  readonly text: string;
}
export type Line = readonly Piece[];

export type Block =
  | { readonly block: 'heading'; readonly level: number; readonly text: string }
  | { readonly block: 'paragraph'; readonly line: Line }
  | { readonly block: 'list'; readonly numbered: boolean; readonly items: readonly Line[] }
  | { readonly block: 'table'; readonly head: readonly Line[]; readonly rows: readonly (readonly Line[])[] }
  | { readonly block: 'picture'; readonly words: string; readonly file: string };

const PIECES = /\*\*(.+?)\*\*|`([^`]+)`|\[([^\]]+)\]\([^)]*\)/g;

function lineOf(text: string): Line {
  const pieces: Piece[] = [];
  let end = 0;
  for (const found of text.matchAll(PIECES)) {
    if (found.index > end) pieces.push({ as: 'text', text: text.slice(end, found.index) });
    const [whole, bold, key, link] = found;
    pieces.push(
      bold !== undefined
        ? { as: 'bold', text: bold }
        : key !== undefined
          ? { as: 'key', text: key }
          : { as: 'text', text: link ?? whole },
    );
    end = found.index + whole.length;
  }
  if (end < text.length) pieces.push({ as: 'text', text: text.slice(end) });
  return pieces;
}

const cellsOf = (row: string): readonly Line[] =>
  row
    .replace(/^\||\|\s*$/g, '')
    .split('|')
    .map((cell) => lineOf(cell.trim()));

const ITEM = /^(?:[-*]|(\d+)\.)\s+/;

/** The lines of a paragraph, a list or a table: what stands between two empty lines. */
function blockOf(lines: readonly string[]): Block {
  const first = lines[0]!;
  const heading = /^(#{1,4})\s+(.*)$/.exec(first);
  if (heading) return { block: 'heading', level: heading[1]!.length, text: heading[2]! };
  const picture = /^!\[([^\]]*)\]\((?:.*\/)?([^/)]+)\)$/.exec(first);
  if (picture) return { block: 'picture', words: picture[1]!, file: picture[2]! };
  if (first.startsWith('|')) {
    const [head, , ...rows] = lines;
    return { block: 'table', head: cellsOf(head!), rows: rows.map(cellsOf) };
  }
  const item = ITEM.exec(first);
  if (item) {
    const items = lines.filter((line) => ITEM.test(line)).map((line) => lineOf(line.replace(ITEM, '')));
    return { block: 'list', numbered: item[1] !== undefined, items };
  }
  return { block: 'paragraph', line: lineOf(lines.join('')) };
}

/** Reads a text into blocks, in its order. */
export function readMarkdown(text: string): readonly Block[] {
  return text
    .split(/\n\s*\n/)
    .map((part) => part.split('\n').filter((line) => line.trim() !== ''))
    .filter((lines) => lines.length > 0)
    .map(blockOf);
}

/** All words of a block, for a search. */
export function wordsOf(block: Block): string {
  const plain = (line: Line): string => line.map(({ text }) => text).join('');
  switch (block.block) {
    case 'heading':
      return block.text;
    case 'paragraph':
      return plain(block.line);
    case 'list':
      return block.items.map(plain).join('\n');
    case 'table':
      return [block.head, ...block.rows].map((row) => row.map(plain).join(' ')).join('\n');
    case 'picture':
      return block.words;
  }
}
