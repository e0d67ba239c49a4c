import fc from 'fast-check';
import fs from 'node:fs';
import path from 'node:path';
import { addDays } from '../../../src-shared/domain/dates';
import {
  readCounts,
  readDay,
  readNumber,
  readTime,
  type NumberUse,
  type Reading,
} from '../../../src-shared/domain/reading';

const TODAY = '2026-03-20';
const rowsOf = (file: string): string[][] =>
  fs
    .readFileSync(path.join(__dirname, '../../fixtures/typed', file), 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split('\t'));

/** `refused …` or `2025-09-04`, `3.5 (unit is in the label)`: what the table asks for. */
function expectReading(reading: Reading<unknown>, right: string): void {
  const [value] = right.split(/[ ,:](?!\d)/);
  if (value === 'refused') expect(reading).toEqual({ ok: false, message: expect.any(String) as string });
  else expect(reading).toEqual({ ok: true, value: /^[\d.]+$/.test(value!) ? Number(value) : value });
}

describe('numbers as they are typed', () => {
  const USES: Readonly<Record<string, NumberUse>> = {
    金额万元: { unit: '万元' },
    份数: { unit: '份', whole: true },
  };
  it.each(rowsOf('numbers.tsv'))('reads in %s “%s” as %s', (field, typed, right) => {
    const use = USES[field!];
    expectReading(use ? readNumber(typed!, use) : readCounts(typed!), right!);
  });

  it.each([
    ['３人', { unit: '人次', whole: true }, 3],
    ['３人次', { unit: '人次', whole: true }, 3],
    ['1,234,567.5', {}, 1234567.5],
    ['12.5 万元', { unit: '万元' }, 12.5],
    ['-3', { whole: true }, -3],
  ])('reads “%s”', (typed, use, value) =>
    expect(readNumber(typed, use as NumberUse)).toEqual({ ok: true, value }),
  );

  it.each([
    ['3，5', '万元', '逗号不在千位上'],
    ['35000元', '万元', '以万元为单位'],
    ['12.', undefined, '小数点后面还没有数字'],
    ['十二', '份', '请用数字填写'],
    ['12.5 3', '万元', '像是几个数'],
    ['约12', '份', '不是一个数'],
  ])('says what is wrong with “%s”', (typed, unit, words) => {
    const reading = readNumber(typed, { unit });
    expect(reading.ok || reading.message).toContain(words);
    expect(reading.ok || reading.message).toContain('如 ');
  });

  it('reads back every number as it prints itself, with and without groups', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000_000 }), (n) => {
        expect(readNumber(String(n))).toEqual({ ok: true, value: n });
        expect(readNumber(n.toLocaleString('en-US'))).toEqual({ ok: true, value: n });
      }),
    );
  });

  it.each([
    ['4 1 0', [4, 1, 0]],
    ['４、１、０', [4, 1, 0]],
    ['4，1，0', [4, 1, 0]],
  ])('reads the votes “%s”', (typed, value) => expect(readCounts(typed)).toEqual({ ok: true, value }));
  it.each(['1,200 3', '4 一 0', '12.5 3'])('refuses the votes “%s” with words', (typed) =>
    expect(readCounts(typed)).toMatchObject({ ok: false }),
  );
});

describe('days as they are typed', () => {
  it.each(rowsOf('dates.tsv').filter(([typed]) => !typed!.includes('(time)')))(
    'reads “%s” as %s',
    (typed, right) =>
      // The table leaves the day in Chinese figures to us: it is plain, and taken.
      expectReading(readDay(typed!, TODAY), right!),
  );

  it.each([
    ['1109', '2026-11-09'],
    ['9.30', '2026-09-30'],
    ['11、9', '2026-11-09'],
    ['11，9', '2026-11-09'],
    ['今天', '2026-03-20'],
    ['昨天', '2026-03-19'],
    ['前天', '2026-03-18'],
    ['2026年11月9号', '2026-11-09'],
    ['26.11.9', '2026-11-09'],
    ['2026。11。9', '2026-11-09'],
    ['9月4日（星期四）', '2026-09-04'],
    ['２０２５年９月４日', '2025-09-04'],
    ['二〇二五年十一月二十一日', '2025-11-21'],
    [' 2025-9-4 ', '2025-09-04'],
  ])('reads “%s”', (typed, value) => expect(readDay(typed, TODAY)).toEqual({ ok: true, value }));

  it.each([
    ['45904', '请填日期'],
    ['2025年9月底', '没有写明哪一天'],
    ['2025.9', '没有写明哪一天'],
    ['2025', '没有写明几月几日'],
    ['2026-02-30', '2026年2月没有30日'],
    ['2026-13-01', '没有“13月”'],
    ['1026-03-01', '年份'],
    ['9.4.25', '年份不清楚'],
    ['2025-09-04 09:30', '只填日期'],
    ['12', '不是日期'],
    ['下周', '不是日期'],
    ['250904', '不是日期'],
  ])('says what is wrong with “%s”', (typed, words) => {
    const reading = readDay(typed, TODAY);
    expect(reading.ok || reading.message).toContain(words);
  });

  it('reads back every day in every form in which it is written', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 70_000 }), (days) => {
        const day = addDays('2001-01-01', days);
        const [y, m, d] = day.split('-').map(Number) as [number, number, number];
        for (const words of [
          day,
          day.replaceAll('-', ''),
          `${y}.${m}.${d}`,
          `${y}年${m}月${d}日`,
          `${y}。${m}。${d}`,
          `${y} ${m} ${d}`,
        ]) {
          expect(readDay(words, TODAY)).toEqual({ ok: true, value: day });
        }
      }),
    );
  });
});

describe('times as they are typed', () => {
  it.each(rowsOf('dates.tsv').filter(([typed]) => typed!.includes('(time)')))(
    'reads “%s” as %s',
    (typed, right) => expectReading(readTime(typed!.replace(' (time)', '')), right!),
  );

  it.each([
    ['930', '09:30'],
    ['0930', '09:30'],
    ['９：３０', '09:30'],
    ['9.30', '09:30'],
    ['9点半', '09:30'],
    ['九点半', '09:30'],
    ['9点', '09:00'],
    ['9点5分', '09:05'],
    ['9点一刻', '09:15'],
    ['14', '14:00'],
    ['下午3点', '15:00'],
    ['下午3:20', '15:20'],
    ['下午两点半', '14:30'],
    ['上午9点30分', '09:30'],
    ['中午12点', '12:00'],
    ['晚上7点', '19:00'],
    ['下午15点', '15:00'],
    ['3:00pm', '15:00'],
    ['09:30:00', '09:30'],
  ])('reads “%s”', (typed, value) => expect(readTime(typed)).toEqual({ ok: true, value }));

  it.each([
    ['上午', '不是时间'],
    ['24:00', '00:00 到 23:59'],
    ['9:75', '00:00 到 23:59'],
    ['9.3', '两位'],
    ['上午15点', '前后不一致'],
    ['晚上12点', '前后不一致'],
  ])('says what is wrong with “%s”', (typed, words) => {
    const reading = readTime(typed);
    expect(reading.ok || reading.message).toContain(words);
  });
});
