/** `conflicts` and `conflict take`: what two laptops left in dispute, and a choice between the versions. */
import { kindOf } from '../../src-shared/domain/kinds';
import type { Entity } from '../../src-shared/domain/define';
import { formatValue, labelIn } from '../../src-shared/domain/words';
import { WorkbenchError } from '../../src-shared/errors';
import { REMOVED_FIELD } from '../../src-shared/merge/change';
import { nameOfUser } from '../services/accounts';
import { type Conflict, conflictsOf, laptopNamesIn, resolveMany } from '../services/conflicts';
import type { OpenWorkspace } from '../services/workspace';
import { say } from './output';

interface ConflictOptions {
  readonly record?: string;
  readonly field?: string;
  /** Place of the version in the list that `conflicts` gives, from 0. */
  readonly value?: string;
  readonly json?: boolean;
}

/** What a user is called; one whom the group does not know, by his id. */
const namesIn = (workspace: OpenWorkspace) => (userId: string) => nameOfUser(workspace, userId) ?? userId;

/** Writes every conflict that the person may see. */
export function tellConflicts(workspace: OpenWorkspace, { json }: ConflictOptions): void {
  const nameOf = namesIn(workspace);
  const found = conflictsOf(workspace);
  if (json) {
    const told = found.map(({ record, kind, field, title, before, versions }) => ({
      record,
      kind,
      field,
      title,
      ...(before ? { before: before.value ?? null } : {}),
      values: versions.map(({ value, author, device, at }) => ({ value, by: nameOf(author), device, at })),
    }));
    say(JSON.stringify(told));
    return;
  }
  const laptopOf = laptopNamesIn(workspace);
  say(`冲突${found.length}处`);
  for (const conflict of found) {
    say(`${conflict.title}\t${labelOf(conflict)}\t--record ${conflict.record} --field ${conflict.field}`);
    conflict.versions.forEach((version, at) =>
      say(
        `  ${at}  ${wordsOf(workspace, conflict, version.value)}（${nameOf(version.author)}，${laptopOf(version.device)}，${version.at}）`,
      ),
    );
  }
}

const infoIn = ({ kind, field }: Conflict) => {
  const fields = kindOf(kind)?.fields ?? {};
  return Object.hasOwn(fields, field) ? fields[field]!.info : undefined;
};

const labelOf = (conflict: Conflict): string =>
  conflict.field === REMOVED_FIELD ? '删除' : (infoIn(conflict)?.label ?? conflict.field);

function wordsOf(workspace: OpenWorkspace, conflict: Conflict, value: unknown): string {
  if (conflict.field === REMOVED_FIELD) return value === true ? '按删除办理' : '保留记录';
  const info = infoIn(conflict);
  const get = (id: string): Entity | undefined => workspace.see(id);
  return (info ? formatValue(info, value, labelIn(get)) : String(value)) || '（空）';
}

/**
 * Takes one of the versions.
 * @throws WorkbenchError CLI_USAGE, CLI_NO_CONFLICT, and those of {@link resolveMany}
 */
export function takeVersion(workspace: OpenWorkspace, { record, field, value, json }: ConflictOptions): void {
  if (!record || !field || !/^\d+$/.test(value ?? ''))
    throw new WorkbenchError(
      'CLI_USAGE',
      '请用 --record、--field 和 --value（第几个内容，从0数）给出要采用的内容；用 conflicts 列出。',
    );
  const conflict = conflictsOf(workspace).find((one) => one.record === record && one.field === field);
  const version = conflict?.versions[Number(value)];
  if (!conflict || !version)
    throw new WorkbenchError(
      'CLI_NO_CONFLICT',
      conflict
        ? `这处冲突只有${conflict.versions.length}个内容，没有第${value}个（从0数）。`
        : '没有这处冲突，可能已经处理，或您无权查看。请用 conflicts 重新列出。',
    );
  const { settled } = resolveMany(workspace, [{ id: record, field, take: version.change }]);
  say(
    json
      ? JSON.stringify({ record, field, settled, value: version.value })
      : `已采用：${conflict.title} ${labelOf(conflict)} ${wordsOf(workspace, conflict, version.value)}`,
  );
}
