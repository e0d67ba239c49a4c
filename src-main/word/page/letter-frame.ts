/**
 * 信函格式 (GB/T 9704-2012 §10.1; domain.md §3): the mark's upper edge 30 mm below that of the page, red double lines of 170 mm
 * below it (上粗下细) and 20 mm above the lower edge of the page (上细下粗), no number on the first page.
 */
import { BorderStyle, Footer, Header, type ISectionPropertiesOptions, Paragraph } from 'docx';
import type { FontPlan } from './fonts';
import type { Part } from './head-and-foot';
import type { Layout } from './layout';
import { LINE, mm, PAGE } from './measures';
import { RED, text16 } from './styles';
import { linesOf, textRuns, widthOf } from './text';

/** The lines are longer than the text area: by this much on either side. */
const BEYOND = Math.round((mm(170) - (PAGE.width - PAGE.left - PAGE.right)) / 2);
const MARK_TOP = mm(30);
const FOOT = mm(20);
/** Eighths of a point; the gap between the two in twips. */
const THICK = 20;
const THIN = 6;
const GAP = 40;
/** As large as on a 公文, so that the mark stays on one line of the double rule's length. */
const MARK_LARGEST = 36;

/** Distances of a letter's page: the head begins where the mark does. */
export function letterPage(): ISectionPropertiesOptions {
  const { width, height, top, right, bottom, left } = PAGE;
  return {
    page: { size: { width, height }, margin: { top, right, bottom, left, header: MARK_TOP, footer: FOOT } },
  };
}

/** What stands around the text of a letter: mark and lines of the first page, 发文字号 at the right edge. */
export function letterFrame(
  { mark, number }: Extract<Layout, { kind: 'letter' }>,
  fonts: FontPlan,
): Part & { readonly first: { readonly header: Header; readonly footer: Footer } } {
  const name = linesOf(mark).join('');
  const size = Math.min(MARK_LARGEST, Math.floor(mm(170) / 20 / Math.max(widthOf(name) / 2, 2)));
  const indent = { left: -BEYOND, right: -BEYOND };
  // Two rules of their own: programs disagree about which side of a double border is the thick one.
  const rule = (size: number): Paragraph =>
    new Paragraph({
      style: 'GwLetterRule',
      indent,
      border: { bottom: { style: BorderStyle.SINGLE, size, color: RED, space: 0 } },
    });
  return {
    styles: [
      {
        id: 'GwLetterMark',
        name: '信函发文机关标志',
        font: 'title',
        size,
        line: Math.round(size * 20 * 1.15),
        align: 'centre',
        colour: RED,
      },
      { id: 'GwLetterRule', name: '信函红线', font: 'fangSong', size: 1, line: GAP },
      {
        id: 'GwLetterNumber',
        name: '信函发文字号',
        font: 'fangSong',
        ...text16,
        align: 'right',
        after: LINE,
      },
    ],
    // Its line is left free where there is none.
    children: [new Paragraph({ style: 'GwLetterNumber', children: textRuns(number) })],
    first: {
      header: new Header({
        children: [
          new Paragraph({ style: 'GwLetterMark', indent, children: textRuns(name, fonts.titleCoverage) }),
          rule(THICK),
          rule(THIN),
        ],
      }),
      footer: new Footer({ children: [rule(THIN), rule(THICK)] }),
    },
  };
}
