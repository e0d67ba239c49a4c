/**
 * Who may read a paper. Two guards against one mistake: a document for a unit can only be built from a model that
 * {@link forUnit} has looked through, and the finished file is looked through again, every part of it.
 */
import { strFromU8, unzipSync } from 'fflate';
import type { Audience } from '../../src-shared/domain/audiences';
import { type Problem, WorkbenchError } from '../../src-shared/errors';
import { numberBook } from '../clearance/clue-numbers';
import { nameBook } from '../clearance/find';
import { textBook } from '../clearance/secret-texts';
import { foldText } from '../clearance/spelling';

export type { Audience };
/** Readers outside the group who are not the inspected unit. */
export type Outsider = Exclude<Audience, 'unit' | 'internal' | 'leaders'>;

declare const brand: unique symbol;
/** A model that has been cleared for an audience. Only the functions of this file make one. */
export type ForAudience<A extends Audience, T> = T & { readonly [brand]: A };
export type ForUnit<T> = ForAudience<'unit', T>;
export type ForInternal<T> = ForAudience<'internal', T>;
export type ForLeaders<T> = ForAudience<'leaders', T>;
export type ForOutsiders<T> = ForAudience<Outsider, T>;
/** Cleared for somebody; what a document that prints for any audience demands. */
export type Cleared<T> = ForUnit<T> | ForInternal<T> | ForLeaders<T> | ForOutsiders<T>;

/** What must not be in a paper for the unit. */
export interface Forbidden {
  /** People, one name each. Words of the dictionary and single characters are ignored: a person decides about those. */
  readonly names: readonly string[];
  /** Secret texts; any part of twelve characters counts, shorter ones as a whole. */
  readonly texts: readonly string[];
  /** Numbers of clues, as the round gives them. */
  readonly codes?: readonly string[];
  /** Prefixes of clue numbers besides `XS`, where no clue has one yet. */
  readonly cluePrefixes?: readonly string[];
  /** Texts that stay whatever is in them: the unit's own name, people whose office puts them there. */
  readonly kept?: readonly string[];
  /** What a person said may stay, in its one spelling: words that are no name, runs that tell nothing. */
  readonly allowed?: readonly string[];
}

export type LeakKind =
  'clue-number' | 'clue-text' | 'name' | 'hidden-part' | 'tracked-change' | 'outside-link' | 'unreadable';

/** One finding: what kind and where, never the secret itself. */
export interface Leak {
  readonly kind: LeakKind;
  /** Part of the file (`word/document.xml`) or path in the model (`focuses[0].findings[2].facts`). */
  readonly part: string;
  /** 1-based paragraph in that part, where there is one. */
  readonly paragraph?: number;
}

interface Clearance {
  readonly audience: Audience;
  readonly forbidden: Forbidden | null;
}

/**
 * Kept beside the models, not in them: a model read back from JSON, or one that came from another thread, is not
 * cleared. Clear it in the thread that prints it.
 */
const clearances = new WeakMap<object, Clearance>();

function clear<A extends Audience, T extends object>(model: T, clearance: Clearance): ForAudience<A, T> {
  const own = { ...model };
  clearances.set(own, clearance);
  return own as ForAudience<A, T>;
}

/**
 * Clears a model for the inspected unit.
 * @throws WorkbenchError DOCUMENT_LEAK when any text in it holds something forbidden; `problems` name the places.
 */
export function forUnit<T extends object>(model: T, forbidden: Forbidden): ForUnit<T> {
  refuse(leaksIn(model, forbidden));
  return clear<'unit', T>(model, { audience: 'unit', forbidden });
}

/**
 * Clears a model for a person outside the group who knows what he himself said: no clue number may be in it. Names and
 * contents are not searched for: a refusal would tell the printing member who the informants are.
 * @throws WorkbenchError DOCUMENT_LEAK
 */
export function forOutsiders<T extends object>(model: T, audience: Outsider): ForOutsiders<T> {
  const forbidden: Forbidden = { names: [], texts: [] };
  refuse(leaksIn(model, forbidden));
  return clear<Outsider, T>(model, { audience, forbidden });
}

function leaksIn(model: object, forbidden: Forbidden): Leak[] {
  const search = searcher(forbidden);
  const leaks: Leak[] = [];
  const visit = (value: unknown, path: string): void => {
    if (typeof value === 'string') {
      leaks.push(...search.in(value).map((kind) => ({ kind, part: path })));
    } else if (Array.isArray(value)) {
      value.forEach((item, index) => visit(item, `${path}[${index}]`));
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, item] of Object.entries(value)) visit(item, path === '' ? key : `${path}.${key}`);
    }
  };
  visit(model, '');
  return leaks;
}

/** Marks a model as the group's own. */
export function forInternal<T extends object>(model: T): ForInternal<T> {
  return clear<'internal', T>(model, { audience: 'internal', forbidden: null });
}

/** Marks a model as for the leaders. */
export function forLeaders<T extends object>(model: T): ForLeaders<T> {
  return clear<'leaders', T>(model, { audience: 'leaders', forbidden: null });
}

function refuseAudience(): never {
  throw new WorkbenchError(
    'DOCUMENT_AUDIENCE',
    '这份材料没有标明读者对象，或者不是发给被巡察单位的材料，没有生成文件。请从“导出”重新选择读者对象后再生成。',
  );
}

function clearanceOf(model: object): Clearance {
  const clearance = clearances.get(model);
  if (clearance === undefined) refuseAudience();
  return clearance;
}

/**
 * Refuses at run time what the type refuses at compile time.
 * @throws WorkbenchError DOCUMENT_AUDIENCE unless the model was cleared for the unit.
 */
export function requireUnit(model: ForUnit<object>): void {
  if (clearanceOf(model).audience !== 'unit') refuseAudience();
}

/** The same clearance for a model that was made from a cleared one. */
export function clearLike<T extends object>(source: Cleared<object>, model: T): Cleared<T> {
  return clear(model, clearanceOf(source)) as Cleared<T>;
}

/**
 * Looks through the finished file of a cleared model: every document function ends here.
 * @throws WorkbenchError DOCUMENT_AUDIENCE for a model that was never cleared, DOCUMENT_LEAK as {@link sealDocument}.
 */
export async function release(model: Cleared<object>, build: () => Promise<Buffer>): Promise<Buffer> {
  const { forbidden } = clearanceOf(model);
  const file = await build();
  return forbidden === null ? file : sealDocument(file, forbidden);
}

// ---- searching ---------------------------------------------------------------------------------------------------

interface Search {
  /** What is wrong in one paragraph. */
  readonly in: (text: string) => LeakKind[];
  /** The same for paragraphs joined by {@link BETWEEN}, by their index; whole texts may run over several (index null). */
  readonly among: (joined: string) => (readonly [index: number | null, kind: LeakKind])[];
}

/** Stands between paragraphs while they are searched as one; no XML text can hold it. */
const BETWEEN = '\uFFFE';

function searcher({ names, texts, codes = [], cluePrefixes, kept = [], allowed = [] }: Forbidden): Search {
  const said = new Set(allowed);
  // What may be a word was decided where a person wrote it; the program's own words are no names.
  const people = nameBook(
    names.filter((name) => !said.has(foldText(name))),
    kept,
    { words: false },
  );
  const numbers = numberBook(codes, cluePrefixes);
  const secrets = textBook(texts, [...kept, ...allowed]);
  const judge = (text: string): LeakKind[] => {
    const kinds: LeakKind[] = [];
    if (numbers.in(text).some(({ certain }) => certain)) kinds.push('clue-number');
    if (secrets.in(text).length > 0) kinds.push('clue-text');
    if (people.in(text).some(({ certain }) => certain)) kinds.push('name');
    return kinds;
  };
  return {
    in: judge,
    among: (joined) => {
      // One look at everything; paragraph by paragraph only when there is something to place.
      const paragraphs = joined.split(BETWEEN);
      const hits: (readonly [number | null, LeakKind])[] =
        judge(joined).length === 0
          ? []
          : paragraphs.flatMap((text, index) => judge(text).map((kind) => [index, kind] as const));
      const over =
        !hits.some(([, kind]) => kind === 'clue-text') && secrets.in(paragraphs.join('')).length > 0;
      return over ? [...hits, [null, 'clue-text']] : hits;
    },
  };
}

// ---- the finished file -------------------------------------------------------------------------------------------

/** Every part our documents consist of; whatever else is in a file was put there by someone else. */
const EXPECTED_PART =
  /^(\[Content_Types\]\.xml|_rels\/\.rels|docProps\/(core|app|custom)\.xml|word\/(document|styles|settings|webSettings|fontTable|numbering|footnotes|endnotes|(header|footer)\d*)\.xml|word\/theme\/theme\d*\.xml|word\/_rels\/[\w]+\.xml\.rels)$/;

function decodeEntities(text: string): string {
  return text.replace(/&(#x[0-9a-f]+|#\d+|lt|gt|quot|apos|amp);/gi, (whole, entity: string) => {
    if (entity.startsWith('#')) {
      const code = /^#x/i.test(entity) ? Number.parseInt(entity.slice(2), 16) : Number(entity.slice(1));
      return code <= 0x10ffff ? String.fromCodePoint(code) : '';
    }
    return { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' }[entity.toLowerCase()] ?? whole;
  });
}

/** A part in stretches of about a megabyte, cut after a tag: a long ledger is never held as one string. */
function* stretchesOf(bytes: Uint8Array): Generator<string> {
  const size = 1 << 20;
  for (let start = 0; start < bytes.length;) {
    const found = bytes.indexOf(0x3e, Math.min(start + size, bytes.length - 1));
    const end = found < 0 ? bytes.length : found + 1;
    yield strFromU8(bytes.subarray(start, end));
    start = end;
  }
}

/** The text between the tags; a {@link BETWEEN} after each paragraph. */
const textOf = (xml: string): string =>
  xml.replace(/<(?!\/(?:w:|a:)?p>)[^>]*>/g, '').replace(/<\/(?:w:|a:)?p>/g, BETWEEN);

/**
 * Attributes a person could have written into: alternative texts, bookmark and style names, titles, links. Only values
 * with a sign outside ASCII, an entity, or letters before digits are worth a look.
 */
const ATTRIBUTE =
  /\s(?:\w+:)?(?:descr|title|name|val|alt|author|Target|tooltip|tag|alias)=(?:"(?=[^"]*(?:[^\x00-\x7F]|&|[A-Za-z][^"]*\d))([^"]*)"|'([^']*)')/g;

const TRACKED_CHANGE = /<w:(ins|del|moveFrom|moveTo|rPrChange|pPrChange)\b[^>]*w:author=/;
const OUTSIDE_LINK = /TargetMode=["']External["']/;

function inspectXml(part: string, bytes: Uint8Array, search: Search): Leak[] {
  let text = '';
  const attributes = new Set<string>();
  const marks = new Set<LeakKind>();
  for (const xml of stretchesOf(bytes)) {
    text += textOf(xml);
    for (const match of xml.matchAll(ATTRIBUTE)) attributes.add(match[1] ?? match[2] ?? '');
    if (TRACKED_CHANGE.test(xml)) marks.add('tracked-change');
    if (OUTSIDE_LINK.test(xml)) marks.add('outside-link');
  }
  const placed = text.includes(BETWEEN);
  return [
    ...search.among(decodeEntities(text)).map(([index, kind]) => ({
      kind,
      part,
      ...(placed && index !== null ? { paragraph: index + 1 } : {}),
    })),
    ...search.among(decodeEntities([...attributes].join(BETWEEN))).map(([, kind]) => ({ kind, part })),
    ...[...marks].map((kind) => ({ kind, part })),
  ];
}

/** Our parts are UTF-8 without zero bytes; text in another encoding would pass a search unseen. */
const isUtf8Text = (bytes: Uint8Array): boolean =>
  !bytes.includes(0) && !(bytes[0] === 0xff || bytes[0] === 0xfe);

/**
 * Looks through a .docx as a curious reader would: all parts, properties, hidden text, attributes; entities decoded,
 * runs joined, look-alike spellings made one. Parts that our documents never have (comments, custom XML, embedded
 * files) are findings themselves.
 */
export function inspectFile(docx: Uint8Array, forbidden: Forbidden): Leak[] {
  let parts: Record<string, Uint8Array>;
  try {
    parts = unzipSync(docx);
  } catch {
    return [{ kind: 'unreadable', part: '' }];
  }
  const search = searcher(forbidden);
  const leaks: Leak[] = [];
  for (const [part, bytes] of Object.entries(parts)) {
    if (part.endsWith('/') && bytes.length === 0) continue;
    if (!EXPECTED_PART.test(part)) leaks.push({ kind: 'hidden-part', part });
    if (!isUtf8Text(bytes)) leaks.push({ kind: 'unreadable', part });
    leaks.push(...inspectXml(part, bytes, search));
    leaks.push(...search.in(part).map((kind) => ({ kind, part })));
  }
  return leaks;
}

const KIND_NAMES: Record<LeakKind, string> = {
  'clue-number': '问题线索编号',
  'clue-text': '保密内容的文字',
  name: '应当隐去的姓名',
  'hidden-part': '批注、嵌入文件等隐藏内容',
  'tracked-change': '修订痕迹',
  'outside-link': '指向文件外部的链接',
  unreadable: '无法读取的内容',
};

function placeOf(leak: Leak): string {
  const place =
    leak.part === 'word/document.xml'
      ? '正文'
      : leak.part.startsWith('word/header') || leak.part.startsWith('word/footer')
        ? '页眉页脚'
        : leak.part.startsWith('docProps/')
          ? '文件属性'
          : leak.part.startsWith('word/') || leak.part.startsWith('_rels') || leak.part.startsWith('[')
            ? '文件内部'
            : /^[\w[\].]+$/.test(leak.part) && !leak.part.endsWith('.xml')
              ? '材料内容'
              : '文件内部';
  return leak.paragraph === undefined ? place : `${place}第${leak.paragraph}段`;
}

function refuse(leaks: readonly Leak[]): void {
  if (leaks.length === 0) return;
  const seen = new Map<string, Problem>();
  for (const leak of leaks) {
    const problem = { place: placeOf(leak), message: `含有${KIND_NAMES[leak.kind]}` };
    seen.set(`${problem.place} ${problem.message}`, problem);
  }
  const problems = [...seen.values()];
  const shown = problems
    .slice(0, 3)
    .map(({ place, message }) => `${place}${message}`)
    .join('；');
  const more = problems.length > 3 ? `等共${problems.length}处` : '';
  throw new WorkbenchError(
    'DOCUMENT_LEAK',
    `发给组外的文件未通过保密检查，没有生成：${shown}${more}。请删去这些内容后重新生成。`,
    problems,
  );
}

/**
 * The file itself, if nothing forbidden is in it.
 * @throws WorkbenchError DOCUMENT_LEAK: kind and place of each finding, never the secret.
 */
export function sealDocument(docx: Buffer, forbidden: Forbidden): Buffer {
  refuse(inspectFile(docx, forbidden));
  return docx;
}
