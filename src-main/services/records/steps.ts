/** Steps of a state field: signatures, hand-overs, closings. */
import type { StateMachine } from '../../../src-shared/domain/define';
import { findStep } from '../../../src-shared/domain/define';
import { cleanText } from '../../../src-shared/domain/cleaning';
import { issuesOf } from '../../../src-shared/domain/validate';
import { WorkbenchError } from '../../../src-shared/errors';
import type { FieldValue, RecordId } from '../../../src-shared/merge/change';
import { draftEdit } from '../../../src-shared/merge/registers';
import { nameOf, operationDraft } from '../operations';
import { memberIdOf } from '../rights';
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

/** Takes one step of a state field. @throws WorkbenchError RECORD_STEP, RIGHTS_STEP, RECORD_REASON, RECORD_INCOMPLETE */
export function step(
  workspace: Workspace,
  input: { id: RecordId; field: string; to: string; reason?: string },
): Saved {
  const entity = demandVisible(workspace, input.id);
  const kind = demandKind(entity.kind);
  const info = Object.hasOwn(kind.fields, input.field) ? kind.fields[input.field]!.info : undefined;
  const machine = info?.machine as StateMachine | undefined;
  if (!info || !machine) throw new WorkbenchError('RECORD_STEP', '这个栏目不能这样办理。');
  const from = (entity.values[input.field] as string | undefined) ?? machine.initial;
  const taken = findStep(machine, from, input.to);
  const label = (code: string) => machine.states.find((s) => s.code === code)?.label ?? code;
  if (!taken) {
    throw new WorkbenchError(
      'RECORD_STEP',
      `不能从“${label(from)}”直接变为“${label(input.to)}”，请按顺序办理。`,
    );
  }
  demandRight(workspace, entity, { act: 'step', step: taken });
  const reason = input.reason && cleanText(input.reason).trim();
  if (taken.reason && !reason) throw new WorkbenchError('RECORD_REASON', `办理“${taken.label}”须写明理由。`);
  const memberId = memberIdOf(workspace.index, workspace.reader);
  const act = { today: workspace.today(), ...(memberId ? { memberId } : {}) };
  const effect = taken.effect?.(entity.values, act) ?? {};
  const set = { ...effect, [input.field]: input.to } as Record<string, FieldValue>;
  if (taken.complete) {
    const after = { ...entity, values: { ...entity.values, ...set } };
    const errors = issuesOf(kind, after, ruleContext(workspace)).filter((issue) => issue.level === 'error');
    if (errors.length > 0) {
      throw new WorkbenchError(
        'RECORD_INCOMPLETE',
        `还不能“${taken.label}”：${errors[0]!.message}${errors.length > 1 ? `等${errors.length}处` : ''}。请补齐后再办理。`,
        errors.map((issue) => ({ place: issue.field, message: issue.message })),
      );
    }
  }
  const edit = draftEdit(demandState(workspace, entity.id), set);
  const signed = (code: string) => machine.holds?.[code]?.by === 'signature';
  // Going on from one hold to the next lifts nothing.
  const lifted = signed(from) && !signed(input.to);
  const detail = `${taken.label}：${nameOf(entity)}（${label(from)}→${label(input.to)}）`;
  workspace.commit([
    { ...base(workspace, kind.kind, entity.id), action: 'edit', ...edit, ...(reason ? { reason } : {}) },
    ...(lifted ? [operationDraft(workspace, { act: 'holdLifted', entity, detail, reason })] : []),
  ]);
  return saved(workspace, kind, entity.id);
}
