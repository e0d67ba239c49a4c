/**
 * Where a long title turns its lines (GB/T 9704-2012 §7.3.1: 回行时词意完整、排列对称、长短适宜，使用梯形或菱形).
 */
import { widthOf } from './text';

/** Words of this work that the general dictionary cuts apart. */
const WHOLE_WORDS = [
  '关于',
  '巡察',
  '反馈意见',
  '整改台账',
  '整改方案',
  '回头看',
  '党工委',
  '党组',
  '党委',
  '委员会',
  '管委会',
  '领导小组',
  '办公室',
  '管理局',
  '管理中心',
  '服务中心',
  '党支部',
  '党总支',
  '人民政府',
  '街道办事处',
  '巡察组',
  '水务局',
  '规划局',
  '合作社',
  '卫生院',
  '县委县政府',
  '市委市政府',
  '区委区政府',
  '依法治县',
  '依法治市',
  '人民代表大会',
  '常务委员会',
  '生产建设兵团',
  '交通运输',
  '城乡建设',
  '行政执法',
] as const;
/** Names that are one word whatever stands in them: 第二巡察组, 第一师, 撒拉族自治县, 云河村 after a town. */
const WHOLE_PATTERNS = [
  /第[一二三四五六七八九十百]+(?:轮|届|师|团|巡察组|人民医院|中学|小学|党支部)/gu,
  /[^关于巡察的、中共省市县区州]{1,8}族自治[县州区旗]/gu,
  /自治[县州区旗]/gu,
  /(?<=[县区镇乡])[^省市县区州盟旗镇乡村委局]{1,4}[村镇乡]/gu,
] as const;
/** A break after one of these ends a place name, so a run of unknown characters may be cut there. */
const PLACE_END = /^[省市县区州盟旗镇乡村]$/u;
/** One character that belongs to the word before it: 规划|局, 台|账. */
const SUFFIX = /^[省市县区州盟旗镇乡村局委组会院所站处科室部厅办队校司厂社行的地得了们]$/u;
/** One character that belongs to the word after it. */
const PREFIX = /^[与和及对在向第]$/u;
const CLOSING = /^[”’》〉）】〕」』、，。；：！？,.;:!?)\]%％·—…]$/u;
const OPENING = /^[“‘《〈（【〔「『([]$/u;

/** Ends a part of a unit's name, or what comes before it. */
const PART_END = /^[省市县区州盟旗镇乡村团师局委组会院站所心校察于、（）]$/u;

const INSIDE_NAME = 5;
const INSIDE_WORD = 1000;
const INSIDE_QUOTES = 60;
const CANNOT_START_LINE = 5000;

/** Cost of turning the line before each character; 0 is a free choice. */
function breakCosts(chars: readonly string[]): number[] {
  const text = chars.join('');
  const costs = new Array<number>(chars.length).fill(INSIDE_WORD);
  const offsets: number[] = [];
  let offset = 0;
  for (const char of chars) {
    offsets.push(offset);
    offset += char.length;
  }
  const indexAt = new Map(offsets.map((at, index) => [at, index]));

  // Words of the platform's dictionary. Names it does not know come out one character at a time: keep up to four of
  // those together, and cut after 县, 镇 and the like.
  let loose = 0;
  let previous = '';
  for (const { segment, index } of new Intl.Segmenter('zh', { granularity: 'word' }).segment(text)) {
    const at = indexAt.get(index);
    const single = [...segment].length === 1;
    const plain = single && !PREFIX.test(segment) && !CLOSING.test(segment) && !OPENING.test(segment);
    const joins = plain && loose > 0 && loose < 4 && !PLACE_END.test(previous);
    if (at !== undefined && !joins && !(single && SUFFIX.test(segment)) && !PREFIX.test(previous))
      costs[at] = 0;
    loose = plain ? (joins ? loose + 1 : 1) : 0;
    previous = segment;
  }

  const keepWhole = (word: string, at: number) => {
    const start = indexAt.get(at);
    if (start === undefined) return;
    for (let inside = 1; inside < [...word].length; inside++) costs[start + inside] = INSIDE_WORD;
  };
  for (const word of WHOLE_WORDS) {
    for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) keepWhole(word, at);
  }
  for (const pattern of WHOLE_PATTERNS) {
    for (const match of text.matchAll(pattern)) keepWhole(match[0], match.index);
  }
  // A turn after a place or an office reads better than one between two words of its name.
  chars.forEach((char, i) => {
    if (costs[i] === 0 && !PART_END.test(chars[i - 1] ?? '') && char !== '关') costs[i] = INSIDE_NAME;
  });

  let depth = 0;
  chars.forEach((char, index) => {
    const before = chars[index - 1];
    if (depth > 0) costs[index] = (costs[index] ?? 0) + INSIDE_QUOTES;
    if (CLOSING.test(char) || char === '的' || (before !== undefined && OPENING.test(before))) {
      costs[index] = CANNOT_START_LINE;
    }
    if (/[“‘《〈（]/.test(char)) depth += 1;
    else if (/[”’》〉）]/.test(char)) depth = Math.max(0, depth - 1);
  });
  return costs;
}

interface Step {
  readonly cost: number;
  readonly from: number;
  readonly length: number;
  readonly falling: boolean;
  readonly previous: Step | null;
}

/** Penalty of a line's length after the one before it: lines grow, then shrink, and are never quite equal. */
function shapeCost(length: number, before: number, falling: boolean): { cost: number; falling: boolean } {
  if (before === 0) return { cost: 0, falling: false };
  if (length === before) return { cost: 4, falling };
  if (length > before) return { cost: falling ? 400 : 0, falling };
  return { cost: 0, falling: true };
}

function arrange(
  widths: readonly number[],
  costs: readonly number[],
  max: number,
  ideal: number,
): Step | null {
  const total = widths.length;
  const best: Map<number, Step>[] = Array.from({ length: total + 1 }, () => new Map());
  best[0]?.set(0, { cost: 0, from: 0, length: 0, falling: false, previous: null });
  for (let start = 0; start < total; start++) {
    for (const step of best[start]?.values() ?? []) {
      let length = 0;
      for (let end = start + 1; end <= total; end++) {
        length += widths[end - 1] ?? 0;
        if (length > max && end > start + 1) break;
        const shape = shapeCost(length, step.length, step.falling);
        const turn = end === total ? 0 : (costs[end] ?? 0);
        const cost = step.cost + turn + shape.cost + ((length - ideal) / 2) ** 2;
        const key = length * 2 + (shape.falling ? 1 : 0);
        const known = best[end]?.get(key);
        if (known === undefined || cost < known.cost) {
          best[end]?.set(key, { cost, from: start, length, falling: shape.falling, previous: step });
        }
      }
    }
  }
  let chosen: Step | null = null;
  for (const step of best[total]?.values() ?? [])
    if (chosen === null || step.cost < chosen.cost) chosen = step;
  return chosen;
}

/**
 * Cuts a title into lines of at most `maxCharsPerLine` full-width characters, in the shape of a trapezium or a rhombus,
 * never inside a word, and whole quotations where they fit. A word longer than a line is cut.
 * The joined lines are the text, white space around it removed.
 */
export function breakTitle(text: string, maxCharsPerLine: number): string[] {
  const chars = [...text.trim()];
  const widths = chars.map(widthOf);
  const max = maxCharsPerLine * 2;
  const total = widths.reduce((sum, width) => sum + width, 0);
  if (total <= max) return [chars.join('')];
  const costs = breakCosts(chars);
  const fewest = Math.ceil(total / max);
  let chosen: Step | null = null;
  for (const lines of [fewest, fewest + 1]) {
    const found = arrange(widths, costs, max, total / lines);
    if (found !== null && (chosen === null || found.cost + 40 < chosen.cost)) chosen = found;
  }
  const lines: string[] = [];
  let end = chars.length;
  for (let step = chosen; step !== null && step.previous !== null; step = step.previous) {
    lines.unshift(chars.slice(step.from, end).join(''));
    end = step.from;
  }
  return lines;
}
