/**
 * Paper numbers, given once. What belongs to a unit is numbered within that unit and carries the unit's number (`T2-07`:
 * the seventh talk of unit U2), so that a gap tells nobody how much stands in a unit that is closed to him; what belongs
 * to the round is numbered through the round (`HB03`). A number in an older style (`T07`) counts on in its unit. A removed
 * record keeps its number, which may stand on paper; a number that somebody changed by hand is theirs to give again.
 */
import { isSealedKind } from '../../src-shared/domain/compartment';
import type { AnyKind } from '../../src-shared/domain/define';
import type { RecordId } from '../../src-shared/merge/change';
import type { Recorded } from './recorded';
import { nearestEver, removedEntity } from './removed';

type Numbered = Omit<Recorded, 'changesBefore' | 'clueHolders' | 'told'>;

/** The field of every kind that holds its paper number. */
const CODE = 'code';

/**
 * The number that the next record of a kind gets under a parent; empty where those before it cannot be read: who reports
 * into the compartment leaves it to who keeps it.
 */
export function numberFor(workspace: Numbered, kind: AnyKind, parent: RecordId | null): string {
  if (!workspace.holdsClues && isSealedKind(kind)) return '';
  const inspection = nearestEver(workspace, parent, 'inspection');
  const scope = inspection === null ? 'round' : 'inspection';
  const place = nearestEver(workspace, parent, scope);
  const given: unknown[] = [];
  for (const { id, values } of workspace.index.list(kind.kind)) {
    if (nearestEver(workspace, id, scope) === place) given.push(values[CODE]);
  }
  for (const state of workspace.removedStates()) {
    if (state.kind === kind.kind && nearestEver(workspace, state.id, scope) === place) {
      given.push(removedEntity(workspace, state.id)?.values[CODE]);
    }
  }
  const mark = inspection === null ? '' : unitMark(workspace, inspection);
  return nextCode(kind, given, mark, workspace.letter());
}

/**
 * Numbers for many records that are written at once: each counts on from the one before.
 * @param own numbers that some of these records bring themselves: they are given to no other
 */
export function numbersFor(
  workspace: Numbered,
  own: ReadonlySet<string> = new Set(),
): {
  next(kind: AnyKind, parent: RecordId | null): string;
} {
  const last = new Map<string, string>();
  return {
    next(kind, parent) {
      const place = `${kind.kind}/${nearestEver(workspace, parent, 'inspection') ?? nearestEver(workspace, parent, 'round') ?? ''}`;
      const before = last.get(place);
      let number = before === undefined ? numberFor(workspace, kind, parent) : after(before);
      while (own.has(number)) number = after(number);
      last.set(place, number);
      return number;
    },
  };
}

/** The number after one that was given by {@link numberFor}. */
const after = (code: string): string =>
  code.replace(/\d+$/, (digits) => String(Number(digits) + 1).padStart(digits.length, '0'));

/** The digits at the end of the unit's own number, else its place among the inspections of the vault. */
function unitMark({ index }: Numbered, inspection: RecordId): string {
  const unit = index.get(String(index.get(inspection)?.values.unit ?? ''));
  const digits = /(\d+)$/.exec(String(unit?.values.code ?? ''))?.[1];
  const place = index.list('inspection').findIndex(({ id }) => id === inspection) + 1;
  return String(digits === undefined ? place : Number(digits));
}

/**
 * The number after the highest of those given, in their style.
 * @param mark number of the unit; empty for what belongs to none
 * @param letter of the laptop, which counts by itself: two that do not know of each other give no number twice
 */
export function nextCode(kind: AnyKind, given: readonly unknown[], mark = '', letter = ''): string {
  let highest = 0;
  let dash = '-';
  for (const code of given) {
    const match = /^(.*?)(-?)(\d+)$/.exec(withoutLetter(String(code ?? ''), letter));
    if (!match || (match[1] !== kind.code && match[1] !== `${kind.code}${mark}`)) continue;
    if (mark === '') dash = match[2]!;
    highest = Math.max(highest, Number(match[3]));
  }
  return `${kind.code}${mark}${dash}${letter}${String(highest + 1).padStart(2, '0')}`;
}

/** A number that this laptop gave with its letter, or that was given when there were none, as if it had none. */
const withoutLetter = (code: string, letter: string): string =>
  letter === '' ? code : code.replace(new RegExp(`${letter}(?=\\d+$)`), '');
