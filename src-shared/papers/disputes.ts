/** What of a paper is in conflict: before it leaves, somebody should choose. */
import type { Entity } from '../domain/define';
import { kinds } from '../domain/kinds';
import type { AnyKind } from '../domain/define';
import { infoOf } from '../domain/words';
import { REMOVED_FIELD, type RecordId } from '../merge/change';
import type { PaperDesk, Shortcoming } from './define-paper';
import { shortcomingOf } from './shortcomings';

/** Kinds that no paper of a unit is made of: they have pages and readers of their own. */
const APART: ReadonlySet<string> = new Set(['clue', 'pryReport', 'operation', 'exportEntry', 'nameDecision']);

/** What a request names: a unit, a record, the records of a list, or a round. */
export type AskedOf =
  | { readonly inspection: RecordId }
  | { readonly record: RecordId }
  | { readonly ids: readonly RecordId[] }
  | { readonly round: RecordId };

/** The records that a paper is made of: of a unit or a round all that lies in it, of a record it and its rows. */
function madeOf(asked: AskedOf, desk: PaperDesk): readonly Entity[] {
  const found = (ids: readonly RecordId[]) => ids.flatMap((id) => desk.get(id) ?? []);
  if ('record' in asked || 'ids' in asked) {
    const tops = found('record' in asked ? [asked.record] : asked.ids);
    return tops.flatMap((top) => [top, ...rowsOf(top, desk)]);
  }
  const names = Object.keys(kinds).filter((name) => !APART.has(name));
  const disputed = desk.list(names).filter(({ conflicts }) => conflicts.length > 0);
  return 'inspection' in asked
    ? disputed.filter(({ id, inspection }) => (inspection ?? id) === asked.inspection)
    : disputed.filter(({ id, inspection, parent }) => {
        const round = inspection === null ? parent : desk.get(inspection)?.parent;
        return id === asked.round || round === asked.round;
      });
}

/** The rows of a record, at any depth. */
function rowsOf(record: Entity, desk: PaperDesk): readonly Entity[] {
  return (Object.values(kinds) as readonly AnyKind[])
    .filter(({ access, parents }) => access === 'row' && parents.includes(record.kind))
    .flatMap((kind) => desk.children(record.id, kind.kind))
    .flatMap((row) => [row, ...rowsOf(row, desk)]);
}

/** A line for each record of the paper that holds what nobody has chosen between yet. */
export function disputesIn(asked: AskedOf, desk: PaperDesk): readonly Shortcoming[] {
  return madeOf(asked, desk)
    .filter(({ conflicts }) => conflicts.length > 0)
    .map((record) => {
      const fields = record.conflicts.filter((field) => field !== REMOVED_FIELD);
      const labels = fields.map(
        (field) => `“${infoOf(kinds[record.kind as keyof typeof kinds], field)?.label ?? '所属'}”`,
      );
      const said = [
        ...(labels.length > 0 ? [`${labels.join('')}有两人填写的不同内容`] : []),
        ...(record.conflicts.includes(REMOVED_FIELD) ? ['有人删除、另有人修改'] : []),
      ];
      return { ...shortcomingOf(record, `${said.join('，')}，尚未选定`, desk), disputed: true };
    });
}
