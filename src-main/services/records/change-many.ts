/**
 * 批量修改: one value for one field of several records, as one act. Each record is checked as a save of its own, so that
 * rights, signatures, rules and references hold record by record; what may not be changed is named and stays as it is.
 */
import { cleanValue } from '../../../src-shared/domain/cleaning';
import type { AnyKind, Entity } from '../../../src-shared/domain/define';
import { checkValues, saysTheSame } from '../../../src-shared/domain/validate';
import { formatValue, labelIn } from '../../../src-shared/domain/words';
import { WorkbenchError } from '../../../src-shared/errors';
import type { ChangeDraft, FieldValue, RecordId } from '../../../src-shared/merge/change';
import { nameOf } from '../operations';
import { planSave } from './save';
import { writeTogether } from './together';
import { demandKind, ruleContext, type Workspace } from './workspace';

export interface ManyOrder {
  readonly kind: string;
  readonly ids: readonly RecordId[];
  readonly field: string;
  /** `null` clears the field. */
  readonly value: FieldValue;
}

/** A record that cannot be given the value, and why. */
export interface Unchangeable {
  readonly record: RecordId;
  /** `整改事项 ZG-03`; empty where it is not seen. */
  readonly title: string;
  readonly why: string;
}

/** What an order comes to; nothing is written yet. */
export interface ManyPlan {
  readonly change: readonly RecordId[];
  /** Records that have the value already. */
  readonly same: readonly RecordId[];
  readonly refused: readonly Unchangeable[];
  readonly drafts: readonly ChangeDraft[];
}

/** The kind and the value as it is kept. @throws WorkbenchError RECORD_MANY_FIELD, RECORD_INVALID */
function demandChange({ kind: name, field, value }: ManyOrder): { kind: AnyKind; kept: FieldValue } {
  const kind = demandKind(name);
  const info = Object.hasOwn(kind.fields, field) ? kind.fields[field]!.info : undefined;
  if (!info?.together)
    throw new WorkbenchError(
      'RECORD_MANY_FIELD',
      `“${info?.label ?? field}”不能批量修改，请打开记录逐条修改或办理。`,
    );
  const kept = cleanValue(info.type, value) as FieldValue;
  const problems = checkValues(kind, { [field]: kept });
  if (problems.length > 0)
    throw new WorkbenchError('RECORD_INVALID', `没有修改：${problems[0]!.message}。`, problems);
  return { kind, kept };
}

/** Why nothing is chosen for a person between what two wrote; undefined where they agree. */
const disputed = ({ conflicts }: Entity, field: string, label: string): string | undefined =>
  conflicts.includes(field) ? `“${label}”有两人填写的不同内容，请打开记录选定` : undefined;

/**
 * What a change of many records would come to.
 * @throws WorkbenchError RECORD_KIND, RECORD_MANY_FIELD, RECORD_INVALID where it cannot be done with any record
 */
export function planMany(workspace: Workspace, order: ManyOrder): ManyPlan {
  const { kind, kept } = demandChange(order);
  const { field } = order;
  const { label } = kind.fields[field]!.info;
  const change: RecordId[] = [];
  const equal: RecordId[] = [];
  const refused: Unchangeable[] = [];
  const drafts: ChangeDraft[] = [];
  for (const id of new Set(order.ids)) {
    const entity = workspace.sight().view(workspace.index.get(id));
    if (entity?.kind !== kind.kind) {
      refused.push({ record: id, title: '', why: '记录已删除，或您无权查看' });
      continue;
    }
    const dispute = disputed(entity, field, label);
    const known = entity.withheld?.[field] === undefined;
    if (!dispute && known && saysTheSame(entity.values[field], kept)) {
      equal.push(id);
      continue;
    }
    try {
      if (dispute) throw new WorkbenchError('RECORD_CONFLICT', dispute);
      drafts.push(...planSave(workspace, { kind: kind.kind, id, set: { [field]: kept } }).drafts);
      change.push(id);
    } catch (error) {
      if (!(error instanceof WorkbenchError)) throw error;
      refused.push({ record: id, title: nameOf(entity), why: reasonOf(error) });
    }
  }
  return { change, same: equal, refused, drafts };
}

/** A refused save as a reason in a list: without what was not saved, and without its full stop. */
const reasonOf = ({ message }: WorkbenchError): string => message.replace(/^未保存：/, '').replace(/。$/, '');

/** What was written, and by which act it is taken back. */
export interface ChangedMany {
  readonly act: string;
  readonly changed: number;
}

/**
 * Gives the records the value, all of them or none: one commit, one entry in the 操作日志, taken back as one.
 * @param order the records that {@link planMany} said would change; those that have the value already stay as they are
 * @throws WorkbenchError RECORD_MANY_REFUSED where one of them can no longer be changed, RECORD_MANY_NOTHING where none would
 *   change; whatever planMany throws
 */
export function changeMany(workspace: Workspace, order: ManyOrder): ChangedMany {
  const { change, refused, drafts } = planMany(workspace, order);
  const [first] = refused;
  if (first)
    throw new WorkbenchError(
      'RECORD_MANY_REFUSED',
      `有${refused.length}条不能修改（${first.title || '记录'}：${first.why}），没有改动任何记录。请重新预览。`,
    );
  if (change.length === 0)
    throw new WorkbenchError('RECORD_MANY_NOTHING', '所选记录已经是这个内容，没有改动。');
  const kind = demandKind(order.kind);
  const { label } = kind.fields[order.field]!.info;
  const inspections = new Set(change.map((id) => workspace.index.get(id)?.inspection ?? null));
  const [inspection] = inspections.size === 1 ? inspections : [];
  // Whoever may not see one of several units must not learn by a count that something was changed in it.
  const count = inspections.size > 1 ? '多个单位' : `${change.length}条`;
  const { act } = writeTogether(workspace, drafts, {
    words: `批量修改${kind.label}“${label}”（${change.length}条）`,
    operation: {
      act: 'changedTogether',
      subject: kind.kind,
      detail: `${kind.label}“${label}”${toldValue(workspace, kind, order)}（${count}）`,
      ...(inspection ? { inspection } : {}),
    },
  });
  return { act, changed: change.length };
}

/** As many characters of a value as an entry of the 操作日志 says. */
const TOLD = 100;

/** What a field was changed to, as far as everybody who reads the log may know it. */
function toldValue(workspace: Workspace, kind: AnyKind, { field, value }: ManyOrder): string {
  const { info } = kind.fields[field]!;
  if (info.audience === 'restricted' || info.secret) return '';
  const words = formatValue(info, value, labelIn(ruleContext(workspace).get));
  return words === '' ? '清空' : `改为“${words.length > TOLD ? `${words.slice(0, TOLD)}……` : words}”`;
}
