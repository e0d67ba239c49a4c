/**
 * One definition per kind of record. Everything generic (validation in main, forms, tables, search, history, Excel,
 * papers, rights) reads what {@link defineKind} returns; what is special about a kind stands beside its definition.
 */
import { z } from 'zod';
import type { RecordId } from '../merge/change';
import type { DictionaryName } from './dictionaries';
import type { Policy } from './access';
import type { OperationAct } from './operation';
import type { NameRoleName } from './name-roles';
import { copyFaults, type PaperForm } from './paper-form';
import type { Role } from './roles';

export type { PaperForm } from './paper-form';

/** A calendar day `YYYY-MM-DD`; no time zone, as on paper. */
export type IsoDate = string & { readonly __iso?: 'date' };
/** Wall-clock time `HH:mm`. */
export type ClockTime = string & { readonly __iso?: 'time' };

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
  | 'numbers';

/** One entry of a list to choose from. `code` is stored, `label` is shown and printed. */
export interface Option {
  readonly code: string;
  readonly label: string;
  readonly help?: string;
}

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

const DAY = /^\d{4}-\d{2}-\d{2}$/;
/** Whether the text names a real calendar day `YYYY-MM-DD` from 1900 to 2199. */
export function isIsoDate(value: unknown): value is IsoDate {
  if (typeof value !== 'string' || !DAY.test(value)) return false;
  const [year, month, day] = value.split('-').map(Number) as [number, number, number];
  const date = new Date(Date.UTC(year, month - 1, day));
  return year >= 1900 && year < 2200 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

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

function toOptions(options: readonly string[] | Readonly<Record<string, string>>): readonly Option[] {
  return Array.isArray(options)
    ? options.map((code: string) => ({ code, label: code }))
    : Object.entries(options as Record<string, string>).map(([code, label]) => ({ code, label }));
}

/** States and the steps allowed between them. */
export interface StateMachine<S extends string = string> {
  readonly states: readonly (Option & { readonly code: S })[];
  readonly initial: S;
  readonly steps: readonly Step<S>[];
  /** States that hold the record's fields fast; what goes on from there goes by steps. */
  readonly holds?: Holds<S>;
}

/**
 * How a state holds a record. `submission`: its owner may not change what others are looking at; `signature`: nobody may.
 */
export interface Hold {
  readonly by: 'submission' | 'signature';
  /** Fields, sets and kinds of rows that are written all the same. */
  readonly open?: readonly string[];
}
export type Holds<S extends string = string> = Readonly<Partial<Record<S, Hold>>>;

/** One allowed step. `roles`: who may take it (all if absent). `reason`: a person must say why. */
export interface Step<S extends string = string> {
  readonly from: S;
  readonly to: S;
  readonly label: string;
  /** Tells steps between the same two states apart; the one without is meant where none is named. */
  readonly name?: string;
  readonly roles?: readonly Role[];
  readonly reason?: boolean;
  /** Undoes an earlier step: no part of the way forward. */
  readonly back?: boolean;
  /** A step back that says something new (反弹, 不采用, another deadline): no step is taken back by it. */
  readonly anew?: boolean;
  /** Done with somebody outside the group (反馈, 移交): taken back only by its own step back, which asks why. */
  readonly outside?: boolean;
  /** The record must be complete (required fields, rules) before this step. */
  readonly complete?: boolean;
  /** Fields that the person fills in with the step, in a small dialog. */
  readonly asks?: readonly Ask[];
  /** Why the step cannot be taken yet, in a sentence with what to do; nothing where it can. */
  readonly refuses?: (entity: Entity, context: RuleContext) => string | undefined;
  /**
   * Nobody checks his own work: whoever took the record into one of these states, or is named in `of`, takes the step
   * only with a reason, which stays visible (domain.md §2.3 q, three signatures).
   */
  readonly apart?: { readonly states: readonly S[]; readonly of?: string };
  /** What else the step fills in (dates, signers): pure, from the record with what was asked, and who acts. */
  readonly effect?: (
    values: Readonly<Record<string, unknown>>,
    act: Act,
  ) => Readonly<Record<string, unknown>>;
  /** The step of the record above that follows from it, where that one stands in `from`. */
  readonly above?: { readonly field: string; readonly from: string; readonly to: string };
}

/** A field that a step asks for. What is not told is filled in by `fill` where the record has no value yet. */
export interface Ask {
  readonly field: string;
  readonly required?: boolean;
  /** A day that has been: never later than today. */
  readonly past?: boolean;
  readonly fill?: (entity: Entity, act: Act, context: RuleContext) => unknown;
}

/** Who takes a step, on which day, and why. */
export interface Act {
  readonly today: IsoDate;
  /** The acting user's member record, where there is one. */
  readonly memberId?: RecordId;
  readonly reason?: string;
}

/** Builds a machine from labels and steps; the first state is the initial one. */
export function states<const S extends string>(
  labels: Readonly<Record<S, string>>,
  steps: readonly Step<NoInfer<S>>[],
  holds?: Holds<NoInfer<S>>,
): StateMachine<S> {
  const list = toOptions(labels) as readonly (Option & { code: S })[];
  return { states: list, initial: list[0]!.code, steps, ...(holds ? { holds } : {}) };
}

/** The step from one state to another of that name, or undefined where none is allowed. */
export function findStep<S extends string>(
  machine: StateMachine<S>,
  from: S,
  to: S,
  name?: string,
): Step<S> | undefined {
  return machine.steps.find((step) => step.from === from && step.to === to && step.name === name);
}

/** The step back by which a step forward is taken back; undefined where there is none. */
export function withdrawalOf<S extends string>(
  machine: Pick<StateMachine<S>, 'steps'>,
  taken: Pick<Step<S>, 'from' | 'to' | 'back'>,
): Step<S> | undefined {
  if (taken.back) return undefined;
  const ways = machine.steps.filter(({ from, back, anew }) => from === taken.to && back && !anew);
  return ways.find(({ to }) => to === taken.from) ?? ways[0];
}

/** What a step asks for, as it is filled in beforehand: what the record has, else what {@link Ask.fill} gives. */
export function filledIn(
  step: Pick<Step, 'asks'>,
  entity: Entity,
  act: Act,
  context: RuleContext,
): Readonly<Record<string, unknown>> {
  const values: Record<string, unknown> = {};
  for (const { field, fill } of step.asks ?? []) {
    const has = entity.values[field];
    const value = has === undefined || has === null || has === '' ? fill?.(entity, act, context) : has;
    if (value !== undefined && value !== null) values[field] = value;
  }
  return values;
}

/** Ways to fill in what a step asks for: the day, and the person. */
export const today: Ask['fill'] = (_entity, act) => act.today;
export const me: Ask['fill'] = (_entity, act) => act.memberId;

export type Fields = Readonly<Record<string, Field<unknown, FieldAudience>>>;
type ValueOf<F> = F extends Field<infer V, FieldAudience> ? V : never;
/** The values of a record of these fields: a draft may lack any of them. */
export type ValuesOf<F extends Fields> = { -readonly [K in keyof F]?: ValueOf<F[K]> };
/** Only the fields that may stand in a paper for the unit. */
export type UnitValuesOf<F extends Fields> = {
  -readonly [K in keyof F as F[K] extends Field<unknown, 'unit'> ? K : never]?: ValueOf<F[K]>;
};

/** One complaint of a rule about one field. An `error` blocks signing and export; a `hint` is only shown. */
export interface Issue {
  readonly field: string;
  readonly message: string;
  readonly level: 'error' | 'hint';
}

/** A record as services and screens see it. */
export interface Entity<V = Readonly<Record<string, unknown>>> {
  readonly id: RecordId;
  readonly kind: string;
  readonly parent: RecordId | null;
  /** The inspection it belongs to (its nearest such ancestor, or itself), else null: what recusal looks at. */
  readonly inspection: RecordId | null;
  readonly values: V;
  /** Members of the record's sets (`support/<id>`, `evidence/<hash>`), by set name. */
  readonly sets: Readonly<Record<string, readonly string[]>>;
  /** What members of sets are called, by member: the file names of evidence, by content hash. */
  readonly names?: Readonly<Record<string, string>>;
  /** Fields on which two people disagree; `$removed` when somebody removed what another edited. */
  readonly conflicts: readonly string[];
  /**
   * Fields that the reader is not shown: `filled` where it is his own record and he may know that they hold something,
   * `untold` where he may not even know that. His own record's empty field is not named.
   */
  readonly withheld?: Readonly<Record<string, 'filled' | 'untold'>>;
  /** The account that made it; absent for what was imported. */
  readonly createdBy?: string;
  /** Time label of the newest change, ISO. */
  readonly updatedAt: string;
}

/** What a rule may look at beyond its own record. */
export interface RuleContext {
  get(id: RecordId): Entity | undefined;
  children(parent: RecordId, kind: string): readonly Entity[];
  /** The local day. */
  readonly today: IsoDate;
}

export type Rule<V> = (values: Readonly<V>, entity: Entity<V>, context: RuleContext) => readonly Issue[];

/** What a person is about to do to a record. */
export interface Intent<V = Readonly<Record<string, unknown>>> {
  readonly act: 'create' | 'edit' | 'remove' | 'restore';
  readonly parent: RecordId | null;
  readonly id?: RecordId;
  /** As they stand; nothing yet where it is being made. */
  readonly before: Readonly<Partial<V>>;
  /** As they would stand. */
  readonly after: Readonly<Partial<V>>;
}

/**
 * Says why something may not be done to a record that others rest on; undefined where it may. Looks at what the person
 * sees, so that a refusal tells nothing else. Services ask it of the record that is acted on, not of those beneath it.
 */
export type Guard<V> = (intent: Intent<V>, context: RuleContext) => string | undefined;

/** The policy of a kind (access.ts); `row`: part of the record above, whose right it follows. */
export type Access = Policy | 'row';

/** The left rail: stages of the work, in order. */
export const STAGES = {
  prepare: '准备',
  onSite: '进驻了解',
  report: '底稿与报告',
  feedback: '反馈',
  rectify: '整改',
  supervise: '督查',
  archive: '归档',
} as const;
export type StageOfWork = keyof typeof STAGES;

/** A titled block of a form, in the order of the paper form. */
export interface Section<F extends Fields = Fields> {
  readonly title: string;
  readonly fields: readonly (keyof F & string)[];
}

/** A column that is no field: computed from a record and what it may look at, alike on the screen and on paper. */
export interface Computed {
  readonly label: string;
  /** `unit`: may stand in a paper for the inspected unit; absent: the group's own. */
  readonly audience?: 'unit';
  /** Takes a whole line of a printed form. */
  readonly wide?: boolean;
  /** The fields it is made of, where it stands in their place. */
  readonly of?: readonly string[];
  /** What an empty form has in its place, to be filled in by hand. */
  readonly blank?: string;
  /** The words of a cell; an empty text where there is nothing to say. */
  readonly text: (entity: Entity, context: RuleContext) => string;
  /** What a sort compares in place of the words. */
  readonly order?: (entity: Entity, context: RuleContext) => string | number;
  /** What a filter offers in place of the words, where those are seldom the same twice. */
  readonly group?: (entity: Entity, context: RuleContext) => string;
}

export interface KindInput<K extends string, F extends Fields> {
  readonly kind: K;
  /** The official Chinese term. */
  readonly label: string;
  /** Prefix of its paper numbers (T, DY, WT …), if it has them. */
  readonly code?: string;
  /** Kinds it may belong to; empty for the roots. */
  readonly parents: readonly string[];
  readonly stage: StageOfWork;
  readonly fields: F;
  /** Names of its sets (one register per member) with labels. */
  readonly sets?: Readonly<Record<string, string>>;
  /** Kinds whose records are its rows. */
  readonly children?: readonly string[];
  /** The few fields without which a record is nothing yet: a draft, which counts nowhere. */
  readonly essentials?: readonly (keyof F & string)[];
  readonly sections?: readonly Section<F>[];
  /** Columns that are no fields, by name. */
  readonly computed?: Readonly<Record<string, Computed>>;
  /** Columns of its table, on the screen and on paper: names of fields and of computed columns. */
  readonly columns?: readonly string[];
  /** The field by which its lists stand, the newest first; without it they stand by paper number. */
  readonly newestBy?: keyof F & string;
  /** Other names by which ledgers call a field (`$parent`: what a record stands under), by its name. */
  readonly alsoCalled?: Readonly<Partial<Record<(keyof F & string) | '$parent', readonly string[]>>>;
  readonly paper?: PaperForm;
  readonly rules?: readonly Rule<ValuesOf<F>>[];
  readonly guard?: Guard<ValuesOf<F>>;
  /** Who may do what with its records: fieldwork where absent. */
  readonly access?: Access;
  /** References to members that make a record their own, as its creator's it is anyway. */
  readonly owners?: readonly (keyof F & string)[];
  /** Why a record can no longer be removed, where no state says so (签收 by somebody outside): words after its name. */
  readonly kept?: (values: ValuesOf<F>) => string | undefined;
  /** The field that names a kind of record which an entry tells of: who may not read that kind does not see the entry. */
  readonly tellsOf?: keyof F & string;
  /** The act (of the kind `operation`) as which every change of such a record stands in the 操作日志. */
  readonly audit?: OperationAct;
  /** The line that stands for a record in lists and references. */
  readonly title: (values: ValuesOf<F>) => string;
}

/** A kind with everything filled in. */
export interface Kind<K extends string = string, F extends Fields = Fields> {
  readonly kind: K;
  readonly label: string;
  readonly code?: string;
  readonly parents: readonly string[];
  readonly stage: StageOfWork;
  readonly fields: F;
  readonly sets: Readonly<Record<string, string>>;
  readonly children: readonly string[];
  readonly essentials: readonly string[];
  readonly sections: readonly { readonly title: string; readonly fields: readonly string[] }[];
  readonly computed: Readonly<Record<string, Computed>>;
  readonly columns: readonly string[];
  readonly newestBy?: string;
  readonly alsoCalled: Readonly<Record<string, readonly string[] | undefined>>;
  readonly paper: PaperForm;
  readonly access: Access;
  readonly owners: readonly string[];
  readonly kept?: (values: never) => string | undefined;
  readonly tellsOf?: string;
  readonly audit?: OperationAct;
  /** Called with the values of a record of this kind. */
  readonly rules: readonly Rule<never>[];
  readonly guard?: (intent: Intent<never>, context: RuleContext) => string | undefined;
  readonly title: (values: never) => string;
}

/** Any kind, where only the generic parts matter. */
export type AnyKind = Kind;
export type Values<K extends { fields: Fields }> = ValuesOf<K['fields']>;
export type UnitValues<K extends { fields: Fields }> = UnitValuesOf<K['fields']>;

export function defineKind<const K extends string, F extends Fields>(input: KindInput<K, F>): Kind<K, F> {
  const names = Object.keys(input.fields);
  const sections = input.sections ?? [{ title: input.label, fields: names }];
  const computed = input.computed ?? {};
  const columns = input.columns ?? names.slice(0, 6);
  for (const name of [...sections.flatMap((s) => s.fields as string[]), ...columns]) {
    if (!(name in input.fields) && !(name in computed)) throw new Error(`${input.kind}: no field ${name}`);
  }
  const paper = input.paper ?? {};
  for (const fault of copyFaults(paper, input.fields, computed)) throw new Error(`${input.kind}: ${fault}`);
  return {
    sets: {},
    children: [],
    essentials: [],
    alsoCalled: {},
    ...input,
    paper,
    computed,
    sections,
    columns,
    rules: (input.rules ?? []) as readonly Rule<never>[],
    guard: input.guard as Kind['guard'],
    access: input.access ?? 'fieldwork',
    owners: input.owners ?? [],
    kept: input.kept as ((values: never) => string | undefined) | undefined,
    title: input.title as (values: never) => string,
  };
}

/** Picks what may stand in a paper for the unit; the type has no other field, so that none can be printed. */
export function unitView<F extends Fields>(
  kind: { readonly fields: F },
  values: Readonly<object>,
): UnitValuesOf<F> {
  const all = values as Readonly<Record<string, unknown>>;
  const view: Record<string, unknown> = {};
  for (const [name, { info }] of Object.entries(kind.fields)) {
    if (info.audience === 'unit' && name in all) view[name] = all[name];
  }
  return view as UnitValuesOf<F>;
}
