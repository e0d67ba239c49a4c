/** A Word file as lines that a person can compare: every word, with the style, table, width and page it stands in. */
import { createHash } from 'node:crypto';
import { strFromU8, unzipSync } from 'fflate';

const decode = (text: string): string =>
  text
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&apos;/g, "'")
    .replace(/&amp;/g, '&');

/** `w:w="100" w:h="200"` as `w=100 h=200`. */
const attributesOf = (tag: string): string =>
  [...tag.matchAll(/\sw:(\w+)="([^"]*)"/g)].map(([, name, value]) => `${name}=${value}`).join(' ');
const only = (tag: string, name: string): string => new RegExp(`\\sw:${name}="([^"]*)"`).exec(tag)?.[1] ?? '';

/** What is told of a paragraph besides its words. */
const OF_PARAGRAPH: Readonly<Record<string, string>> = {
  'w:pageBreakBefore': 'new page',
  'w:keepNext': 'keep with next',
};
const OF_ROW: Readonly<Record<string, string>> = { 'w:tblHeader': 'repeated', 'w:cantSplit': 'whole' };

/** One part of the file, a line for each paragraph, row and cell. */
function outlineOf(xml: string): string[] {
  const lines: string[] = [];
  let depth = 0;
  const say = (line: string) => lines.push(`${'  '.repeat(depth)}${line}`);
  let text = '';
  let style = '';
  let marks: string[] = [];
  let row: string[] = [];
  let cell: string[] = [];
  let saidRow = true;
  let saidCell = true;
  const tell = () => {
    if (!saidRow) {
      saidRow = true;
      say(['row', ...row].join(' '));
      depth += 1;
    }
    if (!saidCell) {
      saidCell = true;
      say(['cell', ...cell].join(' '));
      depth += 1;
    }
  };
  for (const [token] of xml.matchAll(/<[^>]+>|[^<]+/g)) {
    const [, close, name = ''] = /^<(\/?)([\w:]+)/.exec(token) ?? [];
    if (name === '') text += decode(token);
    else if (name === 'w:tbl' && !close) {
      tell();
      say('table');
      depth += 1;
    } else if (name === 'w:tbl') depth -= 1;
    else if (name === 'w:gridCol') say(`column ${only(token, 'w')}`);
    else if (name === 'w:tr' && !close) {
      row = [];
      saidRow = false;
    } else if (name === 'w:tr') depth -= 1;
    else if (name in OF_ROW) row.push(OF_ROW[name]!);
    else if (name === 'w:trHeight') row.push(`height ${attributesOf(token)}`);
    else if (name === 'w:tc' && !close) {
      cell = [];
      saidCell = false;
    } else if (name === 'w:tc') depth -= 1;
    else if (name === 'w:tcW') cell.push(only(token, 'w'));
    else if (name === 'w:gridSpan') cell.push(`over ${only(token, 'val')}`);
    else if (name === 'w:vMerge') cell.push(`merged ${only(token, 'val') || 'on'}`);
    else if (name === 'w:p' && !close) {
      tell();
      text = '';
      style = '';
      marks = [];
      if (token.endsWith('/>')) say('¶');
    } else if (name === 'w:pStyle') style = only(token, 'val');
    else if (name in OF_PARAGRAPH) marks.push(OF_PARAGRAPH[name]!);
    else if (name === 'w:br') text += only(token, 'type') === 'page' ? '⟨new page⟩' : '⏎';
    else if (name === 'w:tab' && !token.includes('w:val')) text += '⇥';
    else if (name === 'w:instrText' && !close) text += '⟨';
    else if (name === 'w:instrText') text += '⟩';
    else if (name === 'w:p')
      say(['¶', style, ...marks.map((mark) => `[${mark}]`), text].filter(Boolean).join(' '));
    else if (name === 'w:pgSz' || name === 'w:pgMar') say(`${name.slice(2)} ${attributesOf(token)}`);
  }
  return lines;
}

/**
 * The whole file. Ends with the fingerprint of its parts: spacing, fonts and rules of styles are told by it alone.
 * @returns lines, one for each paragraph, row, cell and page setting
 */
export function docxOutline(docx: Uint8Array): string {
  const parts = Object.entries(unzipSync(docx)).sort(([a], [b]) => (a < b ? -1 : 1));
  const told = parts
    .filter(([name]) => /^word\/(document|header\d+|footer\d+)\.xml$/.test(name))
    .flatMap(([name, bytes]) => [`== ${name}`, ...outlineOf(strFromU8(bytes))]);
  const digest = createHash('sha256');
  for (const [name, bytes] of parts) digest.update(name).update(bytes);
  return [...told, `== ${digest.digest('hex').slice(0, 16)}`, ''].join('\n');
}
