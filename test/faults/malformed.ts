/** Malformed round files: the sample with a few things done to it, as scripts, editors and accidents do them. */
import fc from 'fast-check';
import sampleRound from '../../assets/sample/sample-round.json';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type Path = readonly (string | number)[];

/** Every node of the sample but its root and its expected results, which nothing reads. */
const PATHS: readonly Path[] = (function walk(value: Json, path: Path): Path[] {
  const below = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  const inner = below.flatMap(([key, item]) =>
    walk(item, [...path, Array.isArray(value) ? Number(key) : key]),
  );
  return path.length === 0 ? inner : [path, ...inner];
})(sampleRound as unknown as Json, []).filter((path) => path[0] !== 'expected');

/** A copy at any depth (the platform's own follows every level on the stack). */
const clone = (value: Json): Json => JSON.parse(JSON.stringify(value)) as Json;

const nested = (depth: number): Json => {
  let value: Json = [];
  for (let i = 0; i < depth; i += 1) value = i % 2 ? [value] : { 单位: value };
  return value;
};

const ODD_VALUES: readonly Json[] = [
  null,
  true,
  0,
  -0,
  -1,
  1.5,
  1e308,
  5e-324,
  2 ** 53,
  '',
  ' ',
  '—',
  'NaN',
  'Infinity',
  '1e999',
  '0x10',
  '是',
  '否',
  'U1',
  'U9',
  'T01',
  'P05',
  '__proto__',
  'constructor',
  'toString',
  '2025-02-30',
  '2025-9-1',
  '0000-00-00',
  '25:00',
  '2025-09-04 至 2025-09-01',
  '\u0000\u0001\u001b[31m',
  '\ud800',
  '\udc00尾',
  '㛃䶮𠮷',
  '<w:t>&amp;]]>',
  '${process.exit()}',
  '长'.repeat(41),
  '长'.repeat(201),
  '长'.repeat(30_000),
  'P01,P02',
  [],
  {},
  [null],
  ['U1', 'U1'],
  Array.from({ length: 61 }, () => '谈话'),
  [[[[]]]],
  { length: -1 },
  { toString: null, valueOf: 1 },
  nested(200),
  nested(3000),
];

export interface Damage {
  readonly how: 'delete' | 'replace' | 'duplicate' | 'swap' | 'key' | 'rename';
  /** Which node; taken modulo the number of nodes. */
  readonly at: number;
  readonly other: number;
  /** What is put there: one of {@link ODD_VALUES} by its place (some are too deep to print), or a JSON value. */
  readonly value: { readonly odd: number } | { readonly json: Json };
}
export type TextDamage =
  | { readonly how: 'none' | 'mark' }
  | { readonly how: 'cut' | 'insert' | 'drop' | 'noise'; readonly at: number; readonly text: string };

export interface Case {
  readonly damages: readonly Damage[];
  readonly text: TextDamage;
}

const odd = fc.oneof(
  { arbitrary: fc.record({ odd: fc.nat(ODD_VALUES.length - 1) }), weight: 4 },
  { arbitrary: fc.record({ json: fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Json> }), weight: 1 },
);
const valueOf = (value: Damage['value']): Json => clone('odd' in value ? ODD_VALUES[value.odd]! : value.json);
const damage: fc.Arbitrary<Damage> = fc.record({
  how: fc.constantFrom('delete', 'replace', 'replace', 'replace', 'duplicate', 'swap', 'key', 'rename'),
  at: fc.nat(1_000_000),
  other: fc.nat(1_000_000),
  value: odd,
});
const textDamage: fc.Arbitrary<TextDamage> = fc.oneof(
  { arbitrary: fc.constant({ how: 'none' } as const), weight: 12 },
  { arbitrary: fc.constant({ how: 'mark' } as const), weight: 1 },
  {
    arbitrary: fc.record({
      how: fc.constantFrom('cut', 'insert', 'drop', 'noise'),
      at: fc.nat(1_000_000),
      text: fc.constantFrom('"', '{', '}', ',', '\\', '\u0000', '\ufeff', '\ud800', '9', '.', '\n', '：'),
    }),
    weight: 4,
  },
);

/** Some damage to the structure, and at times to the text of the file. */
export const someCase: fc.Arbitrary<Case> = fc.record({
  damages: fc.array(damage, { minLength: 0, maxLength: 4 }),
  text: textDamage,
});

const holderOf = (root: Json, path: Path): Record<string, Json> | undefined => {
  let here: Json = root;
  for (const key of path.slice(0, -1)) {
    if (typeof here !== 'object' || here === null) return undefined;
    here = (here as Record<string | number, Json>)[key] as Json;
  }
  return typeof here === 'object' && here !== null ? (here as Record<string, Json>) : undefined;
};

function apply(root: Json, { how, at, other, value }: Damage): void {
  const path = PATHS[at % PATHS.length]!;
  const holder = holderOf(root, path);
  const key = path.at(-1)!;
  if (!holder || !Object.hasOwn(holder, key)) return;
  const elsewhere = PATHS[other % PATHS.length]!;
  switch (how) {
    case 'delete':
      if (Array.isArray(holder)) holder.splice(Number(key), 1);
      else delete holder[key];
      return;
    case 'replace':
      holder[key] = valueOf(value);
      return;
    case 'duplicate':
      if (Array.isArray(holder)) holder.push(clone(holder[key]!));
      else holder[`${key}`] = [clone(holder[key]!), clone(holder[key]!)];
      return;
    case 'swap': {
      const there = holderOf(root, elsewhere);
      const from = elsewhere.at(-1)!;
      if (there && Object.hasOwn(there, from)) holder[key] = clone(there[from]!);
      return;
    }
    case 'key':
      // As JSON.parse gives it: an own key, even where it has the name of the prototype.
      Object.defineProperty(holder, ['__proto__', 'constructor', 'hasOwnProperty', '多余'][other % 4]!, {
        value: valueOf(value),
        enumerable: true,
        configurable: true,
        writable: true,
      });
      return;
    case 'rename':
      if (typeof holder[key] === 'string') holder[key] = `${holder[key]}９`;
  }
}

/** The bytes of the file that a case describes. @param id gives the round a number of its own, before the damage. */
export function bytesOf({ damages, text: hurt }: Case, id?: string): Buffer {
  const root = clone(sampleRound as unknown as Json) as unknown as { round: { id: string } };
  if (id) root.round.id = id;
  for (const one of damages) apply(root as unknown as Json, one);
  const text = JSON.stringify(root);
  switch (hurt.how) {
    case 'none':
      return Buffer.from(text);
    case 'mark':
      return Buffer.from(`\ufeff${text}`);
    case 'cut':
      return Buffer.from(text.slice(0, hurt.at % text.length));
    case 'insert':
      return Buffer.from(
        text.slice(0, hurt.at % text.length) + hurt.text + text.slice(hurt.at % text.length),
      );
    case 'drop': {
      const at = hurt.at % text.length;
      return Buffer.from(text.slice(0, at) + text.slice(at + 1 + (hurt.at % 40)));
    }
    case 'noise': {
      const bytes = Buffer.from(text);
      for (let i = 0; i < 3; i += 1) bytes[(hurt.at * (i + 7)) % bytes.length]! ^= 1 << (hurt.at % 8);
      return bytes;
    }
  }
}
