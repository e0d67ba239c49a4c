/** Records of any kind with values of every sort that their fields hold, also awkward ones, for properties of tables. */
import fc from 'fast-check';
import type { AnyKind } from '../../src-shared/domain/define';
import { isClosed, type DictionaryName } from '../../src-shared/domain/dictionaries';
import { entriesOf } from '../../src-shared/domain/glossary';
import { cleanValue } from '../../src-shared/domain/cleaning';
import type { FieldInfo } from '../../src-shared/domain/words';
import type { FieldValue } from '../../src-shared/merge/change';
import type { OpenWorkspace } from '../../src-main/services/workspace';
import { ruleContext } from '../../src-main/services/records';

/** What a spreadsheet would like to make something else of. */
const AWKWARD = [
  '=1+1',
  '+86',
  '-5',
  '@某',
  "'=1",
  "'",
  '0002',
  '622202000000000017',
  '1e5',
  '1/2',
  '2025-12-31',
  '12.31',
  'TRUE',
  '是',
  '_x0041_',
  '_x000D_',
  '<b>&amp;</b>',
  'a,b;c',
  '甲、乙；丙',
  '“引号”"\'',
  ' 前后 ',
  '　全角　',
  '𠮷🀄',
  '第一行\n第二行\n',
  '合计',
  '填表人：',
  '序号',
  '#REF!',
  '\t制表',
  '正文'.repeat(300),
];

const text = (most: number): fc.Arbitrary<string> =>
  fc
    .oneof(
      fc.constantFrom(...AWKWARD),
      fc.string({ unit: 'grapheme', maxLength: 30 }),
      fc.string({ unit: 'binary', maxLength: 20 }),
    )
    .map((value) => [...value].slice(0, Math.min(most, 5000)).join('').slice(0, most));

const day = fc
  .integer({ min: Date.UTC(1900, 0, 1) / 864e5, max: Date.UTC(2199, 11, 31) / 864e5 })
  .map((days) => new Date(days * 864e5).toISOString().slice(0, 10));

/** Whether words are one entry of an open list and not several or another: what a cell of a list can say. */
const asWord = (value: string): boolean => value.trim() === value && value !== '' && !/\n/.test(value);

function wordOf(info: FieldInfo, workspace: OpenWorkspace): fc.Arbitrary<string> {
  if (!info.dictionary) return fc.constantFrom(...(info.options ?? []).map(({ code }) => code));
  const round = workspace.index.list('round')[0];
  const entries = entriesOf(info.dictionary, round, ruleContext(workspace));
  const codes = entries.map(({ code }) => code);
  const said = new Set(entries.flatMap(({ code, label, short }) => [code, label, short]));
  const own = text(100)
    .map((value) => cleanValue('text', value) as string)
    .filter((value) => asWord(value) && !said.has(value));
  const listed = codes.length > 0 ? fc.constantFrom(...codes) : own;
  return isClosed(info.dictionary as DictionaryName) ? listed : fc.oneof(listed, own);
}

function valueOf(info: FieldInfo, workspace: OpenWorkspace): fc.Arbitrary<FieldValue | undefined> {
  switch (info.type) {
    case 'text':
    case 'longText':
      return text(info.max ?? 200).map((value) => cleanValue(info.type, value) as string);
    case 'integer':
      return fc.integer({ min: 0, max: 10_000_000 });
    case 'amount':
      return fc.integer({ min: 0, max: 1e12 }).map((value) => value / 1e6);
    case 'date':
      return day;
    case 'time':
      return fc
        .tuple(fc.nat(23), fc.nat(59))
        .map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':'));
    case 'content':
      return fc.constant(undefined);
    case 'instant':
      return day.map((value) => `${value}T01:30:00.000Z`);
    case 'flag':
      return fc.boolean();
    case 'choice':
    case 'state':
      return wordOf(info, workspace);
    case 'choices':
      return fc.uniqueArray(wordOf(info, workspace), { minLength: 1, maxLength: 4 });
    case 'list':
      return fc.array(
        text(200)
          .map((value) => cleanValue(undefined, value) as string)
          .filter((value) => value.trim() !== ''),
        { minLength: 1, maxLength: 4 },
      );
    case 'numbers':
      return fc.array(fc.nat(999), { minLength: 1, maxLength: 6 });
    case 'reference': {
      const targets = (info.to ?? []).flatMap((kind) => workspace.index.list(kind)).map(({ id }) => id);
      if (targets.length === 0) return fc.constant(undefined);
      const one = fc.constantFrom(...targets);
      return info.several ? fc.oneof(one, fc.uniqueArray(one, { minLength: 2, maxLength: 4 })) : one;
    }
  }
}

/** Values of one record; any field may be left out. The paper number is left to the caller. */
export function valuesOf(
  kind: AnyKind,
  workspace: OpenWorkspace,
): fc.Arbitrary<Readonly<Record<string, FieldValue>>> {
  const fields = Object.entries(kind.fields).filter(([name]) => name !== 'code');
  const model = Object.fromEntries(
    fields.map(([name, { info }]) => [
      name,
      fc.option(valueOf(info, workspace), { nil: undefined, freq: 4 }),
    ]),
  );
  return fc
    .record(model)
    .map((values) =>
      Object.fromEntries(
        Object.entries(values).filter((entry): entry is [string, FieldValue] => entry[1] !== undefined),
      ),
    );
}
