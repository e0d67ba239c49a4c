import { DEFAULT_FONTS, resolveFonts } from '../../../src-main/word';

describe('the fonts of an export', () => {
  it('are the standard ones where the computer has them', () => {
    const { plan, substitutions } = resolveFonts(['方正小标宋简体', 'FangSong', 'KaiTi', 'SimHei', 'SimSun']);
    expect(plan).toEqual(DEFAULT_FONTS);
    expect(substitutions).toEqual([]);
  });

  it('prefer the wider 小标宋 and take the GB 2312 names where they were copied', () => {
    const { plan } = resolveFonts([
      '方正小标宋_GBK',
      '方正小标宋简体',
      '仿宋_GB2312',
      'FangSong',
      '楷体',
      '黑体',
      '宋体',
    ]);
    expect(plan).toMatchObject({
      title: '方正小标宋_GBK',
      titleCoverage: 'gbk',
      fangSong: '仿宋_GB2312',
      kaiTi: '楷体',
      simHei: '黑体',
      song: '宋体',
    });
  });

  it('say in Chinese what stands in for what', () => {
    const { plan, substitutions } = resolveFonts(['华文中宋', 'STFangsong', 'SimSun', 'SimHei']);
    expect(plan).toMatchObject({ title: '华文中宋', fangSong: 'STFangsong', kaiTi: 'SimSun' });
    expect(substitutions).toHaveLength(3);
    expect(substitutions[0]).toContain('华文中宋');
  });

  it('keep the standard name when the computer has nothing like it', () => {
    const { plan, substitutions } = resolveFonts([]);
    expect(plan.fangSong).toBe('FangSong');
    expect(substitutions).toHaveLength(5);
  });
});
