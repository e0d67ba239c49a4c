import { kinds } from '../../src-shared/domain';
import { formatValue, parseDay, parseNumber, parseTime } from '../../src-renderer/ui/format';

describe('键入的日期、时间和数字', () => {
  it.each([
    ['20250904', '2025-09-04'],
    ['2025-9-4', '2025-09-04'],
    ['2025.9.4', '2025-09-04'],
    ['２０２５年９月４日', '2025-09-04'],
    ['9月4日', '2026-09-04'],
    ['12', undefined],
  ])('reads the day “%s”', (typed, day) => expect(parseDay(typed, '2026-03-20')).toBe(day));
  it.each([
    ['930', '09:30'],
    ['0930', '09:30'],
    ['9:30', '09:30'],
    ['９：３０', '09:30'],
    ['9点半', '09:30'],
    ['9点', '09:00'],
    ['14', '14:00'],
    ['上午', undefined],
  ])('reads the time “%s”', (typed, time) => expect(parseTime(typed)).toBe(time));
  it.each([
    ['1,200', 1200],
    ['１２．５', 12.5],
    ['12个', undefined],
  ])('reads the number “%s”', (typed, number) => expect(parseNumber(typed)).toBe(number));
});

describe('显示的值', () => {
  const { fields } = kinds.rectificationItem;
  const label = (id: string) => `记录${id}`;
  it('is in the words of the field', () => {
    expect(formatValue(fields.state.info, 'inProgress', label)).toBe('正在推进');
    expect(formatValue(fields.recovered.info, 24.05, label)).toBe('24.05万元');
    expect(formatValue(fields.longTerm.info, false, label)).toBe('否');
    expect(formatValue(fields.measureTypes.info, ['建章立制', '自定'], label)).toBe('建章立制、自定');
    expect(formatValue(kinds.interview.fields.recorder.info, 'p2', label)).toBe('记录p2');
    expect(formatValue(fields.task.info, '', label)).toBe('');
  });
});
