import {
  chineseDate,
  chineseDateRange,
  chineseNumber,
  innerQuotes,
  numbering,
  sentence,
} from '../../../src-main/word/page/wording';

describe('Chinese numerals', () => {
  it.each([
    [1, '一'],
    [10, '十'],
    [11, '十一'],
    [20, '二十'],
    [21, '二十一'],
    [99, '九十九'],
    [100, '一百'],
    [101, '一百零一'],
    [110, '一百一十'],
    [111, '一百一十一'],
    [234, '二百三十四'],
    [999, '九百九十九'],
    [1000, '一千'],
    [1001, '一千零一'],
    [1010, '一千零一十'],
    [9999, '九千九百九十九'],
  ])('writes %i as %s', (value, text) => {
    expect(chineseNumber(value)).toBe(text);
  });

  it('never writes two numbers alike', () => {
    expect(new Set(Array.from({ length: 9999 }, (_, index) => chineseNumber(index + 1))).size).toBe(9999);
  });

  it.each([0, -1, 1.5, 10000, Number.NaN])('refuses %p', (value) => {
    expect(() => chineseNumber(value)).toThrow(RangeError);
  });

  it('numbers the four levels of the standard', () => {
    expect([numbering.first(3), numbering.second(12), numbering.third(3), numbering.fourth(4)]).toEqual([
      '三、',
      '（十二）',
      '3.',
      '（4）',
    ]);
  });
});

describe('dates', () => {
  it('have no leading zeros', () => {
    expect(chineseDate('2025-09-01')).toBe('2025年9月1日');
  });

  it('repeat the year of a range only when it changes', () => {
    expect(chineseDateRange('2025-09-01', '2025-09-26')).toBe('2025年9月1日至9月26日');
    expect(chineseDateRange('2025-12-20', '2026-01-10')).toBe('2025年12月20日至2026年1月10日');
  });

  it.each(['', '2025-2-30', '2025-02-30', '2025/09/01', '2025-13-01', 'XS-01'])(
    'refuse %p without repeating it',
    (date) => {
      expect(() => chineseDate(date)).toThrow(
        expect.objectContaining({ code: 'DOCUMENT_DATE', message: expect.not.stringContaining('XS-01') }),
      );
    },
  );
});

describe('sentences', () => {
  it('end once', () => {
    expect(sentence('防止纸面整改')).toBe('防止纸面整改。');
    expect(sentence('防止纸面整改。')).toBe('防止纸面整改。');
    expect(sentence('做到“真改实改。”')).toBe('做到“真改实改。”');
    expect(sentence('做到真改；')).toBe('做到真改。');
    expect(sentence('  ')).toBe('');
  });

  it('take single quotation marks inside others', () => {
    expect(innerQuotes('“三重一大”事项')).toBe('‘三重一大’事项');
  });
});
