/** The copies of a kind's form and list for somebody outside the group, as editions of a paper. */
import { HANDS_OUT } from '../domain/access';
import { kindOf } from '../domain/kinds';
import type { AnyKind } from '../domain/define';
import { type HandOut, isLetter, type PaperCopy, type RegisterCopy } from '../domain/define/paper-form';
import { computedOf, formTitle } from '../domain/words';
import type { Edition } from './define-paper';

/** What a copy of a form is called. */
export const titleOfCopy = (kind: AnyKind, copy: PaperCopy): string =>
  isLetter(copy) ? copy.label : (copy.title ?? formTitle(kind));

/** Names of what stands on a copy; those a computed column is made of, too. */
function namedOn(kind: AnyKind, copy: PaperCopy | RegisterCopy): ReadonlySet<string> {
  if ('letter' in copy) return new Set();
  const fields = 'columns' in copy ? copy.columns : copy.sections.flatMap((section) => section.fields);
  return new Set(fields.flatMap((field) => [field, ...(computedOf(kind, field)?.of ?? [])]));
}

/** All that the definition of a copy does not name, whole sections first. */
function keptBack(kind: AnyKind, copy: PaperCopy | RegisterCopy): readonly string[] {
  if ('letter' in copy) return ['发现过程、责任认定和组内意见'];
  const named = namedOn(kind, copy);
  const whole = kind.sections.filter(({ fields }) => !fields.some((field) => named.has(field)));
  const part = kind.sections
    .filter((section) => !whole.includes(section))
    .flatMap(({ fields }) => fields.filter((field) => !named.has(field) && field !== 'code'));
  const rows = 'sections' in copy ? (kind.paper.rows ?? []).filter((row) => !copy.rows?.includes(row)) : [];
  return [
    ...whole.map(({ title }) => title),
    ...rows.map((row) => kindOf(row)?.label ?? row),
    part.map((field) => kind.fields[field]!.info.label).join('、'),
  ].filter(Boolean);
}

const BY: Readonly<
  Record<HandOut, Pick<Edition, 'handedOutBy' | 'clearance'> & { readonly searched: string }>
> = {
  readers: { handedOutBy: 'readers', clearance: 'outside', searched: '标注和附件清单' },
  organisers: { handedOutBy: HANDS_OUT, clearance: 'unit', searched: '问题线索；人名以“某某”代替' },
};

/** Who gets a copy for somebody outside the group, and what it keeps back. */
export function outsideEdition(kind: AnyKind, copy: PaperCopy | RegisterCopy, title: string): Edition {
  const { handedOutBy, clearance, searched } = BY[copy.handOut];
  return {
    title,
    audience: copy.audience,
    reader: `${copy.reader}${copy.audience === 'signer' ? '（阅后签字）' : ''}`,
    handedOutBy,
    clearance,
    leftOut: { heading: '不会写入', lines: [...keptBack(kind, copy), searched] },
  };
}
