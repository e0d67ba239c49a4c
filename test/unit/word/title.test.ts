import { breakTitle } from '../../../src-main/word/page/title';
import { widthOf } from '../../../src-main/word/page/text';

const UNITS = [
  '青禾县水务与河湖管理局党组',
  '中共石桥坪镇委员会',
  '青禾县文化旅游服务中心党组',
  '县纪委',
  '中共青禾县霁岚街道工作委员会',
  '青禾县农业农村局党组',
  '青禾县发展和改革局（县粮食和物资储备局、县国防动员办公室）党组',
  '青禾县卫生健康局党组“一院两中心”领导班子',
  '中国共产党青禾县澄浦街道云窝社区党总支部委员会',
  '云岭省澜溪市青禾县自然资源和规划局（不动产登记与国土空间规划综合服务中心）党组',
  '青禾县供销合作社联合社《为农服务综合平台》项目领导小组党支部',
  'ABC-1234567890（青禾）科技园区管委会党工委',
];
const titles = UNITS.map((unit) => `关于巡察${unit}的反馈意见`);

describe('a broken title', () => {
  it.each(titles)('keeps every character within the lines: %s', (title) => {
    const lines = breakTitle(title, 20);
    expect(lines.join('')).toBe(title);
    for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(40);
  });

  it.each(titles)(
    'starts no line with 的 or a closing mark and ends none with an opening one: %s',
    (title) => {
      for (const line of breakTitle(title, 20)) {
        expect(line).not.toMatch(/^[的、，。；：！？”’》〉）】]/);
        expect(line).not.toMatch(/[“‘《〈（【]$/);
      }
    },
  );

  it.each(titles)('is a trapezium or a rhombus, never an hourglass: %s', (title) => {
    const widths = breakTitle(title, 20).map(widthOf);
    const falls = widths.findIndex((width, index) => index > 0 && width < (widths[index - 1] ?? 0));
    const after = falls < 0 ? [] : widths.slice(falls);
    expect(after).toEqual([...after].sort((a, b) => b - a));
  });

  it.each([
    ['关于巡察青禾县水务与河湖管理局党组的反馈意见', ['关于巡察青禾县水务与河湖', '管理局党组的反馈意见']],
    ['关于巡察青禾县文化旅游服务中心党组的反馈意见', ['关于巡察青禾县文化旅游', '服务中心党组的反馈意见']],
    [
      '关于巡察青禾县卫生健康局党组“一院两中心”领导班子的反馈意见',
      ['关于巡察青禾县卫生健康局党组', '“一院两中心”领导班子的反馈意见'],
    ],
  ])('turns where a word ends: %s', (title, lines) => {
    expect(breakTitle(title, 20)).toEqual(lines);
  });

  it.each([
    ['中共青禾县石桥坪镇云河村支部委员会', '云河村'],
    ['中共青禾县云河镇委员会', '云河镇'],
    ['青禾县委县政府信访局党组', '县委县政府'],
    ['新疆生产建设兵团第一师阿拉尔市水利局党组', '第一师'],
    ['中共青禾县委全面依法治县委员会办公室', '依法治县'],
    ['循化撒拉族自治县民族宗教事务局党组', '撒拉族自治县'],
  ])('leaves names whole: %s', (unit, name) => {
    for (const title of [`关于巡察${unit}的反馈意见`, `县委第二巡察组关于巡察${unit}情况的报告`]) {
      const lines = breakTitle(title, 20);
      expect(lines.some((line) => line.includes(name))).toBe(true);
      if (title.includes('第二巡察组')) expect(lines[0]).toContain('第二巡察组');
    }
  });

  it.each(titles)('cuts none of the words of this work: %s', (title) => {
    const lines = breakTitle(title, 20);
    for (const word of [
      '关于',
      '巡察',
      '反馈意见',
      '党组',
      '委员会',
      '管理局',
      '服务中心',
      '办公室',
      '领导小组',
      '青禾县',
    ]) {
      expect(lines.filter((line) => line.includes(word)).length > 0).toBe(title.includes(word));
    }
  });

  it('stays on one line when it fits', () => {
    expect(breakTitle('关于巡察中共石桥坪镇委员会的反馈意见', 20)).toHaveLength(1);
  });

  it('keeps a quotation whole where it fits', () => {
    const lines = breakTitle('关于印发《青禾县巡察整改工作办法》和《青禾县巡察整改台账管理规定》的通知', 20);
    expect(lines.some((line) => line.includes('《青禾县巡察整改工作办法》'))).toBe(true);
    expect(lines.some((line) => line.includes('《青禾县巡察整改台账管理规定》'))).toBe(true);
  });

  it('cuts a word only when it is longer than a line, and copes with any length', () => {
    const endless = 'A'.repeat(100);
    expect(
      breakTitle(endless, 20)
        .map(widthOf)
        .every((width) => width <= 40),
    ).toBe(true);
    const long = `关于巡察${'青禾县水务与河湖管理局、'.repeat(40)}党组的反馈意见`;
    const lines = breakTitle(long, 20);
    expect(lines.join('')).toBe(long);
    expect(Math.max(...lines.map(widthOf))).toBeLessThanOrEqual(40);
    expect(breakTitle('', 20)).toEqual(['']);
  });
});
