/** Full text over everything a reader may see: plain substring search in memory, so that any Chinese substring is found. */
import { kindOf } from '../../src-shared/domain';
import type { Entity } from '../../src-shared/domain/define';
import type { RecordIndex } from './index-of-records';
import type { Sight } from './rights';

export interface Hit {
  readonly id: string;
  readonly kind: string;
  readonly title: string;
  /** Label of the field that holds the hit. */
  readonly field: string;
  readonly excerpt: string;
  /** The hit in the excerpt: [from, to). */
  readonly from: number;
  readonly to: number;
}

/** Characters shown on either side of a hit. */
const AROUND = 20;

const fold = (text: string): string => text.normalize('NFKC').toLowerCase();

/** Where the folded words stand in the text itself; folding may change lengths, so the excerpt is of the folded text. */
function hitIn(label: string, text: string, wanted: string): Omit<Hit, 'id' | 'kind' | 'title'> | undefined {
  const folded = fold(text);
  const at = folded.indexOf(wanted);
  if (at < 0) return undefined;
  const source = folded.length === text.length ? text : folded;
  const start = Math.max(0, at - AROUND);
  const end = Math.min(source.length, at + wanted.length + AROUND);
  const lead = start > 0 ? '…' : '';
  const excerpt = `${lead}${source.slice(start, end)}${end < source.length ? '…' : ''}`.replace(
    /[\r\n\t]/g,
    ' ',
  );
  const from = lead.length + at - start;
  return { field: label, excerpt, from, to: from + wanted.length };
}

function hitOf(entity: Entity, wanted: string): Hit | undefined {
  const kind = kindOf(entity.kind)!;
  for (const [name, value] of Object.entries(entity.values)) {
    const info = kind.fields[name]?.info;
    if (!info || info.type === 'reference' || info.type === 'flag') continue;
    const label = info.options?.find((option) => option.code === value)?.label;
    const text = label ?? (Array.isArray(value) ? value.join('、') : String(value));
    const hit = hitIn(info.label, text, wanted);
    if (hit) return { id: entity.id, kind: entity.kind, title: kind.title(entity.values as never), ...hit };
  }
  return undefined;
}

/** At most `limit` records that hold the words; those with the hit in their title first, then the newest. */
export function find(index: RecordIndex, sight: Sight, text: string, limit: number): Hit[] {
  const wanted = fold(text.trim());
  if (wanted === '') return [];
  const hits: { hit: Hit; inTitle: boolean; updatedAt: string }[] = [];
  for (const entity of index.all()) {
    const seen = sight.view(entity);
    const hit = seen && hitOf(seen, wanted);
    if (hit) hits.push({ hit, inTitle: fold(hit.title).includes(wanted), updatedAt: entity.updatedAt });
  }
  hits.sort((a, b) => Number(b.inTitle) - Number(a.inTitle) || (a.updatedAt < b.updatedAt ? 1 : -1));
  return hits.slice(0, limit).map(({ hit }) => hit);
}
