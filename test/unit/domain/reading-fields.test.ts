/** Words and values of every field of every kind: each the inverse of the other, and nothing that is typed ends in a crash. */
import fc from 'fast-check';
import { glossaryIn } from '../../../src-shared/domain/glossary';
import { kinds } from '../../../src-shared/domain/kinds';
import type { AnyKind } from '../../../src-shared/domain/define';
import { readWords, type ReadingDesk, type ReadValue } from '../../../src-shared/domain/reading-fields';
import { formatValue, paperWords, type FieldInfo } from '../../../src-shared/domain/words';

const glossary = glossaryIn({ get: () => undefined, children: () => [] });
const desk: ReadingDesk = { entries: (dictionary) => glossary.entries(dictionary, undefined) };
const wordsFor = glossary.words(undefined);
const optionsOf = (info: FieldInfo) => (info.dictionary ? desk.entries(info.dictionary) : info.options!);

const two = (n: number) => String(n).padStart(2, '0');
const line = fc.stringMatching(/^[\u4e00-\u9fff（）0-9a-z，。]{1,20}$/);
/** Any value that a field may hold; undefined for what is not read from words. */
function valueFor(info: FieldInfo): fc.Arbitrary<ReadValue> | undefined {
  switch (info.type) {
    case 'text':
    case 'longText':
      return line;
    case 'integer':
      return fc.nat(10_000_000);
    case 'amount':
      return fc.nat(10_000_000_000).map((fen) => fen / 1_000_000);
    case 'date':
      return fc
        .date({ min: new Date('1900-01-01'), max: new Date('2199-12-31'), noInvalidDate: true })
        .map((day) => day.toISOString().slice(0, 10));
    case 'time':
      return fc.tuple(fc.nat(23), fc.nat(59)).map(([h, m]) => `${two(h)}:${two(m)}`);
    case 'flag':
      return fc.boolean();
    case 'choice':
    case 'state':
      return optionsOf(info).length > 0 ? fc.constantFrom(...optionsOf(info).map(({ code }) => code)) : line;
    case 'choices':
      return fc.subarray(
        optionsOf(info).map(({ code }) => code),
        { minLength: 1 },
      );
    case 'numbers':
      return fc.array(fc.nat(5000), { minLength: 1, maxLength: 12 });
    case 'list':
    case 'reference':
    case 'instant':
      return undefined;
  }
}

const fields = (Object.values(kinds) as readonly AnyKind[]).flatMap((kind) =>
  Object.entries(kind.fields).map(([name, { info }]) => [`${kind.kind}.${name}`, info] as const),
);

it.each(fields)('%s: read(words(value)) is the value', (_name, info) => {
  const values = valueFor(info);
  if (!values) return expect(['list', 'reference', 'instant', 'content']).toContain(info.type);
  fc.assert(
    fc.property(values, (value) => {
      const said = formatValue(info, value, (id) => id, wordsFor);
      expect(readWords(info, said, desk)).toEqual({ ok: true, value });
      // As papers write it: days and times in Chinese.
      const printed = paperWords(info, value, (id) => id, wordsFor);
      expect(readWords(info, printed, desk)).toEqual({ ok: true, value });
    }),
    { numRuns: 20 },
  );
});

const OWN_WORDS = ['constructor', 'toString', '__proto__', 'hasOwnProperty', 'valueOf'];

it('whatever is typed is a value or a sentence, never a crash', () => {
  const text = fc.oneof(fc.constantFrom(...OWN_WORDS), fc.string(), fc.string({ unit: 'binary' }), line);
  fc.assert(
    fc.property(text, fc.constantFrom(...fields), fc.boolean(), (typed, [, info], isTyped) => {
      const reading = readWords(info, typed, isTyped ? { ...desk, today: '2026-03-20' } : desk);
      if (reading && !reading.ok) expect(reading.message).toMatch(/[\u4e00-\u9fff]/);
    }),
    { numRuns: 3000 },
  );
});

it('yes, no, deadlines and days are read alike wherever they are written', () => {
  const of = (kind: keyof typeof kinds, field: string) =>
    (kinds[kind] as unknown as AnyKind).fields[field]!.info;
  const flag = of('workingPaper', 'key');
  for (const yes of ['是', '√', 'ＹＥＳ', '有', '1'])
    expect(readWords(flag, yes, desk)).toEqual({ ok: true, value: true });
  for (const no of ['否', '×', '无', '0'])
    expect(readWords(flag, no, desk)).toEqual({ ok: true, value: false });
  const due = of('rectificationItem', 'dueOn');
  const day = { ok: true, value: '2025-12-31' };
  expect(readWords(due, '2025年12月31日前', desk)).toEqual(day);
  expect(readWords(due, '12月31日之前', { ...desk, today: '2025-09-01' })).toEqual(day);
  expect(readWords(due, '12月31日前', desk)).toMatchObject({ ok: false });
});
