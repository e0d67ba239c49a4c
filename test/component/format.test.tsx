import { kinds } from '../../src-shared/domain/kinds';
import { formatValue } from '../../src-renderer/ui/format';

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
