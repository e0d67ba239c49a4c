/** What the checks of papers have in common: from the rules of the forms to lines that lead to a record. */
import type { KindName } from '../domain/kinds';
import type { AnyKind, Entity } from '../domain/define';
import { issuesOf } from '../domain/validate';
import type { RecordId } from '../merge/change';
import type { PaperDesk, Shortcoming } from './define-paper';

/** The records of a kind in one inspection. */
export const ofInspection = (kind: KindName, inspection: RecordId, desk: PaperDesk): readonly Entity[] =>
  desk.list([kind]).filter((record) => record.inspection === inspection);

/** A line about a record, called by its number and title. */
export function shortcomingOf(record: Entity, message: string, desk: PaperDesk): Shortcoming {
  const { code } = record.values;
  const label = desk.label(record.id);
  const title = typeof code === 'string' && code !== '' ? `${code} ${label}` : label;
  return { id: record.id, title, message };
}

/** What the rules of its kind find wrong with a record. */
export const errorsOf = (kind: AnyKind, record: Entity, desk: PaperDesk): readonly Shortcoming[] =>
  issuesOf(kind, record, desk)
    .filter(({ level }) => level === 'error')
    .map(({ message }) => shortcomingOf(record, message, desk));
