import fc from 'fast-check';
import { KIND_NAMES, kinds } from '../../../src-shared/domain/kinds';
import type { AnyKind } from '../../../src-shared/domain/define';
import { checkValues, isBlank, issuesOf } from '../../../src-shared/domain/validate';
import { lookup, recordOf } from './records';

const CHINESE = /[\u4e00-\u9fff]/;
const anyKind = fc.constantFrom(...KIND_NAMES).map((name) => kinds[name] as AnyKind);
const wild = fc.anything({
  withBigInt: true,
  withDate: true,
  withNullPrototype: true,
  withObjectString: true,
});

it.each(['', null, undefined, []])('%j is blank and allowed in every field of a draft', (blank) => {
  expect(isBlank(blank)).toBe(true);
  for (const name of KIND_NAMES) {
    const values = Object.fromEntries(Object.keys(kinds[name].fields).map((field) => [field, blank]));
    expect(checkValues(kinds[name], values)).toEqual([]);
  }
});

it.each([0, false, ' ', {}, [0]])('%j is not blank', (value) => expect(isBlank(value)).toBe(false));

describe('a value', () => {
  it.each([
    ['interview', { interviewee: '甲'.repeat(41) }, '“谈话对象”不能超过40个字'],
    ['interview', { interviewee: 7 }, '“谈话对象”应为文字'],
    ['interview', { heldOn: '2025-02-30' }, '“日期”应为日期，如 2025-09-01'],
    ['interview', { heldOn: 20250901 }, '“日期”应为日期，如 2025-09-01'],
    ['interview', { startedAt: '24:00' }, '“开始时间”应为时间，如 09:30'],
    ['interview', { startedAt: 9 }, '“开始时间”应为时间，如 09:30'],
    ['interview', { recorded: '是' }, '“录音录像”应为是或否'],
    ['interview', { personTimes: 1.5 }, '“谈话人次”应为整数'],
    ['interview', { personTimes: -1 }, '“谈话人次”不能为负数'],
    ['interview', { personTimes: Number.NaN }, '“谈话人次”应为整数'],
    ['rectificationItem', { recovered: Infinity }, '“挽回损失”应为数字'],
    ['rectificationItem', { state: 'gone' }, '“整改状态”不是有效的状态'],
    ['rectificationItem', { opinion: '很好' }, '“群众评判”应为：好、较好、一般、差'],
    ['workingPaper', { sources: '谈话' }, '“问题来源”应为列表'],
    ['workingPaper', { sources: Array(51).fill('谈话') }, '“问题来源”不能超过50项'],
    ['workingPaper', { handler: 5 }, '“承办人”应为一条记录'],
    ['question', { options: Array(501).fill('甲') }, '“选项”不能超过500项'],
    ['questionTally', { votes: [1, -1] }, '“票数”应为不小于0的整数'],
    ['questionTally', { votes: '1' }, '“票数”应为列表'],
    ['interview', { nothing: 1 }, '“谈话记录”没有这个栏目'],
  ] as const)('%#: of %s is refused when it is wrong', (kind, values, message) => {
    expect(checkValues(kinds[kind], values, '甲')).toEqual([
      { place: `甲.${Object.keys(values)[0]}`, message },
    ]);
  });

  it('under a name that every object has is no field', () => {
    const values = JSON.parse('{"__proto__": "甲", "constructor": "乙"}') as Record<string, unknown>;
    expect(checkValues(kinds.interview, values).map(({ place }) => place)).toEqual([
      '__proto__',
      'constructor',
    ]);
  });

  it('of any field is accepted when it is of the field’s type', () => {
    const whole = {
      interviewee: '㛃䶮',
      heldOn: '2024-02-29',
      startedAt: '23:59',
      personTimes: 10_000_000,
      recorded: false,
      focusTags: ['F1', '自定'],
      judgement: 'x'.repeat(20_000),
      interviewer: 'a'.repeat(20),
    };
    expect(checkValues(kinds.interview, whole)).toEqual([]);
  });
});

describe('whatever is given', () => {
  it('is checked without throwing, and every complaint has a place and is in Chinese', () => {
    fc.assert(
      fc.property(anyKind, fc.array(wild, { minLength: 1, maxLength: 8 }), (kind, some) => {
        const values = Object.fromEntries(
          Object.keys(kind.fields).map((field, i) => [field, some[i % some.length]]),
        );
        for (const { place, message } of checkValues(kind, values)) {
          expect(place).not.toBe('');
          expect(message).toMatch(CHINESE);
          expect(message).not.toMatch(/expected|invalid|too big/i);
        }
      }),
      { numRuns: 400 },
    );
  });

  it('is never a record that its rules cannot judge', () => {
    const valueFor: Record<string, fc.Arbitrary<unknown>> = {
      date: fc.constantFrom('2025-01-01', '2026-12-31'),
      time: fc.constantFrom('00:00', '23:59'),
      instant: fc.constantFrom('2026-03-20T01:02:03.000Z'),
      integer: fc.integer({ min: 0, max: 10_000_000 }),
      amount: fc.double({ min: 0, max: 1e8, noNaN: true }),
      flag: fc.boolean(),
      numbers: fc.array(fc.nat(100), { maxLength: 60 }),
      content: fc.dictionary(fc.string(), fc.constantFrom('29次', null)),
    };
    const words = fc.string({ maxLength: 10 });
    const wordsWithin = (most = 10) => fc.string({ maxLength: Math.min(10, most) });
    fc.assert(
      fc.property(
        anyKind.chain((kind) =>
          fc
            .record(
              Object.fromEntries(
                Object.entries(kind.fields).map(([name, { info }]) => [
                  name,
                  info.type === 'choice' || info.type === 'state'
                    ? fc.constantFrom(...(info.options?.map((o) => o.code) ?? ['自定']))
                    : info.type === 'choices' || info.type === 'list'
                      ? fc.array(words, { maxLength: 3 })
                      : (valueFor[info.type] ?? wordsWithin(info.max)),
                ]),
              ),
              { requiredKeys: [] },
            )
            .map((values) => ({ kind, values })),
        ),
        ({ kind, values }) => {
          expect(checkValues(kind, values)).toEqual([]);
          for (const issue of issuesOf(kind, recordOf(kind.kind, values), lookup())) {
            expect(issue.message).toMatch(CHINESE);
            expect(issue.field in kind.fields || issue.field in kind.sets).toBe(true);
          }
          expect(typeof (kind.title as (v: object) => string)(values)).toBe('string');
        },
      ),
      { numRuns: 400 },
    );
  });
});
