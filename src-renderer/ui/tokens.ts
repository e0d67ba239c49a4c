/**
 * The colours and the type of the window, once: style sheets have them as variables (`--ink`), the controls of antd and the
 * charts by their names. Neutral greys, an ink blue for what can be acted on, and one deep red kept for the mark of the
 * product, the page one is on and the one main button of a screen, so that red in a table still means “late”.
 *
 * Words have at least 4.5 : 1 on every ground on which they stand (WCAG 2.1 § 1.4.3); test/e2e/accessibility.test.ts measures it.
 */
import { GROUNDS } from '../../src-shared/contract/shell';

export type Mode = 'light' | 'dark';

/** Each colour light and dark, named by what it is for. */
const COLOURS = {
  // Grounds.
  bg: [GROUNDS.light, GROUNDS.dark],
  base: ['#ffffff', '#1a1b1d'],
  sheet: ['#ffffff', '#1e2022'],
  raised: ['#ffffff', '#26282b'],
  field: ['#ffffff', '#1e2022'],
  rail: ['#faf9f7', '#191a1c'],
  'rail-hover': ['rgb(127 120 110 / 12%)', 'rgb(127 120 110 / 12%)'],
  head: ['#f7f6f3', '#242629'],
  'row-hover': ['#f6f8fa', '#26292c'],
  // Lines.
  line: ['#e3e0d9', '#313438'],
  'line-soft': ['#e6e3dd', '#313438'],
  'line-strong': ['#cfccc5', '#45484d'],
  // Words: what is read, what stands beside it, what is fainter still.
  text: ['#1d2126', '#eceae6'],
  'text-2': ['#565b63', '#b4b6ba'],
  'text-3': ['#646970', '#989ba0'],
  placeholder: ['#6b7077', '#8f9297'],
  'head-text': ['#4a4f57', '#b9bbbe'],
  // The red of the product.
  seal: ['#a8201a', '#a8201a'],
  red: ['#a8201a', '#e8776c'],
  'red-soft': ['#f9eceb', '#3a2220'],
  main: ['#a8201a', '#b83a31'],
  'main-hover': ['#bd3129', '#c94b41'],
  'main-active': ['#8d1712', '#a12d25'],
  'on-main': ['#ffffff', '#ffffff'],
  // What can be acted on.
  ink: ['#2b5278', '#8db4dc'],
  'ink-control': ['#2b5278', '#6f9cc9'],
  'ink-pressed': ['#1f3d5a', '#6f9cc9'],
  'ink-hover': ['#1f3d5a', '#b3cdea'],
  'ink-soft': ['#e9eff5', '#22303d'],
  'ink-soft-hover': ['#dbe6f0', '#2a3c4d'],
  'ink-line': ['#b9cbdc', '#3a536b'],
  // What is late, soon, well.
  error: ['#c02a1c', '#e5675a'],
  late: ['#b3261c', '#f08a7f'],
  'late-bg': ['#fbeae8', '#3b2321'],
  'late-hover': ['#f7dad6', '#4a2b28'],
  'late-line': ['#e9b6b0', '#6e3e39'],
  warning: ['#b26a00', '#d9a13b'],
  soon: ['#8a5200', '#e6b75c'],
  'soon-bg': ['#fdf3e0', '#382d18'],
  'soon-hover': ['#fae8c6', '#46381e'],
  'soon-line': ['#ecd3a3', '#66522b'],
  success: ['#2f7d4f', '#5fae80'],
  calm: ['#2a6e46', '#7fc79c'],
  'calm-bg': ['#e8f3ec', '#1d3126'],
  'calm-hover': ['#d9ebe0', '#24402f'],
  'calm-line': ['#b4d5c1', '#345c45'],
  // Bars of progress and of strength, the same in both.
  full: ['#2f7d4f', '#2f7d4f'],
  fair: ['#b26a00', '#b26a00'],
  // What was looked for.
  mark: ['#ffe69c', '#6b5410'],
  // Paper is white and its words are black; what it lies on, and what is asked about in it.
  paper: ['#ffffff', '#ffffff'],
  'paper-words': ['#000000', '#000000'],
  desk: ['#8a8d91', '#8a8d91'],
  asked: ['#ffe58f', '#ffe58f'],
  // Bars of charts.
  nearly: ['#a9d3b9', '#33573f'],
  waiting: ['#cfccc5', '#55585d'],
  violet: ['#7c4d86', '#c39acb'],
  teal: ['#4f8f9b', '#79b8c4'],
  olive: ['#8d8a5a', '#bdb97f'],
} as const satisfies Readonly<Record<string, readonly [light: string, dark: string]>>;
export type Colour = keyof typeof COLOURS;

const SHADOWS = {
  shadow: [
    '0 1px 2px rgb(30 25 20 / 6%), 0 8px 28px rgb(30 25 20 / 7%)',
    '0 1px 2px rgb(0 0 0 / 40%), 0 8px 28px rgb(0 0 0 / 35%)',
  ],
  'paper-shadow': ['0 2px 10px rgb(0 0 0 / 35%)', '0 2px 10px rgb(0 0 0 / 35%)'],
} as const;

export const FONTS =
  "'Microsoft YaHei UI', 'Microsoft YaHei', 'PingFang SC', 'Noto Sans CJK SC', 'Source Han Sans SC', 'WenQuanYi Micro Hei', system-ui, sans-serif";

export const colour = (name: Colour, mode: Mode): string => COLOURS[name][mode === 'light' ? 0 : 1];

function variables(mode: Mode): string {
  const lines = Object.entries({ ...COLOURS, ...SHADOWS }).map(
    ([name, pair]) => `--${name}:${pair[mode === 'light' ? 0 : 1]};`,
  );
  return `:root{color-scheme:${mode};${lines.join('')}}`;
}

/** The variables as a style sheet: light or dark as the page is told, before any script asks. */
export const tokenSheet = (): string =>
  `:root{--fonts:${FONTS}}${variables('light')}@media (prefers-color-scheme:dark){${variables('dark')}}`;

/** Gives a page its variables. */
export function wearTokens(page: Document): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(tokenSheet());
  page.adoptedStyleSheets.push(sheet);
}
