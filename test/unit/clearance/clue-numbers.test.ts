import { numberBook } from '../../../src-main/clearance/clue-numbers';

const book = numberBook(['XS-01', 'XS-02', 'XS-03', '青问索2025-007', 'QS-07', '线字7号']);
const certainty = (text: string) => [...new Set(book.in(text).map(({ certain }) => certain))];

describe('the number of a clue', () => {
  it.each([
    'XS-01',
    'XS01',
    'ＸＳ—０１',
    'X S - 0 1',
    'xs_01',
    'XS零一',
    'XS〇一',
    'XS壹号',
    'XS编号01',
    'XSNO.01',
    'X·S-01',
    'X.S.-01',
    'XS----01',
    'XS第一号',
    'XS〔2025〕1号',
    'ХЅ-01',
    'X\u200bS\u2060-\u200d01',
    'XSⅢ',
    'XS③',
    '线索01',
    '线索一号',
    '问题线索第3号',
    '青问索2025-007',
    '青问索〔2025〕7号',
    'QS-07',
    'qs 007',
    'QS7',
    '线字第07号',
  ])('is known written %s', (text) => {
    expect(certainty(`见${text}，另查`)).toEqual([true]);
  });

  it.each(['AXS-01', 'XS-3型', 'xs1号楼', 'XS-99'])('may be meant by %s: a person decides', (text) => {
    expect(certainty(`采购${text}`)).toEqual([false]);
  });

  it.each([
    'XS2025型水泵',
    '华为XS5000',
    'XSLT 第1版',
    'MAXS 1',
    '问题线索4件',
    '线索3条',
    'XS尺码',
    'QS认证',
    '线字17号',
    '青问索2025-0071',
  ])('is not %s', (text) => {
    expect(certainty(text)).toEqual([]);
  });
});
