/**
 * Full text over everything a reader may see: several words at once, any Chinese substring, names also by the first letters
 * of their pinyin.
 */
import { pinyin } from 'pinyin-pro';
import { kindOf } from '../../src-shared/domain/kinds';
import { isIsoDate, type AnyKind, type Entity } from '../../src-shared/domain/define';
import { glossaryIn, type Glossary } from '../../src-shared/domain/glossary';
import { fold, wordsIn } from '../../src-shared/domain/searching';
import { formatValue, titleOf, withCode } from '../../src-shared/domain/words';
import type { RecordIndex } from './index-of-records';
import type { Sight } from './rights';

export interface Hit {
  readonly id: string;
  readonly kind: string;
  readonly title: string;
  /** Name of the field that holds the hit. */
  readonly field: string;
  readonly excerpt: string;
  /** The hit in the excerpt: [from, to). */
  readonly from: number;
  readonly to: number;
  /** Of a row: the record it stands in, with its day; else empty. */
  readonly where: string;
}

/** Characters shown on either side of a hit. */
const AROUND = 20;

/** Where the folded words stand in the text itself; folding may change lengths, so the excerpt is of the folded text. */
function excerptOf(text: string, wanted: string): Pick<Hit, 'excerpt' | 'from' | 'to'> {
  const folded = fold(text);
  const at = folded.indexOf(wanted);
  const source = folded.length === text.length ? text : folded;
  const start = Math.max(0, at - AROUND);
  const end = Math.min(source.length, at + wanted.length + AROUND);
  const lead = start > 0 ? '…' : '';
  const excerpt = `${lead}${source.slice(start, end)}${end < source.length ? '…' : ''}`.replace(
    /[\r\n\t]/g,
    ' ',
  );
  const from = lead.length + at - start;
  return { excerpt, from, to: from + wanted.length };
}

interface FieldText {
  readonly field: string;
  readonly text: string;
}

/** The words of a record, field by field, as the screen says them; what stands in no section of its form is the program's own. */
function textsOf(kind: AnyKind, entity: Entity, glossary: Glossary): readonly FieldText[] {
  const shown = new Set(kind.sections.flatMap(({ fields }) => fields));
  return Object.entries(entity.values).flatMap(([field, value]) => {
    const info = kind.fields[field]?.info;
    if (!info || !shown.has(field) || info.type === 'reference' || info.type === 'flag') return [];
    return [{ field, text: formatValue(info, value, (id) => id, glossary.words(entity)) }];
  });
}

/** Characters of a title that are read as pinyin: a name with a post. */
const READ = 24;
/** Titles whose letters are remembered; then the memory begins anew. */
const REMEMBERED = 50_000;
const lettersOf = new Map<string, string>();

/** The first letters of the pinyin of a title: 张怀民 → `zhm`. */
function initials(title: string): string {
  let letters = lettersOf.get(title);
  if (letters === undefined) {
    if (lettersOf.size >= REMEMBERED) lettersOf.clear();
    letters = pinyin(title.slice(0, READ), { pattern: 'first', toneType: 'none', type: 'array' })
      .join('')
      .toLowerCase();
    lettersOf.set(title, letters);
  }
  return letters;
}

/** What may be the first letters of a name. */
const LETTERS = /^[a-z]{2,}$/;

interface Looked {
  readonly kind: AnyKind;
  readonly entity: Entity;
  readonly above: Entity | undefined;
  readonly title: string;
}

/** The record that a row stands in; a record of a unit stands by itself. */
function aboveOf(kind: AnyKind, entity: Entity, sight: Sight, index: RecordIndex): Entity | undefined {
  const above = entity.parent === null ? undefined : sight.view(index.get(entity.parent));
  return above && kindOf(above.kind)?.children.includes(kind.kind) && above.kind !== 'inspection'
    ? above
    : undefined;
}

/** A record that holds every word: at least one in its own fields or title, the others there or in the record above it. */
function hitOf(
  { kind, entity, above, title }: Looked,
  words: readonly string[],
  glossary: Glossary,
): Hit | undefined {
  const texts = textsOf(kind, entity, glossary).map(({ field, text }) => ({
    field,
    text,
    folded: fold(text),
  }));
  const around = above ? textsOf(kindOf(above.kind)!, above, glossary).map(({ text }) => fold(text)) : [];
  let own: { field: string; text: string; word: string } | undefined;
  let byLetters = false;
  for (const word of words) {
    const found = texts.find(({ folded }) => folded.includes(word));
    if (found) own ??= { ...found, word };
    else if (LETTERS.test(word) && initials(title).includes(word)) byLetters = true;
    else if (!around.some((text) => text.includes(word))) return undefined;
  }
  if (!own && !byLetters) return undefined;
  const shared = { id: entity.id, kind: entity.kind, title, where: above ? placeWords(above) : '' };
  if (own) return { ...shared, field: own.field, ...excerptOf(own.text, own.word) };
  return {
    ...shared,
    field: texts.find(({ text }) => text !== '' && title.includes(text))?.field ?? '',
    excerpt: title.slice(0, 2 * AROUND),
    from: 0,
    to: 0,
  };
}

/** Whose talk and on which day. */
function placeWords(above: Entity): string {
  const kind = kindOf(above.kind)!;
  const day = kind.columns.map((column) => above.values[column]).find(isIsoDate);
  return [withCode(above), day].filter(Boolean).join(' ');
}

/** At most `limit` records that hold the words; those with a hit in their title first, then the newest. */
export function find(index: RecordIndex, sight: Sight, text: string, limit: number): Hit[] {
  const words = wordsIn(text);
  if (words.length === 0) return [];
  const glossary = glossaryIn({
    get: (id) => sight.view(index.get(id)),
    children: (parent, kind) => index.children(parent, kind).flatMap((one) => sight.view(one) ?? []),
  });
  const hits: { hit: Hit; inTitle: boolean; updatedAt: string }[] = [];
  for (const one of index.all()) {
    const entity = sight.view(one);
    const kind = entity && kindOf(entity.kind);
    if (!kind) continue;
    const title = titleOf(entity);
    const above = aboveOf(kind as AnyKind, entity, sight, index);
    const hit = hitOf({ kind: kind as AnyKind, entity, above, title }, words, glossary);
    if (!hit) continue;
    const folded = fold(title);
    const inTitle = hit.to === 0 || words.some((word) => folded.includes(word));
    hits.push({ hit, inTitle, updatedAt: entity.updatedAt });
  }
  hits.sort((a, b) => Number(b.inTitle) - Number(a.inTitle) || (a.updatedAt < b.updatedAt ? 1 : -1));
  return hits.slice(0, limit).map(({ hit }) => hit);
}
