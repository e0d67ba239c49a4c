/** Validation from a kind's one definition: of single values (always), and of completeness (before a signature). */
import type { Problem } from '../errors';
import type { AnyKind, Entity, Issue, Rule, RuleContext } from './define';
import { entriesOf } from './glossary';

/** Whether a value counts as not filled in. */
export function isBlank(value: unknown): boolean {
  return (
    value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)
  );
}

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

/** Everything that is missing or does not add up in a record: required fields, its rules, words outside the dictionary. */
export function issuesOf(kind: AnyKind, entity: Entity, context: RuleContext): Issue[] {
  const issues: Issue[] = [];
  for (const [name, { info }] of Object.entries(kind.fields)) {
    const value = entity.values[name];
    if (info.required && isBlank(value)) {
      issues.push({ field: name, level: 'error', message: `请填写“${info.label}”` });
    } else if (info.dictionary && typeof value === 'string' && value !== '') {
      const entries = entriesOf(info.dictionary, entity, context);
      if (entries.length > 0 && !entries.some((e) => e.code === value)) {
        issues.push({
          field: name,
          level: 'hint',
          message: `“${value}”不在“${info.label}”的常用选项内，请核对`,
        });
      }
    }
  }
  for (const rule of kind.rules as readonly Rule<object>[])
    issues.push(...rule(entity.values, entity, context));
  return issues;
}
