import { nameBook } from '../../../src-main/clearance/find';

const book = nameBook(
  [
    '郑怀素',
    '高峰',
    '向前',
    '安全',
    '建设',
    '李建',
    '单小山',
    '张伟',
    '买买提·艾力',
    '李建设',
    '向阳',
    '整改',
  ],
  ['中共向阳镇委员会', '向阳镇', '张伟民'],
);
const found = (text: string, certain: boolean) =>
  book
    .in(text)
    .filter((o) => o.certain === certain)
    .map(({ from, to }) => text.slice(from, to));

describe('a known name in a text', () => {
  it.each([
    '单\u200b小山反映情况',
    '单 小 山反映情况',
    '據單小山反映',
    '单·小山',
    '单\u0301小\u2800山',
    '单\u3164小山',
    '单-小-山',
    '郑怀素素来公正',
    '据郑怀素称，合同系补签。',
    '鄭懷素称',
    '买买提．艾力领取',
    '买买提•艾力领取',
    '买买提艾力领取',
    '张伟经手该项目',
    '由张伟、单小山负责',
    '（张 伟）',
    '高峰同志',
  ])('%s is certain', (text) => {
    expect(found(text, true)).not.toEqual([]);
    expect(found(text, false)).toEqual([]);
  });

  it.each([
    '用水高峰期供水不足',
    '工作向前推进不力',
    '安全隐患排查不到位',
    '建设资金缺口大',
    '李建国担任组长',
    '桃李建设项目',
    '向阳村3组',
    '整改不到位',
    '郑、怀素',
    '郑\n怀素',
  ])('%s may be a word or somebody else: a person decides', (text) => {
    expect(found(text, false)).toHaveLength(1);
    expect(found(text, true)).toEqual([]);
  });

  it.each(['紧张、伟大的', '向阳镇党委', '中共向阳镇委员会', '张伟民负责', '无人'])('%s has none', (text) => {
    expect(book.in(text)).toEqual([]);
  });
});
