/** The named paragraph and character styles of our papers, in the terms of GB/T 9704-2012. */
import { AlignmentType, BorderStyle, type IParagraphStyleOptions, LineRuleType } from 'docx';
import type { FontPlan } from './fonts';
import { CHARACTER_SPACING, LINE, PAGE } from './measures';
import { RARE_STYLE } from './text';

type FontRole = 'title' | 'fangSong' | 'kaiTi' | 'simHei' | 'song';

/** A named paragraph style in the terms of the standard. */
export interface StyleSpec {
  readonly id: string;
  /** As people see it in Word. */
  readonly name: string;
  readonly font: FontRole;
  /** Points. */
  readonly size: number;
  /** Exact line height, twips. */
  readonly line: number;
  readonly align?: 'left' | 'centre' | 'right' | 'both';
  /** First line indented by two characters. */
  readonly indented?: boolean;
  /** Indents in characters of this style's size. */
  readonly leftChars?: number;
  readonly rightChars?: number;
  /** Characters by which the first line begins left of the others. */
  readonly hangingChars?: number;
  /** Space before and after, twips. */
  readonly before?: number;
  readonly after?: number;
  readonly keepNext?: boolean;
  /** Level in Word's navigation pane, from 0. */
  readonly outline?: number;
  readonly colour?: string;
  readonly bottomRule?: boolean;
  /** A right tab, this many characters inside the edge of the text. */
  readonly rightTabChars?: number;
  /** Width of the text that a right tab is counted in, twips; that of {@link PAGE} unless told. */
  readonly textWidth?: number;
  /** No space of the layout's own between hanzi and digits: where characters are counted (GB/T 9704 §7.3.5), and in cells. */
  readonly counted?: boolean;
}

export const text16 = { size: 16, line: LINE } as const;

/** The styles every document has. */
export const STYLES: readonly StyleSpec[] = [
  { id: 'GwTitle', name: '公文标题', font: 'title', size: 22, line: 680, align: 'centre', keepNext: true },
  { id: 'GwDateLine', name: '公文日期行', font: 'kaiTi', ...text16, align: 'centre', keepNext: true },
  { id: 'GwAddressee', name: '公文主送', font: 'fangSong', ...text16, before: LINE, keepNext: true },
  { id: 'GwBody', name: '公文正文', font: 'fangSong', ...text16, align: 'both', indented: true },
  {
    id: 'GwHeading1',
    name: '公文一级标题',
    font: 'simHei',
    ...text16,
    indented: true,
    keepNext: true,
    outline: 0,
  },
  {
    id: 'GwHeading2',
    name: '公文二级标题',
    font: 'kaiTi',
    ...text16,
    align: 'both',
    indented: true,
    keepNext: true,
    outline: 1,
  },
  {
    id: 'GwHeading3',
    name: '公文三级标题',
    font: 'fangSong',
    ...text16,
    align: 'both',
    indented: true,
    keepNext: true,
    outline: 2,
  },
  { id: 'GwItem', name: '公文分项', font: 'fangSong', ...text16, align: 'both', indented: true },
  { id: 'GwHandling', name: '公文使用标记', font: 'simHei', ...text16, after: LINE, keepNext: true },
  { id: 'GwMark', name: '公文标记', font: 'simHei', ...text16, keepNext: true },
  {
    id: 'GwTableTitle',
    name: '表格标题',
    font: 'title',
    size: 18,
    line: 560,
    align: 'centre',
    keepNext: true,
  },
  { id: 'GwTableNote', name: '表格说明', font: 'fangSong', size: 10.5, line: 360, keepNext: true },
  {
    id: 'GwTableSummary',
    name: '表格小结',
    font: 'fangSong',
    size: 10.5,
    line: 360,
    align: 'both',
    after: 80,
    keepNext: true,
  },
  {
    id: 'GwTableHead',
    name: '表头',
    font: 'simHei',
    size: 9,
    line: 260,
    align: 'centre',
    keepNext: true,
    counted: true,
  },
  { id: 'GwTableText', name: '表体', font: 'fangSong', size: 9, line: 250, counted: true },
  {
    id: 'GwTableCentre',
    name: '表体居中',
    font: 'fangSong',
    size: 9,
    line: 250,
    align: 'centre',
    counted: true,
  },
  { id: 'GwTableSign', name: '填表栏', font: 'fangSong', size: 10.5, line: 360, before: 120 },
  { id: 'GwRunningHead', name: '续页标题', font: 'kaiTi', size: 10.5, line: 320, align: 'right', after: 80 },
  { id: 'GwPageOdd', name: '页码单页', font: 'song', size: 14, line: 320, align: 'right', rightChars: 1 },
  { id: 'GwPageEven', name: '页码双页', font: 'song', size: 14, line: 320, align: 'left', leftChars: 1 },
];

/** The red of 版头. */
export const RED = 'FF0000';
/** Points between 发文字号 and the red line: 4 mm. */
const RULE_GAP = 11;

const ALIGN = {
  left: AlignmentType.LEFT,
  centre: AlignmentType.CENTER,
  right: AlignmentType.RIGHT,
  both: AlignmentType.BOTH,
} as const;

export function fontAttributes(name: string, latin: string = name) {
  return { ascii: latin, hAnsi: latin, cs: latin, eastAsia: name, hint: 'eastAsia' };
}

/** Only 16 pt text is squeezed: it is the size that has to stand 28 to a line. */
function characterWidth(spec: StyleSpec): number {
  return spec.size * 20 + (spec.size === 16 ? CHARACTER_SPACING : 0);
}

export function paragraphStyle(spec: StyleSpec, fonts: FontPlan): IParagraphStyleOptions {
  const character = characterWidth(spec);
  return {
    id: spec.id,
    name: spec.name,
    basedOn: 'Normal',
    quickFormat: true,
    run: {
      font: fontAttributes(fonts[spec.font], fonts.latin),
      size: spec.size * 2,
      characterSpacing: spec.size === 16 ? CHARACTER_SPACING : undefined,
      color: spec.colour,
    },
    paragraph: {
      alignment: ALIGN[spec.align ?? 'left'],
      spacing: {
        line: spec.line,
        lineRule: LineRuleType.EXACT,
        before: spec.before ?? 0,
        after: spec.after ?? 0,
      },
      indent:
        spec.indented === true
          ? { firstLine: 2 * character, firstLineChars: 200 }
          : {
              left: (spec.leftChars ?? 0) * character,
              right: (spec.rightChars ?? 0) * character,
              ...(spec.hangingChars === undefined ? {} : { hanging: spec.hangingChars * character }),
            },
      keepNext: spec.keepNext,
      outlineLevel: spec.outline,
      border: spec.bottomRule
        ? { bottom: { style: BorderStyle.SINGLE, size: 12, color: RED, space: RULE_GAP } }
        : undefined,
      rightTabStop:
        spec.rightTabChars === undefined
          ? undefined
          : (spec.textWidth ?? PAGE.width - PAGE.left - PAGE.right) -
            Math.round(spec.rightTabChars * character),
    },
  };
}

/** What `docx` has no option for in a style: indents in characters, and no space of the layout's own beside digits. */
export function styleEdits(styles: readonly StyleSpec[]): (xml: string) => string {
  return (xml) => {
    let result = xml;
    for (const { id, leftChars, rightChars, hangingChars, counted } of styles) {
      const start = result.indexOf(`w:styleId="${id}"`);
      const inChars = (name: string, chars: number | undefined) =>
        chars === undefined ? '' : `w:${name}="${Math.round(chars * 100)}" `;
      const attributes =
        inChars('leftChars', leftChars) +
        inChars('rightChars', rightChars) +
        inChars('hangingChars', hangingChars);
      // Word and WPS show and keep characters where they are given beside the twips.
      if (attributes !== '') result = insertAfter(result, '<w:ind ', start, attributes);
      if (counted) result = insertBefore(result, '<w:spacing ', start, NO_SPACE_BESIDE_DIGITS);
    }
    return result;
  };
}

const NO_SPACE_BESIDE_DIGITS = '<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>';

function insertAfter(text: string, what: string, from: number, inserted: string): string {
  const at = text.indexOf(what, from) + what.length;
  return text.slice(0, at) + inserted + text.slice(at);
}

function insertBefore(text: string, what: string, from: number, inserted: string): string {
  const at = text.indexOf(what, from);
  return text.slice(0, at) + inserted + text.slice(at);
}

/** Stretches of a paragraph in another font than its own. */
export const LEAD_STYLE = 'GwItemLead';
export const SIGNER_STYLE = 'GwSigner';

/** The character styles every document has. */
export const characterStyles = (fonts: FontPlan) => [
  { id: RARE_STYLE.rare, name: '生僻字', run: { font: fontAttributes(fonts.rare) } },
  {
    id: RARE_STYLE.supplementary,
    name: '生僻字扩展',
    run: { font: fontAttributes(fonts.rareSupplementary) },
  },
  { id: LEAD_STYLE, name: '分项首句', run: { font: fontAttributes(fonts.kaiTi, fonts.latin) } },
  { id: SIGNER_STYLE, name: '签发人姓名', run: { font: fontAttributes(fonts.kaiTi, fonts.latin) } },
];
