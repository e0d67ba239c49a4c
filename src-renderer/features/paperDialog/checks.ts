/** What should be put right before a document leaves, from the same rules as the forms. Pure. */
import { kinds } from '../../../src-shared/domain';
import type { UnitDocument } from '../../../src-shared/contract';
import type { AnyKind, Entity, RuleContext } from '../../../src-shared/domain/define';
import { fedBackProblems } from '../../../src-shared/domain/statistics';
import { issuesOf } from '../../../src-shared/domain/validate';
import { isAdopted } from '../../../src-shared/domain/working-paper';
import type { RecordId } from '../../../src-shared/merge/change';

export interface Shortcoming {
  /** The record to open. */
  readonly id: RecordId;
  readonly title: string;
  readonly message: string;
}

export interface Desk extends RuleContext {
  list(kinds: readonly string[]): readonly Entity[];
  label(id: RecordId): string;
}

/** Everything of an inspection that makes a document incomplete, worst record first come. */
export function shortcomings(
  document: UnitDocument,
  inspection: RecordId,
  desk: Desk,
): readonly Shortcoming[] {
  const own = (kind: string) => desk.list([kind]).filter((e) => e.inspection === inspection);
  const errorsOf = (kind: AnyKind, entity: Entity): Shortcoming[] =>
    issuesOf(kind, entity, desk)
      .filter((issue) => issue.level === 'error')
      .map((issue) => ({ id: entity.id, title: withCode(entity, desk), message: issue.message }));
  if (document === 'ledger') {
    const items = own('rectificationItem');
    const none: Shortcoming[] =
      items.length === 0
        ? [{ id: inspection, title: desk.label(inspection), message: '还没有整改事项，台账将是空表' }]
        : [];
    const answered = new Set(fedBackProblems(own).map(({ id }) => id));
    const problem = (entity: Entity, message: string): Shortcoming => ({
      id: entity.id,
      title: withCode(entity, desk),
      message,
    });
    const adopted = own('workingPaper').filter((e) => isAdopted(e.values.state as string | undefined));
    return [
      ...none,
      ...adopted
        .filter(({ id }) => !answered.has(id))
        .map((e) => problem(e, '反馈之后才审签，没有反馈给单位，不写入台账')),
      ...adopted
        .filter(({ id }) => answered.has(id) && !items.some((item) => item.parent === id))
        .map((e) => problem(e, '还没有整改事项，台账中写明“没有列入整改任务”')),
      ...items.flatMap((e) => errorsOf(kinds.rectificationItem as unknown as AnyKind, e)),
    ];
  }
  const adopted = own('workingPaper').filter((e) => isAdopted(e.values.state as string | undefined));
  const waiting = own('workingPaper').length - adopted.length;
  const feedbacks = own('feedback');
  const unit = (message: string): Shortcoming => ({ id: inspection, title: desk.label(inspection), message });
  return [
    ...(adopted.length === 0 ? [unit('还没有已审签的问题，反馈意见中将没有问题部分')] : []),
    ...(waiting > 0 ? [unit(`有${waiting}个问题未审签或未采用，不会写入`)] : []),
    ...(feedbacks.length === 0 ? [unit('还没有登记巡察反馈（反馈日期、意见建议）')] : []),
    ...feedbacks.flatMap((e) => [
      ...errorsOf(kinds.feedback as unknown as AnyKind, e),
      ...(desk.children(e.id, 'advice').length === 0
        ? [{ id: e.id, title: desk.label(e.id), message: '还没有填写意见建议' }]
        : []),
    ]),
    ...adopted.flatMap((e) => errorsOf(kinds.workingPaper as unknown as AnyKind, e)),
  ];
}

function withCode(entity: Entity, desk: Desk): string {
  const { code } = entity.values;
  return typeof code === 'string' && code !== '' ? `${code} ${desk.label(entity.id)}` : desk.label(entity.id);
}
