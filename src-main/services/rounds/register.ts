/** The rows of one file by the numbers that other rows name them by, and the records that they have become so far. */
import { kindOf } from '../../../src-shared/domain/kinds';
import type { AnyKind } from '../../../src-shared/domain/define';
import type { RecordId } from '../../../src-shared/merge/change';
import { recordNamed, type Desk } from '../tables/cells';
import { isEmptyBox } from './boxes';
import type { Found, Ledger, Place } from './ledger';
import { numberOf } from './read-row';
import { isObject } from './round-file';

/** A row of a ledger. */
export interface Row {
  readonly ledger: Ledger;
  readonly found: Found;
}

/** A record that a row names. `waits`: its own row could not be read, of which its own place tells. */
export type Named =
  | { readonly is: 'record'; readonly id: RecordId }
  | { readonly is: 'waits' }
  | { readonly is: 'fault'; readonly message: string };

export interface Register {
  /** @param said a number, a name that only one has, or the row itself; @param spaces kinds, or the name of a space of numbers */
  named(said: unknown, spaces: readonly string[]): Named;
  /** What the record of a row stands under; `root` where its kind stands under nothing. */
  parentOf(row: Row, kind: AnyKind): (Named & { readonly place: Place }) | 'root';
  /** Every number that some row brings itself. */
  readonly numbers: ReadonlySet<string>;
  /** Takes down what a row has become. */
  made(row: Row, id: RecordId): void;
  /** The records of a kind that the file has brought so far. */
  readonly list: Desk['list'];
}

const LONGEST = 40;
const isRow = (said: unknown): said is Found => isObject(said) && 'place' in said && 'given' in said;
const keyOf = (kind: string, { place }: Found): string => `${kind}/${place.join('/')}`;

/**
 * @param rows of every ledger, in the order in which they are written
 * @param get a planned record by its id
 * @param unread ledgers of which not every row could be found: what is missing may stand there
 * @param complain of numbers that are given twice
 */
export function registerOf(
  rows: readonly Row[],
  get: Desk['get'],
  unread: ReadonlySet<Ledger>,
  complain: (place: Place, message: string) => void,
): Register {
  const numbers = new Map<string, Map<string, Row>>();
  const ids = new Map<string, RecordId>();
  const ofKind = new Map<string, RecordId[]>();
  const within = (space: string): Map<string, Row> => {
    let found = numbers.get(space);
    if (!found) numbers.set(space, (found = new Map()));
    return found;
  };
  for (const row of rows) {
    const { ledger, found } = row;
    const said = numberOf(ledger, found);
    if (!said) continue;
    for (const space of new Set([ledger.kind, ledger.space ?? ledger.kind])) {
      const twin = within(space).get(said.number);
      if (!twin) within(space).set(said.number, row);
      else if (space === (ledger.space ?? ledger.kind) && ledger.number === undefined) {
        const whose = twin.ledger === ledger ? '重复' : `与“${twin.ledger.name}”中的重复`;
        complain(said.place, `编号“${said.number.slice(0, LONGEST)}”${whose}`);
      }
    }
  }
  const list = (kind: string) => (ofKind.get(kind) ?? []).flatMap((id) => get(id) ?? []);
  const calledOf = (kind: string): string =>
    rows.find(({ ledger }) => ledger.kind === kind)?.ledger.name ?? kindOf(kind)?.label ?? kind;
  const isUnread = (space: string): boolean =>
    [...unread].some((ledger) => ledger.kind === space || ledger.space === space);
  const becomes = (id: RecordId | undefined): Named =>
    id === undefined ? { is: 'waits' } : { is: 'record', id };

  const named: Register['named'] = (said, spaces) => {
    if (isRow(said))
      return becomes(spaces.map((kind) => ids.get(keyOf(kind, said))).find((id) => id !== undefined));
    if (typeof said !== 'string' && typeof said !== 'number') return { is: 'fault', message: '应为编号' };
    const number = String(said).trim();
    const words = number.slice(0, LONGEST);
    const called = calledOf(spaces[0]!);
    for (const space of spaces) {
      const row = numbers.get(space)?.get(number);
      if (row) return becomes(ids.get(keyOf(row.ledger.kind, row.found)));
    }
    if (spaces.some(isUnread)) return { is: 'waits' };
    const found = recordNamed(number, spaces.flatMap(list), get);
    if (found === 'several') return { is: 'fault', message: `“${called}”中叫“${words}”的不止一个，请写编号` };
    return found === 'none'
      ? { is: 'fault', message: `“${called}”中没有“${words}”` }
      : { is: 'record', id: found.id };
  };

  return {
    named,
    parentOf({ ledger: { under }, found }, { parents }) {
      if (parents.length === 0) return 'root';
      if (under !== undefined) {
        const byKey = under === '$key';
        const said = byKey ? found.key : found.given[under];
        const place = byKey ? found.place : [...found.place, under];
        if (isEmptyBox(said)) return { is: 'fault', message: '不能为空', place };
        return { ...named(said, parents), place };
      }
      const { above, place } = found;
      if (above) {
        return { ...named(above, parents), place };
      }
      return { ...becomes(parents.flatMap((kind) => ofKind.get(kind) ?? [])[0]), place };
    },
    numbers: new Set([...numbers.values()].flatMap((known) => [...known.keys()])),
    made({ ledger: { kind }, found }, id) {
      ids.set(keyOf(kind, found), id);
      const all = ofKind.get(kind);
      if (all) all.push(id);
      else ofKind.set(kind, [id]);
    },
    list,
  };
}
