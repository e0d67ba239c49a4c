/** The rows of a round file, wherever they stand in it, and the words for every place in it. */
import { textOf } from './boxes';
import type { Found, Given, Ledger, Place, RoundFile } from './ledger';

/** More rows in one list are no list that a county inspection writes. */
const MAX_ROWS = 20_000;

export const isObject = (value: unknown): value is Given =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A property that the file wrote itself, whatever every object has. */
const own = (given: unknown, key: string): unknown =>
  isObject(given) && Object.hasOwn(given, key) ? given[key] : undefined;

/** @param complain called once for each thing that is no list, object or row */
export function roundFile(
  json: Given,
  ledgers: readonly Ledger[],
  complain: (place: Place, message: string) => void,
): RoundFile {
  const known = new Map<string, readonly Found[]>();
  const once = (key: string, find: () => readonly Found[]): readonly Found[] => {
    let found = known.get(key);
    if (!found) known.set(key, (found = find()));
    return found;
  };
  /** The key of a ledger in this file: its own, or its name. */
  const keyOf = (key: string): string => {
    const name = ledgers.find((ledger) => ledger.key === key)?.name ?? key;
    return Object.hasOwn(json, key) || !Object.hasOwn(json, name) ? key : name;
  };
  const valueAt = ([first = '', ...rest]: readonly string[]): { place: Place; value: unknown } => {
    const place = [keyOf(first), ...rest];
    return { place, value: place.reduce<unknown>(own, json) };
  };
  const above = (path: readonly string[]): Found | undefined =>
    path.length > 1 ? file.one(...path.slice(0, -1))[0] : undefined;
  const row = (place: Place, given: unknown, more: Partial<Found>): Found[] => {
    if (isObject(given)) return [{ place, given, position: 1, ...more }];
    complain(place, '应为一条记录（对象）');
    return [];
  };
  const list = (place: Place, value: unknown): readonly unknown[] => {
    if (value === undefined) return [];
    if (!Array.isArray(value)) complain(place, '应为列表');
    else if (value.length > MAX_ROWS) complain(place, `条数过多（超过${MAX_ROWS}条）`);
    else return value as unknown[];
    return [];
  };
  const file: RoundFile = {
    root: json,
    rows: (...path) =>
      once(`rows/${path.join('/')}`, () => {
        const { place, value } = valueAt(path);
        const holder = above(path);
        return list(place, value).flatMap((given, i) =>
          row([...place, i], given, { position: i + 1, ...(holder ? { above: holder } : {}) }),
        );
      }),
    keyed: (...path) =>
      once(`keyed/${path.join('/')}`, () => {
        const { place, value } = valueAt(path);
        if (value === undefined) return [];
        if (!isObject(value)) {
          complain(place, '应为按编号分列的记录（对象）');
          return [];
        }
        return Object.entries(value).flatMap(([key, given], i) =>
          row([...place, key], given, { key, position: i + 1 }),
        );
      }),
    one: (...path) =>
      once(`one/${path.join('/')}`, () => {
        const { place, value } = valueAt(path);
        return value === undefined ? [] : row(place, value, {});
      }),
    within: (holders, column) =>
      once(`within/${holders[0]?.place.join('/')}/${column}`, () =>
        holders.flatMap((holder) => {
          const place = [...holder.place, column];
          return list(place, own(holder.given, column)).flatMap((given, i) =>
            row([...place, i], given, { position: i + 1, above: holder }),
          );
        }),
      ),
    items: (holders, column) =>
      once(`items/${holders[0]?.place.join('/')}/${column}`, () =>
        holders.flatMap((holder) => {
          const place = [...holder.place, column];
          return list(place, own(holder.given, column)).map((given, i) => ({
            place: [...place, i],
            given: { [column]: given },
            position: i + 1,
            above: holder,
            single: true as const,
          }));
        }),
      ),
    texts: (() => {
      const sets = new Map<string, ReadonlySet<string>>();
      return (ledger: string, column: string) => {
        const key = `${ledger}/${column}`;
        let found = sets.get(key);
        if (!found) {
          found = new Set(file.rows(ledger).map(({ given }) => textOf(own(given, column))));
          sets.set(key, found);
        }
        return found;
      };
    })(),
  };
  return file;
}

const LONGEST = 40;

/** A place in words: `谈话第3条（T03）“要点”第2条“内容”`. */
export function wordsOfPlace(ledgers: readonly Ledger[]): (place: Place, json: unknown) => string {
  return (place, json) => {
    let here: unknown = json;
    let words = '';
    for (const [i, part] of place.entries()) {
      here = Array.isArray(here) ? (here as unknown[])[Number(part)] : own(here, String(part));
      const ledger = i === 0 ? ledgers.find(({ key, name }) => key === part || name === part) : undefined;
      if (ledger) words += ledger.name;
      else if (typeof part === 'number') words += `第${part + 1}条${numberIn(here)}`;
      else words += `“${part.slice(0, LONGEST)}”`;
    }
    return words || '文件';
  };
}

function numberIn(row: unknown): string {
  const number = own(row, '编号') ?? own(row, 'id');
  return typeof number === 'string' && number !== '' ? `（${number.slice(0, LONGEST)}）` : '';
}
