/**
 * Signatures as acts of their own (domain.md §2.3 q, s, §2.5 z): what a step signs of a record, whether what was signed still
 * stands there, and in words what differs. Pure; who signed is proved by the services.
 */
import { canonicalJson, type FieldValue, type RecordId } from '../merge/change';
import {
  leadsTo,
  type AnyKind,
  type Entity,
  type RuleContext,
  type Signing,
  type SigningAct,
  type StateMachine,
  type Step,
} from './define';
import type { WordsFor } from './glossary';
import { kindOf } from './kinds';
import { isBlank, saysTheSame } from './validate';
import { formatValue, infoOf } from './words';

/** The kind of a signature's own record. */
export const SIGNATURE = 'signature';

/** What was signed, by name: values of fields (null: blank), members of sets, rows. */
export type Content = Readonly<Record<string, FieldValue>>;

interface SigningStep {
  /** The state field. */
  readonly field: string;
  readonly machine: StateMachine;
  readonly step: Step & { readonly signs: Signing };
}

const isSigning = (step: Step): step is SigningStep['step'] => step.signs !== undefined;

/** The steps of a kind by which somebody signs, in the order of the work. */
export const signingSteps = (kind: AnyKind): readonly SigningStep[] =>
  Object.entries(kind.fields).flatMap(
    ([
      field,
      {
        info: { machine },
      },
    ]) => (machine?.steps ?? []).filter(isSigning).map((step) => ({ field, machine: machine!, step })),
  );

const stateIn = ({ field, machine }: SigningStep, values: Entity['values']): string =>
  String(values[field] ?? machine.initial);

/** Whether a record stands where an act of signing is still to come, or to come again: then no earlier one counts. */
export const isToSign = (kind: AnyKind, values: Entity['values'], act: string): boolean =>
  signingSteps(kind).some(
    (one) => one.step.signs.act === act && leadsTo(one.machine, stateIn(one, values), one.step.from),
  );

/** The acts of signing that a record has behind it, by its states. */
export const actsBehind = (kind: AnyKind, values: Entity['values']): readonly SigningAct[] => {
  const behind = signingSteps(kind).filter((one) => {
    const state = stateIn(one, values);
    return leadsTo(one.machine, one.step.to, state) && !leadsTo(one.machine, state, one.step.from);
  });
  return [...new Set(behind.map(({ step }) => step.signs.act))];
};

/** A row as it is signed: all it says but its place among the others. */
function rowContent({ id, values, sets }: Entity): FieldValue {
  const said = Object.entries(values).filter(([name, value]) => name !== 'position' && !isBlank(value));
  const held = Object.entries(sets).map(([name, members]) => [name, [...members].sort()] as const);
  return {
    id,
    values: Object.fromEntries(said) as Record<string, FieldValue>,
    ...(held.length > 0 ? { sets: Object.fromEntries(held) } : {}),
  };
}

/**
 * What a record says now under these names.
 * @param names of fields, sets and kinds of rows; one that only a newer version knows is read as a field
 */
export function contentOf(
  kind: AnyKind,
  entity: Entity,
  names: readonly string[],
  { children }: Pick<RuleContext, 'children'>,
): Content {
  return Object.fromEntries(
    names.map((name): [string, FieldValue] => {
      if (Object.hasOwn(kind.sets, name)) return [name, [...(entity.sets[name] ?? [])].sort()];
      if (kind.children.includes(name)) {
        const rows = [...children(entity.id, name)].sort((a, b) => (a.id < b.id ? -1 : 1));
        return [name, rows.map(rowContent)];
      }
      const value = Object.hasOwn(entity.values, name) ? entity.values[name] : undefined;
      return [name, isBlank(value) ? null : (value as FieldValue)];
    }),
  );
}

/**
 * The names under which a record no longer says what was signed, in the order of the form, then sets and rows; two wordings
 * that stand side by side are not what was.
 */
export function changedNames(
  kind: AnyKind,
  signed: Content,
  now: Content,
  { conflicts }: Pick<Entity, 'conflicts'>,
): readonly string[] {
  const order = [
    ...kind.sections.flatMap(({ fields }) => fields),
    ...Object.keys(kind.sets),
    ...kind.children,
    ...Object.keys(signed).sort(),
  ];
  return [...new Set(order)].filter(
    (name) =>
      Object.hasOwn(signed, name) && (!saysTheSame(signed[name], now[name]) || conflicts.includes(name)),
  );
}

/** The text of which a signature holds the digest. */
export const signedText = (signed: {
  readonly record: RecordId;
  readonly kind: string;
  readonly act: string;
  readonly fields: Content;
}): string => canonicalJson(signed);

/** What became of a signed field, in words. */
export interface Difference {
  readonly field: string;
  readonly label: string;
  /** As it was signed, and as it is; an empty text where there was, or is, nothing. */
  readonly before: string;
  readonly after: string;
}

/** How references, files and words of dictionaries are called. */
export interface Naming {
  readonly labelOf: (id: string) => string;
  /** The name of a file kept with the record, by its hash. */
  readonly fileOf: (hash: string) => string;
  readonly words: WordsFor;
}

/** The words of one field that differs. */
export function differenceOf(
  kind: AnyKind,
  field: string,
  before: FieldValue | undefined,
  after: FieldValue | undefined,
  naming: Naming,
): Difference {
  const told = (label: string, one: string, other: string): Difference => {
    const [was, is] = partsThatDiffer(one, other);
    return { field, label, before: was, after: is };
  };
  if (Object.hasOwn(kind.sets, field)) {
    const nameOf = field === 'evidence' ? naming.fileOf : naming.labelOf;
    const [gone, come] = [membersOf(before, after), membersOf(after, before)];
    return {
      field,
      label: kind.sets[field]!,
      before: gone.map(nameOf).join('、'),
      after: come.map(nameOf).join('、'),
    };
  }
  const rows = kind.children.includes(field) ? kindOf(field) : undefined;
  if (rows) {
    const [was, is] = rowWords(rows, before, after, naming);
    return { field, label: rows.label, before: was, after: is };
  }
  const info = infoOf(kind, field);
  if (!info) return { field, label: '新版本的栏目', before: '', after: '' };
  const words = (value: unknown) => formatValue(info, value, naming.labelOf, naming.words);
  return told(info.label, words(before), words(after));
}

const listOf = (value: FieldValue | undefined): readonly FieldValue[] => (Array.isArray(value) ? value : []);

/** Members of the one list that the other lacks. */
const membersOf = (one: FieldValue | undefined, other: FieldValue | undefined): string[] =>
  listOf(one)
    .filter((member) => !listOf(other).includes(member))
    .map(String);

type Row = { readonly id?: FieldValue; readonly values?: FieldValue };
const asRow = (value: FieldValue): Row =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Row) : {};

/** The rows that differ: of each what it says otherwise, of one that came or went all it says. */
function rowWords(
  kind: AnyKind,
  before: FieldValue | undefined,
  after: FieldValue | undefined,
  naming: Naming,
): readonly [string, string] {
  const was = new Map(listOf(before).map((value) => [String(asRow(value).id), value]));
  const is = new Map(listOf(after).map((value) => [String(asRow(value).id), value]));
  const ids = [...new Set([...was.keys(), ...is.keys()])].filter(
    (id) => canonicalJson(was.get(id) ?? null) !== canonicalJson(is.get(id) ?? null),
  );
  const valuesOf = (value: FieldValue | undefined) =>
    (value === undefined ? {} : (asRow(value).values ?? {})) as Readonly<Record<string, unknown>>;
  const words = (one: FieldValue | undefined, other: FieldValue | undefined): string =>
    Object.entries(kind.fields)
      .filter(([name]) => !saysTheSame(valuesOf(one)[name], valuesOf(other)[name]))
      .map(([name, { info }]) => formatValue(info, valuesOf(one)[name], naming.labelOf, naming.words))
      .filter(Boolean)
      .join('，');
  const said = (one: typeof was, other: typeof was) =>
    ids
      .map((id) => words(one.get(id), other.get(id)))
      .filter(Boolean)
      .join('；');
  return [said(was, is), said(is, was)];
}

/** Characters of what is the same that are told before and after what differs; a shorter text is told whole. */
const AROUND = 12;
const WHOLE = 60;

/** Of two long texts the parts that differ, with a little of what stands around them: `…会议29次，…`, `…会议39次，…`. */
export function partsThatDiffer(before: string, after: string): readonly [string, string] {
  const [one, other] = [[...before], [...after]];
  if (one.length <= WHOLE && other.length <= WHOLE) return [before, after];
  const shorter = Math.min(one.length, other.length);
  let head = 0;
  while (head < shorter && one[head] === other[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && one.at(-1 - tail) === other.at(-1 - tail)) tail += 1;
  const from = Math.max(0, head - AROUND);
  const part = (text: readonly string[]): string => {
    const to = Math.min(text.length, text.length - tail + AROUND);
    return `${from > 0 ? '…' : ''}${text.slice(from, to).join('')}${to < text.length ? '…' : ''}`;
  };
  return [part(one), part(other)];
}
