/** States of a record and the steps between them. */
import type { RecordId } from '../../merge/change';
import type { Role } from '../roles';
import type { IsoDate } from './day';
import type { Entity, RuleContext } from './entity';
import { toOptions, type Option } from './option';
import type { Signing } from './signing';

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
  /** The person signs what the record says (signing.ts): a signature of its own is written with the step. */
  readonly signs?: Signing;
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

/** Steps on the way forward: none of them sends the record back or corrects one before. */
const forwardFrom = <S extends string>({ steps }: Pick<StateMachine<S>, 'steps'>, state: S) =>
  steps.filter(({ from, back, reason }) => from === state && !back && !reason);

/** Whether the way forward leads from one state to another; from each to itself it does. */
export function leadsTo<S extends string>(machine: Pick<StateMachine<S>, 'steps'>, from: S, to: S): boolean {
  const reached = new Set([from]);
  // A set is walked to its end, what is added on the way included.
  for (const state of reached) for (const step of forwardFrom(machine, state)) reached.add(step.to);
  return reached.has(to);
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
