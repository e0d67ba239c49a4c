/** A field of a kind: a value type, an audience, and what screens and papers need to know. */
import { z } from 'zod';
import type { FieldValue, RecordId } from '../../merge/change';
import type { DictionaryName } from '../dictionaries';
import type { NameRoleName } from '../name-roles';
import type { Role } from '../roles';
import { isIsoDate, type ClockTime, type IsoDate } from './day';
import { toOptions, type Option } from './option';
import type { StateMachine } from './states';

/**
 * Who a field may reach on paper. `internal` (the default) never leaves in a paper for the inspected unit;
 * `unit` may; `restricted` is shown only to the roles named and never leaves in any paper for others.
 */
export type FieldAudience = 'internal' | 'unit' | 'restricted';

export type FieldType =
  | 'text'
  | 'longText'
  | 'integer'
  | 'amount'
  | 'date'
  | 'time'
  | 'instant'
  | 'flag'
  | 'choice'
  | 'choices'
  | 'state'
  | 'reference'
  | 'list'
  | 'numbers'
  | 'content';

interface FieldInfo {
  readonly type: FieldType;
  readonly label: string;
  readonly audience: FieldAudience;
  /** A record is complete only with it; a draft may lack it. */
  readonly required: boolean;
  readonly schema: z.ZodType;
  readonly readers?: readonly Role[];
  /** Who may fill it in, where that is not whoever writes the record. */
  readonly writers?: readonly Role[];
  readonly options?: readonly Option[];
  /** Options that the round's dictionary version gives; a value outside them is allowed but pointed out. */
  readonly dictionary?: DictionaryName;
  readonly machine?: StateMachine;
  /** Kinds that a reference may point to, and whether to several of them ({@link idsOf}). */
  readonly to?: readonly string[];
  readonly several?: boolean;
  readonly unit?: string;
  readonly help?: string;
  readonly max?: number;
  /** Columns taken in a form of four columns. */
  readonly span: 1 | 2 | 3 | 4;
  readonly defaultValue?: unknown;
  /** As what it names people; absent where it names none. */
  readonly names?: NameRoleName;
  /** Its words must not be found in a paper for the inspected unit, not even in part. */
  readonly secret?: boolean;
  /** Read by the services alone: no page, no search and no paper is told of it, whoever asks. */
  readonly inside?: boolean;
  /** Filled by commands only (numbers, signatures); forms show it read-only. */
  readonly derived?: boolean;
  /** Whether a new record begins with the day it is made on, or with what the last one has. */
  readonly today?: boolean;
  readonly carried?: boolean;
  /** A day of the fieldwork that may well come after the group has left (stay.ts). */
  readonly afterwards?: boolean;
  /** Given when the record is made, and never changed: what others hold rests on it. */
  readonly fixed?: boolean;
  /** A day by which something is due: ledgers write `2025年12月31日前` for it. */
  readonly deadline?: boolean;
  /** Several records may be given one value of it in one act (批量修改). */
  readonly together?: boolean;
}

/** A field of a kind: a value type, an audience, and what screens and papers need to know. Immutable. */
export class Field<V, A extends FieldAudience = 'internal'> {
  declare readonly valueType: V;
  declare readonly audienceType: A;
  constructor(readonly info: FieldInfo) {}

  private with<B extends FieldAudience = A>(info: Partial<FieldInfo>): Field<V, B> {
    return new Field<V, B>({ ...this.info, ...info });
  }
  required() {
    return this.with({ required: true });
  }
  /** At most `length` characters (UTF-16 units, as the paper's box holds). */
  max(length: number) {
    return this.with({ max: length, schema: textSchema(length, this.info.label) });
  }
  /** May stand in a paper for the inspected unit. */
  forUnit() {
    return this.with<'unit'>({ audience: 'unit' });
  }
  /** Shown to these roles only; other people's replicas never receive it. */
  restricted(...readers: Role[]) {
    return this.with<'restricted'>({ audience: 'restricted', readers });
  }
  /** Filled in by these roles only, also where they do not write the rest of the record. */
  writtenBy(...writers: Role[]) {
    return this.with({ writers });
  }
  span(columns: 1 | 2 | 3 | 4) {
    return this.with({ span: columns });
  }
  help(text: string) {
    return this.with({ help: text });
  }
  /** The measure word or unit printed after the value. */
  unit(text: string) {
    return this.with({ unit: text });
  }
  default(value: V) {
    return this.with({ defaultValue: value });
  }
  /** Names people: they are masked in papers for the unit, and looked for in them, as {@link NAME_ROLES} says. */
  names(as: NameRoleName) {
    return this.with({ names: as });
  }
  /** Nothing of its text may be found in a paper for the inspected unit. */
  secret() {
    return this.with({ secret: true });
  }
  /** A new record begins with the day on which it is made. */
  today() {
    return this.with({ today: true });
  }
  /** A new record takes it over from the one made before it at the same place. */
  carried() {
    return this.with({ carried: true });
  }
  /** A day that may come after the group has left the unit. */
  afterwards() {
    return this.with({ afterwards: true });
  }
  derived() {
    return this.with({ derived: true });
  }
  fixed() {
    return this.with({ fixed: true });
  }
  /** Something is due by that day. */
  deadline() {
    return this.with({ deadline: true });
  }
  /** Often the same in many records: several may be given one value of it in one act. */
  together() {
    return this.with({ together: true });
  }
}

function textSchema(max: number, label: string) {
  return z.string(`“${label}”应为文字`).max(max, `“${label}”不能超过${max}个字`);
}

function listSchema(item: z.ZodType, max: number, label: string) {
  return z.array(item, `“${label}”应为列表`).max(max, `“${label}”不能超过${max}项`);
}

const field = <V>(
  type: FieldType,
  label: string,
  schema: z.ZodType,
  extra: Partial<FieldInfo> = {},
): Field<V> =>
  new Field<V>({ type, label, audience: 'internal', required: false, schema, span: 1, ...extra });

/** One line of text, 200 characters unless told. */
export const text = (label: string) => field<string>('text', label, textSchema(200, label), { max: 200 });

/** Running text of several paragraphs, 20,000 characters. */
export const longText = (label: string) =>
  field<string>('longText', label, textSchema(20_000, label), { max: 20_000, span: 4 });

/** A whole number from 0 to 10 million. */
export const integer = (label: string) =>
  field<number>(
    'integer',
    label,
    z
      .number(`“${label}”应为整数`)
      .int(`“${label}”应为整数`)
      .min(0, `“${label}”不能为负数`)
      .max(10_000_000, `“${label}”过大，请核对`),
  );

/** Money in 万元 with at most six decimals (分). */
export const amount = (label: string) =>
  field<number>(
    'amount',
    label,
    z
      .number(`“${label}”应为数字`)
      .min(0, `“${label}”不能为负数`)
      .max(100_000_000, `“${label}”过大，请核对单位是否为万元`),
    { unit: '万元' },
  );

export const date = (label: string) => {
  const message = `“${label}”应为日期，如 2025-09-01`;
  return field<IsoDate>('date', label, z.string(message).refine(isIsoDate, message));
};

export const time = (label: string) => {
  const message = `“${label}”应为时间，如 09:30`;
  return field<ClockTime>('time', label, z.string(message).regex(/^([01]\d|2[0-3]):[0-5]\d$/, message));
};

/** A moment that the program noted, ISO in UTC (`2025-09-04T01:30:00.000Z`); screens and papers say it in local time. */
export const instant = (label: string) => {
  const message = `“${label}”应为程序记下的时刻`;
  return field<string>('instant', label, z.iso.datetime(message), { derived: true });
};

export const flag = (label: string) => field<boolean>('flag', label, z.boolean(`“${label}”应为是或否`));

/** A closed list given with the field: plain words (code = label) or codes with labels. */
export function choice<const C extends string>(
  label: string,
  options: readonly C[] | Readonly<Record<C, string>>,
) {
  const list = toOptions(options);
  const codes = list.map((o) => o.code);
  return field<C>(
    'choice',
    label,
    z.enum(codes as [string, ...string[]], `“${label}”应为：${list.map((o) => o.label).join('、')}`),
    {
      options: list,
    },
  );
}

/** An open list from a versioned dictionary: the round's version is offered, other words are kept and pointed out. */
export const fromDictionary = (label: string, dictionary: DictionaryName) =>
  field<string>('choice', label, textSchema(100, label), { dictionary });

/** Several entries from a dictionary, in the order chosen. */
export const choicesFrom = (label: string, dictionary: DictionaryName) =>
  field<readonly string[]>('choices', label, listSchema(textSchema(100, label), 50, label), {
    dictionary,
    span: 2,
  });

/** A state of a {@link StateMachine}; it moves only by its transitions. */
export const state = <const S extends string>(label: string, machine: StateMachine<S>) =>
  field<S>(
    'state',
    label,
    z.enum(machine.states.map((s) => s.code) as [S, ...S[]], `“${label}”不是有效的状态`),
    {
      options: machine.states,
      machine,
      defaultValue: machine.initial,
    },
  );

/** The id of one record of the kinds named. */
export const reference = (label: string, ...to: string[]) => {
  const message = `“${label}”应为一条记录`;
  return field<RecordId>('reference', label, z.string(message).min(1, message).max(60, message), { to });
};

/** As many as stand side by side on a paper. */
const MOST_REFERENCES = 20;

/**
 * The ids of one or more records of the kinds named. One alone may be held as its id, as a field holds it that pointed to one
 * record before: read it by {@link idsOf}.
 */
export const references = (label: string, ...to: string[]) => {
  const message = `“${label}”应为一条或几条记录`;
  const one = z.string(message).min(1, message).max(60, message);
  const several = listSchema(one, MOST_REFERENCES, label);
  return field<RecordId | readonly RecordId[]>('reference', label, z.union([one, several], message), {
    to,
    several: true,
    span: 2,
  });
};

/** The records that a reference points to, in the order chosen, each once. */
export function idsOf(value: unknown): readonly RecordId[] {
  const ids = Array.isArray(value) ? (value as unknown[]) : [value];
  return [...new Set(ids.filter((id): id is RecordId => typeof id === 'string' && id !== ''))];
}

/** Lines of text held as one value (rows that several people fill in are records of their own instead). */
export const lines = (label: string) =>
  field<readonly string[]>('list', label, listSchema(textSchema(2000, label), 500, label), { span: 4 });

/** Whole numbers in the order of a known list (votes per option). */
export const numbers = (label: string) => {
  const message = `“${label}”应为不小于0的整数`;
  const whole = z.number(message).int(message).min(0, message);
  return field<readonly number[]>('numbers', label, listSchema(whole, 60, label), { span: 4 });
};

/** What a record said, by the names of its fields; the services write it and they alone read it. */
export const content = (label: string) => {
  const isContent = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value);
  const schema = z.custom(isContent, `“${label}”应为记录的内容`);
  return field<Readonly<Record<string, FieldValue>>>('content', label, schema, {
    derived: true,
    inside: true,
    span: 4,
  });
};

export type Fields = Readonly<Record<string, Field<unknown, FieldAudience>>>;
type ValueOf<F> = F extends Field<infer V, FieldAudience> ? V : never;
/** The values of a record of these fields: a draft may lack any of them. */
export type ValuesOf<F extends Fields> = { -readonly [K in keyof F]?: ValueOf<F[K]> };
/** Only the fields that may stand in a paper for the unit. */
export type UnitValuesOf<F extends Fields> = {
  -readonly [K in keyof F as F[K] extends Field<unknown, 'unit'> ? K : never]?: ValueOf<F[K]>;
};
