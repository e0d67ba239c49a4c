import { maskedName } from '../../../src-main/clearance/masking';

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
    ['王局长', '王某'],
    ['老王', '王某'],
  ])('%s becomes %s', (name, masked) => {
    expect(maskedName(name)).toBe(masked);
  });
});
