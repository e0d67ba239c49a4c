import fc from 'fast-check';
import {
  answerIndexes,
  fixedOptions,
  percent,
  tally,
  type QuestionType,
} from '../../../src-shared/domain/kinds/questionnaire';
import { recordOf } from './records';

const asked = (type: QuestionType, options?: readonly string[]) => recordOf('question', { type, options });
const batch = (valid: number, sheets: readonly (readonly string[])[], hand?: [number[], number]) => ({
  valid,
  answers: sheets.map(([answer]) => answer ?? ''),
  ...(hand ? { hand: { votes: hand[0], unanswered: hand[1] } } : {}),
});

describe('percent', () => {
  it.each([
    [52, 80, '65.0%'],
    [23, 80, '28.8%'],
    [1, 3, '33.3%'],
    [2, 3, '66.7%'],
    [0, 80, '0.0%'],
    [80, 80, '100.0%'],
    [59, 60, '98.3%'],
    [1, 2000, '0.1%'],
    [0, 0, '—'],
    [3, 0, '—'],
  ])('of %i in %i is %s', (part, base, words) => {
    expect(percent(part, base)).toBe(words);
  });

  it('is within half a tenth of the share, and grows with it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), fc.nat(5000), (base, some) => {
        const part = some % (base + 1);
        const shown = Number.parseFloat(percent(part, base));
        expect(Math.abs(shown - (part * 100) / base)).toBeLessThanOrEqual(0.05 + 1e-9);
        if (part > 0) expect(shown).toBeGreaterThanOrEqual(Number.parseFloat(percent(part - 1, base)));
      }),
    );
  });
});

describe('answers in letters', () => {
  it.each([
    ['AC', 8, [0, 2]],
    ['ca', 8, [0, 2]],
    ['AAA', 8, [0]],
    ['A、C；H', 8, [0, 2, 7]],
    ['I', 8, []],
    ['', 8, []],
    ['好', 8, []],
  ])('%j of %i options are %j', (answer, options, indexes) => {
    expect(answerIndexes(answer, options)).toEqual(indexes);
  });

  it('are always options, in order, each once', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 0, max: 26 }), (answer, options) => {
        const found = answerIndexes(answer, options);
        expect(found.every((i) => i >= 0 && i < options)).toBe(true);
        expect([...found]).toEqual([...new Set(found)].sort((a, b) => a - b));
      }),
    );
  });
});

describe('tally', () => {
  const single = asked('single', ['好', '较好', '差']);

  it('counts keyed sheets and what was not answered', () => {
    expect(tally(single, [batch(4, [['A'], ['b'], [''], []])])).toEqual({
      votes: [1, 1, 0],
      unanswered: 2,
      base: 4,
      problems: [],
    });
  });

  it('adds hand counts of the batches that were not keyed', () => {
    const result = tally(single, [batch(2, [['A'], ['A']]), batch(5, [], [[1, 2, 1], 1])]);
    expect(result).toEqual({ votes: [3, 2, 1], unanswered: 1, base: 7, problems: [] });
  });

  it('prefers keyed sheets to a hand count of the same batch', () => {
    expect(tally(single, [batch(1, [['C']], [[9, 9, 9], 9])]).votes).toEqual([0, 0, 1]);
  });

  it('says when the votes do not add up to the valid sheets', () => {
    const { problems } = tally(single, [batch(28, [], [[9, 10, 8], 0])]);
    expect(problems).toEqual(['各选项与未答合计27，与有效份数28不符，请核对或用“未答”平账']);
    expect(tally(single, [batch(28, [], [[9, 10, 8], 1])]).problems).toEqual([]);
  });

  it('does not expect several choices to add up', () => {
    expect(tally(asked('multiple', ['甲', '乙']), [batch(3, [['AB'], ['A'], ['']])])).toEqual({
      votes: [2, 1],
      unanswered: 1,
      base: 3,
      problems: [],
    });
  });

  it('forgets the options of a question that became one in words', () => {
    expect(tally(asked('essay', ['甲', '乙']), [batch(2, [['A'], ['']])])).toMatchObject({
      votes: [],
      unanswered: 1,
    });
  });

  it('knows the options of scales and of yes or no', () => {
    expect(fixedOptions('scale')).toHaveLength(5);
    expect(tally(asked('trueFalse'), [batch(2, [['A'], ['B']])]).votes).toEqual([1, 1]);
    expect(tally(asked('essay'), [batch(2, [['多公开'], [' ']])])).toMatchObject({
      votes: [],
      unanswered: 1,
    });
  });

  it('of one choice per sheet always adds up', () => {
    const answer = fc.constantFrom('A', 'b', 'C', '', 'Z', '好');
    fc.assert(
      fc.property(fc.array(fc.array(answer, { minLength: 1, maxLength: 1 })), (sheets) => {
        const { votes, unanswered, base, problems } = tally(single, [batch(sheets.length, sheets)]);
        expect(votes.reduce((a, b) => a + b, 0) + unanswered).toBe(base);
        expect(problems).toEqual([]);
      }),
    );
  });
});
