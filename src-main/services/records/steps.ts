/** Steps of a state field: signatures, hand-overs, closings. */
import {
  type Act,
  type AnyKind,
  type Entity,
  filledIn,
  findStep,
  type StateMachine,
  type Step,
} from '../../../src-shared/domain/define';
import { cleanText, cleanValues } from '../../../src-shared/domain/cleaning';
import { checkClosedLists, checkValues, isBlank, issuesOf } from '../../../src-shared/domain/validate';
import { type Problem, WorkbenchError } from '../../../src-shared/errors';
import type { ChangeDraft, FieldValue } from '../../../src-shared/merge/change';
import { draftEdit } from '../../../src-shared/merge/registers';
import { nameOf, operationDraft } from '../operations';
import { memberIdOf } from '../rights';
import { lifted, signed } from '../signatures/act';
import { wordsOf, type StepInput } from './deeds';
import { demandReferences } from './save';
import {
  base,
  demandKind,
  demandRight,
  demandState,
  demandVisible,
  ruleContext,
  type Saved,
  saved,
  type Workspace,
} from './workspace';

/**
 * Takes one step of a state field, with what it asks for and what it fills in, as one change; with the signature, where it
 * is an act of signing, and with the withdrawal of those that no longer count.
 * @throws WorkbenchError RECORD_STEP, RIGHTS_STEP, RECORD_REASON, RECORD_ASKED, RECORD_APART, RECORD_NOT_YET,
 *   RECORD_INCOMPLETE, SIGNATURE_NO_KEYS
 */
export function step(workspace: Workspace, input: StepInput): Saved {
  const entity = demandVisible(workspace, input.id);
  const kind = demandKind(entity.kind);
  const taken = demandStep(kind, entity, input);
  demandRight(workspace, entity, { act: 'step', step: taken });
  const reason = input.reason && cleanText(input.reason).trim();
  if (taken.reason && !reason) throw new WorkbenchError('RECORD_REASON', `办理“${taken.label}”须写明理由。`);
  const context = ruleContext(workspace);
  const notYet = taken.refuses?.(entity, context);
  if (notYet) throw new WorkbenchError('RECORD_NOT_YET', notYet);
  if (!reason) demandAnother(workspace, entity, input.field, taken);
  const memberId = memberIdOf(workspace.index, workspace.reader);
  const act: Act = {
    today: workspace.today(),
    ...(memberId ? { memberId } : {}),
    ...(reason ? { reason } : {}),
  };
  const asked = demandAsked(workspace, kind, entity, taken, cleanValues(kind, input.set ?? {}), act);
  const effect = taken.effect?.({ ...entity.values, ...asked }, act) ?? {};
  const set = { ...asked, ...effect, [input.field]: input.to } as Record<string, FieldValue>;
  if (taken.complete)
    demandComplete(kind, { ...entity, values: { ...entity.values, ...set } }, taken, context);
  const edit = draftEdit(demandState(workspace, entity.id), set);
  const changes = workspace.commit([
    { ...base(workspace, kind.kind, entity.id), action: 'edit', ...edit, ...(reason ? { reason } : {}) },
    ...(taken.signs ? [signed(workspace, entity.id, set, taken.signs)] : []),
    ...lifted(workspace, kind, entity, set, {
      label: taken.label,
      signs: taken.signs,
      ...(reason ? { reason } : {}),
    }),
    ...stepAbove(workspace, entity, taken),
    ...liftedHold(workspace, kind, entity, input.field, taken, reason),
  ]);
  const words = wordsOf('step', kind, entity, { label: taken.label });
  const deed = workspace.deeds.note({ how: 'step', record: entity.id, words, changes, input, taken });
  return { ...saved(workspace, kind, entity.id), act: deed };
}

/** The step that is meant. @throws WorkbenchError RECORD_STEP */
function demandStep(kind: AnyKind, entity: Entity, { field, to, name }: StepInput): Step {
  const info = Object.hasOwn(kind.fields, field) ? kind.fields[field]!.info : undefined;
  const machine = info?.machine as StateMachine | undefined;
  if (!machine) throw new WorkbenchError('RECORD_STEP', '这个栏目不能这样办理。');
  const from = (entity.values[field] as string | undefined) ?? machine.initial;
  const taken = findStep(machine, from, to, name);
  if (taken) return taken;
  const label = (code: string) => machine.states.find((s) => s.code === code)?.label ?? code;
  throw new WorkbenchError('RECORD_STEP', `不能从“${label(from)}”直接变为“${label(to)}”，请按顺序办理。`);
}

/** Nobody checks his own work without saying why. @throws WorkbenchError RECORD_APART */
function demandAnother(workspace: Workspace, entity: Entity, field: string, { apart, label }: Step): void {
  if (!apart) return;
  const { index, reader } = workspace;
  const own = memberIdOf(index, reader);
  const named = apart.of !== undefined && own !== undefined && own === entity.values[apart.of];
  // The last who took the record there: an earlier round of signatures was taken back.
  const took = apart.states.some((at) => {
    const [last] = workspace
      .changesOf(entity.id)
      // Taking back one's own step hands nothing in.
      .filter(({ set, action }) => set[field] === at && action !== 'undo')
      .slice(-1);
    return last?.author === reader.userId && last.action !== 'import';
  });
  if (!named && !took) return;
  throw new WorkbenchError(
    'RECORD_APART',
    `这条记录由您本人${named ? '承办' : '提交'}，按规定本人不能${label}。确需由您办理的，请写明理由，理由将显示在记录上。`,
  );
}

/**
 * What the step asks for: as told, else as it is filled in beforehand.
 * @throws WorkbenchError RECORD_ASKED where something is asked that is not told, or told that is not asked
 */
function demandAsked(
  workspace: Workspace,
  kind: AnyKind,
  entity: Entity,
  taken: Step,
  told: Readonly<Record<string, FieldValue>>,
  act: Act,
): Record<string, unknown> {
  const asks = taken.asks ?? [];
  for (const name of Object.keys(told)) {
    if (!asks.some(({ field }) => field === name))
      throw new WorkbenchError('RECORD_ASKED', `“${taken.label}”不填写这一栏，没有办理。请刷新后重试。`);
  }
  const context = ruleContext(workspace);
  const values: Record<string, unknown> = { ...filledIn(taken, entity, act, context), ...told };
  const closed = { place: entity, values: entity.values, look: context };
  const problems: Problem[] = [...checkValues(kind, told), ...checkClosedLists(kind, told, closed)];
  for (const { field, required, past } of asks) {
    const label = kind.fields[field]!.info.label;
    if (required && isBlank(values[field])) problems.push({ place: field, message: `请填写“${label}”` });
    else if (past && !isBlank(values[field]) && String(values[field]) > act.today)
      problems.push({ place: field, message: `“${label}”不能晚于今天` });
  }
  if (problems.length > 0) {
    const words = problems.map(({ message }) => message).join('；');
    throw new WorkbenchError('RECORD_ASKED', `还不能“${taken.label}”：${words}。`, problems);
  }
  demandReferences(workspace, kind, told, entity.id);
  return values;
}

/** @throws WorkbenchError RECORD_INCOMPLETE with every error of the record as it would be */
function demandComplete(
  kind: AnyKind,
  after: Entity,
  { label }: Step,
  context: ReturnType<typeof ruleContext>,
): void {
  const errors = issuesOf(kind, after, context).filter((issue) => issue.level === 'error');
  if (errors.length === 0) return;
  throw new WorkbenchError(
    'RECORD_INCOMPLETE',
    `还不能“${label}”：${errors[0]!.message}${errors.length > 1 ? `等${errors.length}处` : ''}。请补齐后再办理。`,
    errors.map((issue) => ({ place: issue.field, message: issue.message })),
  );
}

/** What follows for the record above: a closed problem opens again with its item. */
export function stepAbove(workspace: Workspace, entity: Entity, { above, label }: Step): ChangeDraft[] {
  const parent = entity.parent === null ? undefined : workspace.index.get(entity.parent);
  const state = parent && workspace.state(parent.id);
  if (!above || !state || parent.values[above.field] !== above.from) return [];
  const because = `${demandKind(entity.kind).label}${String(entity.values.code ?? '')}${label}`;
  const set = { [above.field]: above.to };
  return [
    {
      ...base(workspace, parent.kind, parent.id),
      action: 'edit',
      ...draftEdit(state, set),
      reason: because,
    },
    ...lifted(workspace, demandKind(parent.kind), parent, set, { label: because }),
  ];
}

/** A signature that is lifted stands in the 操作日志; going on from one to the next lifts nothing. */
export function liftedHold(
  workspace: Workspace,
  kind: AnyKind,
  entity: Entity,
  field: string,
  { from, to, label }: Step,
  reason: string | undefined,
): ChangeDraft[] {
  const { states, holds } = kind.fields[field]!.info.machine!;
  const signed = (code: string) => holds?.[code]?.by === 'signature';
  if (!signed(from) || signed(to)) return [];
  const word = (code: string) => states.find((state) => state.code === code)?.label ?? code;
  const detail = `${label}：${nameOf(entity)}（${word(from)}→${word(to)}）`;
  return [operationDraft(workspace, { act: 'holdLifted', entity, detail, reason })];
}
