import { maskedName, maskNames } from '../../../src-main/documents';

describe('masked names', () => {
  it.each([
    ['张三', '张某'],
    ['施宁川', '施某某'],
    ['欧阳修', '欧阳某'],
    ['欧阳若水', '欧阳某某'],
    ['司马光', '司马某'],
    ['欧阳', '欧某'],
    ['龚䶮', '龚某'],
    ['𠮷若水', '𠮷某某'],
    ['买买提·艾力', '买某某'],
  ])('%s becomes %s', (name, masked) => {
    expect(maskedName(name)).toBe(masked);
  });

  it('masks the longest name that stands at a place', () => {
    expect(maskNames('张建国和张建', ['张建', '张建国'])).toBe('张某某和张某');
  });

  it('keeps approved names, and what stands inside them', () => {
    expect(maskNames('张建国、张建、顾西洲', ['张建', '顾西洲'], ['张建国', '顾西洲'])).toBe(
      '张建国、张某、顾西洲',
    );
  });

  it('leaves text without names, names of one character and signs of patterns alone', () => {
    expect(maskNames('张(三)在场.*', ['张', '.*', '王五'])).toBe('张(三)在场.某');
    expect(maskNames('无人', [])).toBe('无人');
  });
});
