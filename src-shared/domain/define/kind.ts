/** One definition per kind of record: what is special about a kind stands beside its definition. */
import type { Policy } from './policy';
import type { OperationAct } from '../operation-acts';
import type { FieldValue } from '../../merge/change';
import type { Guard, Entity, Rule, RuleContext, Intent } from './entity';
import type { Fields, UnitValuesOf, ValuesOf } from './field';
import { copyFaults, type PaperForm } from './paper-form';

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

/** The page on which the records of a kind stand: a list beside a form. */
export interface PageOfKind {
  /** What it is called, where that is not the label of the kind. */
  readonly label?: string;
  /** Where it stands in the rail, where that is not the stage of the kind's work. */
  readonly stage?: StageOfWork;
  /** What must be chosen before it can be shown, where that is not what its records belong to. */
  readonly needs?: 'inspection';
  /** What it is for, in a sentence, said where there is no record yet. */
  readonly about: string;
  /** Columns by which its list can be narrowed. */
  readonly filterBy?: readonly string[];
  /** The rail does not count its records. */
  readonly uncounted?: true;
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
  /** Its page; absent where its records are worked on the page of what they belong to. */
  readonly page?: PageOfKind;
  /** The kind on whose page its records are worked, where they do not belong to one that has a page. */
  readonly workedOn?: string;
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
  /** What making such a record, or writing these values into it, writes into the record above it. */
  readonly tells?: (set: Readonly<Record<string, unknown>>, above: Entity, context: RuleContext) => Told;
  /** The line that stands for a record in lists and references. */
  readonly title: (values: ValuesOf<F>) => string;
}

/** Values for the record above; nothing where there is nothing to tell. */
export type Told = Readonly<Record<string, FieldValue>> | undefined;

/** A kind with everything filled in. */
export interface Kind<
  K extends string = string,
  F extends Fields = Fields,
  P extends PageOfKind | undefined = PageOfKind | undefined,
> {
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
  readonly page: P;
  readonly workedOn?: string;
  readonly newestBy?: string;
  readonly alsoCalled: Readonly<Record<string, readonly string[] | undefined>>;
  readonly paper: PaperForm;
  readonly access: Access;
  readonly owners: readonly string[];
  readonly kept?: (values: never) => string | undefined;
  readonly tellsOf?: string;
  readonly audit?: OperationAct;
  readonly tells?: (set: Readonly<Record<string, unknown>>, above: Entity, context: RuleContext) => Told;
  /** Called with the values of a record of this kind. */
  readonly rules: readonly Rule<never>[];
  readonly guard?: (intent: Intent<never>, context: RuleContext) => string | undefined;
  readonly title: (values: never) => string;
}

/** Any kind, where only the generic parts matter. */
export type AnyKind = Kind;
export type Values<K extends { fields: Fields }> = ValuesOf<K['fields']>;

export function defineKind<
  const K extends string,
  F extends Fields,
  const P extends PageOfKind | undefined = undefined,
>(input: KindInput<K, F> & { readonly page?: P }): Kind<K, F, P> {
  const names = Object.keys(input.fields);
  const sections = input.sections ?? [{ title: input.label, fields: names }];
  const computed = input.computed ?? {};
  const columns = input.columns ?? names.slice(0, 6);
  const filters = input.page?.filterBy ?? [];
  for (const name of [...sections.flatMap((s) => s.fields as string[]), ...columns, ...filters]) {
    if (!(name in input.fields) && !(name in computed)) throw new Error(`${input.kind}: no field ${name}`);
  }
  for (const { info } of Object.values(input.fields)) {
    for (const { signs, label } of info.machine?.steps ?? []) {
      const strange = signs?.fields.find((name) => !isSignable(input, name));
      if (strange !== undefined)
        throw new Error(`${input.kind}: “${label}” signs ${strange}, which is not there`);
    }
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
    page: input.page as P,
    rules: (input.rules ?? []) as readonly Rule<never>[],
    guard: input.guard as Kind['guard'],
    access: input.access ?? 'fieldwork',
    owners: input.owners ?? [],
    kept: input.kept as ((values: never) => string | undefined) | undefined,
    title: input.title as (values: never) => string,
  };
}

/** Whether a name is that of something a step can sign: a field, a set, a kind of rows. */
const isSignable = (
  { fields, sets = {}, children = [] }: Pick<KindInput<string, Fields>, 'fields' | 'sets' | 'children'>,
  name: string,
): boolean => Object.hasOwn(fields, name) || Object.hasOwn(sets, name) || children.includes(name);

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
