/** Validation from a kind's one definition: of single values (always), and of completeness (before a signature). */
import type { Problem } from '../errors';
import type { AnyKind, Entity, Issue, Rule, RuleContext } from './define';
import { isClosed } from './dictionaries';
import { entriesOf } from './glossary';
import { sameValue } from '../merge/change';
import { dayHints } from './stay';

type FieldInfo = AnyKind['fields'][string]['info'];
type Look = Pick<RuleContext, 'get' | 'children'>;

/** Whether a value counts as not filled in. */
export function isBlank(value: unknown): boolean {
  return (
    value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)
  );
}

/** Whether two values of a field say the same: what is blank in one way is blank in every way. */
export const saysTheSame = (a: unknown, b: unknown): boolean =>
  a === b || (isBlank(a) && isBlank(b)) || sameValue(a, b);

/** Whether a field is known to hold nothing: one that the reader is not shown may hold something. */
export const isKnownBlank = ({ values, withheld }: Entity, field: string): boolean =>
  isBlank(values[field]) && withheld?.[field] === undefined;

/** Whether a field is known to hold something, also where the reader is not shown what. */
export const isKnownFilled = ({ values, withheld }: Entity, field: string): boolean =>
  !isBlank(values[field]) || withheld?.[field] === 'filled';

/**
 * Checks each value against its field: wrong types, lengths, dates, unknown fields. Blank values are always allowed
 * (a draft is saved field by field).
 * @param place prefix of the problems' places, e.g. `findings[3]`.
 */
export function checkValues(kind: AnyKind, values: Readonly<Record<string, unknown>>, place = ''): Problem[] {
  const problems: Problem[] = [];
  const at = (name: string) => (place ? `${place}.${name}` : name);
  for (const [name, value] of Object.entries(values)) {
    const field = Object.hasOwn(kind.fields, name) ? kind.fields[name] : undefined;
    if (!field) {
      problems.push({ place: at(name), message: `“${kind.label}”没有这个栏目` });
    } else if (!isBlank(value)) {
      const parsed = field.info.schema.safeParse(value);
      if (!parsed.success) {
        problems.push({
          place: at(name),
          message: parsed.error.issues[0]?.message ?? `“${field.info.label}”填写有误`,
        });
      }
    }
  }
  return problems;
}

const valuesOf = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.map(String) : typeof value === 'string' && value !== '' ? [value] : [];

/** The first value of a dictionary's field that its list does not have; a list without entries takes anything. */
function strangeIn(
  info: FieldInfo,
  value: unknown,
  record: Entity | undefined,
  look: Look,
): string | undefined {
  if (!info.dictionary) return undefined;
  const entries = entriesOf(info.dictionary, record, look);
  if (entries.length === 0) return undefined;
  return valuesOf(value).find((one) => !entries.some(({ code }) => code === one));
}

const notListed = (info: FieldInfo, value: string): string =>
  `“${info.label}”没有“${value}”这一项，请从列表中选择`;

/**
 * Values that a closed list does not have. What stood there before is not asked for again: a record of an older list stays
 * editable.
 * @param place the record that is written, or what a new one belongs to: its round has the lists
 * @param values of the record before
 */
export function checkClosedLists(
  kind: AnyKind,
  set: Readonly<Record<string, unknown>>,
  { place, values = {}, look }: { place: Entity | undefined; values?: Entity['values']; look: Look },
): Problem[] {
  return Object.entries(set).flatMap(([name, value]) => {
    const info = Object.hasOwn(kind.fields, name) ? kind.fields[name]!.info : undefined;
    if (!info?.dictionary || !isClosed(info.dictionary)) return [];
    const before = valuesOf(values[name]);
    const added = valuesOf(value).filter((one) => !before.includes(one));
    const strange = strangeIn(info, added, place, look);
    return strange === undefined ? [] : [{ place: name, message: notListed(info, strange) }];
  });
}

/** Everything that is missing or does not add up in a record: required fields, its rules, words outside the dictionary. */
export function issuesOf(kind: AnyKind, entity: Entity, context: RuleContext): Issue[] {
  const issues: Issue[] = [];
  for (const [name, { info }] of Object.entries(kind.fields)) {
    const value = entity.values[name];
    if (info.required && isKnownBlank(entity, name)) {
      issues.push({ field: name, level: 'error', message: `请填写“${info.label}”` });
      continue;
    }
    const strange = strangeIn(info, value, entity, context);
    if (strange === undefined || !info.dictionary) continue;
    issues.push(
      isClosed(info.dictionary)
        ? { field: name, level: 'error', message: notListed(info, strange) }
        : { field: name, level: 'hint', message: `“${strange}”不在“${info.label}”的常用选项内，请核对` },
    );
  }
  for (const rule of kind.rules as readonly Rule<object>[])
    issues.push(...rule(entity.values, entity, context));
  issues.push(...dayHints(kind, entity, context));
  return issues;
}
