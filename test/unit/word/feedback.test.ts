import {
  feedbackDocument,
  type FeedbackModel,
  findingHeading,
  forUnit,
  type Layout,
} from '../../../src-main/word';
import { feedbackModel, FOCUSES, forbidden, paragraphsOf, partOf } from './fixtures';

const build = (change: Partial<FeedbackModel> = {}, layout?: Layout, id = 'U1') =>
  feedbackDocument(forUnit({ ...feedbackModel(id), ...change }, forbidden), { layout });
const textsOf = (file: Uint8Array) => paragraphsOf(file).map((paragraph) => paragraph.text);

describe('the feedback of the sample', () => {
  it('reads, from title to date, as the paper does', async () => {
    const paragraphs = paragraphsOf(await build());
    expect(paragraphs.slice(0, 3)).toEqual([
      { style: 'GwTitle', text: '关于巡察青禾县水务与河湖\n管理局党组的反馈意见' },
      { style: 'GwDateLine', text: '（2025年11月12日）' },
      { style: 'GwAddressee', text: '青禾县水务与河湖管理局党组：' },
    ]);
    expect(paragraphs[3]?.text).toMatch(
      /^根据九届县委第四轮巡察工作部署，县委第二巡察组于2025年9月1日至9月26日，对青禾县水务与河湖管理局党组开展了常规巡察。/,
    );
    expect(paragraphs.filter(({ style }) => style === 'GwHeading1').map(({ text }) => text)).toEqual([
      '一、基本情况',
      '二、巡察发现的主要问题',
      '三、意见建议',
    ]);
    expect(paragraphs.slice(-4)).toEqual([
      { style: 'GwHeading2', text: '（四）整改工作要求' },
      {
        style: 'GwBody',
        text: '请于2025年12月12日前向县委巡察工作领导小组办公室报送整改方案，于2026年5月12日前完成集中整改并报送整改情况报告。整改情况应当在党内通报，并以适当方式向社会公开。',
      },
      { style: 'GwSignatory', text: '中共青禾县委员会第二巡察组' },
      { style: 'GwDate', text: '2025年11月12日' },
    ]);
  });

  it('orders problems by 聚焦 and weight', async () => {
    const headings = paragraphsOf(await build())
      .filter(({ style }) => style === 'GwHeading2' || style === 'GwHeading3')
      .map(({ text }) => text);
    expect(headings.slice(0, 5)).toEqual([
      '（一）聚焦党中央决策部署在基层落实情况方面',
      '1.关于“巡河履责打折扣”的问题',
      '2.关于“‘第一议题’制度落实不到位”的问题',
      '（二）聚焦群众身边不正之风和腐败问题方面',
      '1.关于“小型水利工程拆分合同规避招标”的问题',
    ]);
  });

  it('skips a 聚焦 without problems and counts on', async () => {
    const headings = paragraphsOf(await build({}, undefined, 'U3')).filter(
      ({ style }) => style === 'GwHeading2',
    );
    expect(headings.map(({ text }) => text)).toEqual([
      '（一）聚焦党中央决策部署在基层落实情况方面',
      '（二）聚焦群众身边不正之风和腐败问题方面',
      '（三）聚焦基层党组织和党员队伍建设方面',
      '（四）整改工作要求',
    ]);
  });

  it('says the fixed sentence about clues only when told to', async () => {
    const fixed = '同时，巡察组还收到反映一些领导干部的问题线索，已按规定转相关部门处理。';
    expect(textsOf(await build())).toContain(fixed);
    expect(textsOf(await build({ clueSentence: false })).join('')).not.toContain('线索，已');
  });

  it('reads well without problems, advice or overview', async () => {
    const texts = textsOf(await build({ focuses: [], advice: [' '], overview: [], clueSentence: false }));
    expect(texts.slice(4, -2)).toEqual(['一、巡察发现的主要问题', '本次巡察未形成需要书面反馈的问题。']);
  });

  it('keeps markup and removes control characters; a line break makes a paragraph', async () => {
    const focuses = [
      {
        name: '聚焦其他方面',
        findings: [{ title: '<w:t>&', facts: '一<b>\u0000\u0007\n\n二 ]]> ', important: false }],
      },
    ];
    const texts = textsOf(await build({ focuses }));
    const at = texts.indexOf('（一）聚焦其他方面');
    expect(texts.slice(at, at + 4)).toEqual([
      '（一）聚焦其他方面',
      '1.关于“<w:t>&”的问题',
      '一<b>。',
      '二 ]]>。',
    ]);
  });

  it('sets every paragraph in a named style and changes fonts by character style only', async () => {
    const file = await build({ signatory: '龚䶮巡察组' });
    const body = partOf(file);
    const styles = partOf(file, 'word/styles.xml');
    expect(paragraphsOf(file).every(({ style }) => styles.includes(`w:styleId="${style}"`))).toBe(true);
    expect(body).not.toMatch(/<w:(rFonts|sz|b|spacing|ind|jc)\b/);
    expect(body).toContain('<w:rStyle w:val="RareCharacter"/>');
  });

  it('takes 234 findings and a unit name of 40 characters', async () => {
    const unit = '云岭省澜溪市青禾县自然资源和规划局（不动产登记与国土空间规划综合服务中心）党组';
    expect([...unit].length).toBeGreaterThanOrEqual(39);
    const findings = Array.from({ length: 234 }, (_, n) => ({
      title: `问题${n}`,
      facts: '事实',
      important: n % 2 === 1,
    }));
    const file = await build({ unit, focuses: [{ name: FOCUSES['F1'] ?? '', findings }] });
    const texts = textsOf(file);
    expect(texts).toContain('234.关于“问题232”的问题');
    expect(texts).toContain('1.关于“问题1”的问题');
  });

  it('is the same file for the same model, with a neutral author and the date of the paper', async () => {
    const file = await build();
    expect((await build()).equals(file)).toBe(true);
    const core = partOf(file, 'docProps/core.xml');
    expect(core).toContain('<dc:creator>巡察组</dc:creator><cp:lastModifiedBy>巡察组</cp:lastModifiedBy>');
    expect(core).toContain('2025-11-12T00:00:00Z');
    expect(core).not.toContain(String(new Date().getFullYear()));
    expect(partOf(file, 'docProps/app.xml')).not.toMatch(/Application|Company|Template/);
  });
});

describe('a finding’s heading', () => {
  it.each([
    ['无公函、超标准接待', '关于“无公函、超标准接待”的问题'],
    ['“三重一大”事项未集体决策。', '关于“‘三重一大’事项未集体决策”的问题'],
    ['关于落实“第一议题”制度不到位的问题', '关于落实“第一议题”制度不到位的问题'],
    ['‘三会一课’制度执行不严的问题', '关于“‘三会一课’制度执行不严”的问题'],
    ['干部作风突出问题', '关于干部作风突出问题'],
    ['1.违规发放补贴', '关于“违规发放补贴”的问题'],
    ['（二）3、三公经费超支', '关于“三公经费超支”的问题'],
    ['3.5万元资金去向不明', '关于“3.5万元资金去向不明”的问题'],
    ['"形式主义"问题突出', '关于“‘形式主义’问题突出”的问题'],
    ['句号结尾标题。。', '关于“句号结尾标题”的问题'],
  ])('%s', (title, heading) => {
    expect(findingHeading(title)).toBe(heading);
  });
});

describe('words as people type them', () => {
  const finding = (facts: string) => ({ title: '某事', facts, important: false });
  const texts = async (change: Partial<FeedbackModel>) => textsOf(await build(change));

  it('get the punctuation of an official paper, and signs alone are no paragraph', async () => {
    const facts = '采购3台电脑(单价8,999元),未公示.经办人说:"已经报过"\n。\n共计3.5万元;';
    const found = await texts({ focuses: [{ name: '聚焦其他方面', findings: [finding(facts)] }] });
    const at = found.findIndex((text) => text.startsWith('1.关于'));
    expect(found.slice(at + 1, at + 3)).toEqual([
      '采购3台电脑（单价8,999元），未公示。经办人说：“已经报过”。',
      '共计3.5万元。',
    ]);
    expect(found).not.toContain('。');
  });

  it('of the overview end as sentences', async () => {
    expect(await texts({ overview: ['取得一定成效', '仍有差距；'] })).toEqual(
      expect.arrayContaining(['取得一定成效。', '仍有差距。']),
    );
  });

  it('of advice lose the numbers typed before them, and only the first sentence is set as a heading', async () => {
    const advice = ['一、加强政治建设。党组要切实履行主体责任。', '（四）（四）规范管理'];
    const file = await build({ advice });
    const items = paragraphsOf(file).filter(({ style }) => style === 'GwItem');
    expect(items.map(({ text }) => text)).toEqual([
      '（一）加强政治建设。党组要切实履行主体责任。',
      '（二）规范管理。',
    ]);
    const led = [...partOf(file).matchAll(/<w:rStyle w:val="GwItemLead"\/>.*?<w:t[^>]*>([^<]*)/g)];
    expect(led.map(([, text]) => text)).toEqual(['（一）加强政治建设。', '（二）规范管理。']);
  });

  it('name what a special inspection was about', async () => {
    const opening = { ...feedbackModel('U1').opening, type: '专项巡察', target: '惠农资金管理使用' };
    expect((await texts({ opening }))[3]).toContain(
      '就惠农资金管理使用对青禾县水务与河湖管理局党组开展了专项巡察。',
    );
  });
});

describe('layout B', () => {
  it('prints a handling mark only where one is given', async () => {
    const marked = paragraphsOf(await build({}, { kind: 'internal', mark: '内部资料 注意保存' }));
    expect(marked[0]).toEqual({ style: 'GwHandling', text: '内部资料 注意保存' });
    expect(paragraphsOf(await build())[0]?.style).toBe('GwTitle');
  });
});

describe('layout A', () => {
  const head = {
    mark: '中共青禾县委巡察工作领导小组文件',
    number: { code: '青巡发', year: 2025, serial: 21 },
  };
  const imprint = { copiesTo: ['县纪委监委', '县委组织部'], printer: '县委巡察办', printedOn: '2025-11-13' };

  it('has 版头 and 版记 and invents nothing in them', async () => {
    const paragraphs = paragraphsOf(await build({}, { kind: 'official', head, imprint }));
    expect(paragraphs.slice(0, 3).map(({ text }) => text.replace(/\n/g, ''))).toEqual([
      '中共青禾县委巡察工作领导小组文件',
      '青巡发〔2025〕21号',
      '关于巡察青禾县水务与河湖管理局党组的反馈意见',
    ]);
    expect(paragraphs.slice(-3).map(({ text }) => text)).toEqual([
      '抄送：县纪委监委，县委组织部。',
      '县委巡察办\t2025年11月13日印发',
      '',
    ]);
    expect(paragraphs.map(({ text }) => text).join()).not.toMatch(/秘密|签发人|急|（2025年11月12日）/);
  });

  it('prints copy number, secrecy, urgency and signer where they are given', async () => {
    const full = { ...head, copy: 7, secrecy: '秘密★1年', urgency: '加急' as const, signer: '闻知远' };
    const texts = textsOf(
      await build({}, { kind: 'official', head: full, imprint: { ...imprint, copiesTo: [] } }),
    );
    expect(texts.slice(0, 3)).toEqual(['000007', '秘密★1年', '加急']);
    expect(texts[4]).toBe('　青巡发〔2025〕21号\t签发人：闻知远');
    expect(texts.join()).not.toContain('抄送');
  });

  it('draws the mark red and the rules at 0.35 and 0.25 mm', async () => {
    const file = await build({}, { kind: 'official', head, imprint });
    const mark = /w:styleId="GwIssuer".*?<\/w:style>/s.exec(partOf(file, 'word/styles.xml'))?.[0] ?? '';
    expect(mark).toContain('w:color w:val="FF0000"');
    const table = /<w:tblBorders>.*?<\/w:tblBorders>/s.exec(partOf(file))?.[0] ?? '';
    expect(table).toMatch(/<w:top [^>]*w:sz="8"/);
    expect(table).toMatch(/<w:bottom [^>]*w:sz="8"/);
    expect(table).toMatch(/<w:insideH [^>]*w:sz="6"/);
  });
});

describe('the styles', () => {
  it('give body text its size, line, indent and fonts in all four slots', async () => {
    const body =
      /w:styleId="GwBody".*?<\/w:style>/s.exec(partOf(await build(), 'word/styles.xml'))?.[0] ?? '';
    expect(body).toContain('w:val="公文正文"');
    expect(body).toMatch(/<w:spacing [^>]*w:line="579"/);
    expect(body).toMatch(/w:lineRule="exact"/);
    expect(body).toMatch(/<w:ind [^>]*w:firstLineChars="200"/);
    expect(body).toMatch(/<w:ind [^>]*w:firstLine="630"/);
    expect(body).toContain('<w:sz w:val="32"/>');
    expect(body).toContain('<w:spacing w:val="-5"/>');
    for (const slot of ['ascii', 'hAnsi', 'cs', 'eastAsia']) expect(body).toContain(`w:${slot}="FangSong"`);
    expect(body).toContain('w:hint="eastAsia"');
  });

  it('ends an unsealed signature two characters before the edge, and begins the date two characters after it', async () => {
    const indentOf = (styles: string, id: string, side: string) =>
      Number(new RegExp(`w:styleId="${id}".*?w:${side}Chars="(\\d+)"`, 's').exec(styles)?.[1]);
    const indents = (styles: string) => [
      indentOf(styles, 'GwSignatory', 'right'),
      indentOf(styles, 'GwDate', 'left'),
    ];
    const long = partOf(await build(), 'word/styles.xml');
    // 13 characters of signature: 28 − 2 − 13 + 2 = 15 before the date, whatever stands between its digits.
    expect(indents(long)).toEqual([200, 1500]);
    expect(long).toMatch(/w:styleId="GwDate".*?<w:autoSpaceDE w:val="0"\/><w:autoSpaceDN w:val="0"\/>/s);
    const short = partOf(await build({ signatory: '巡察办' }), 'word/styles.xml');
    // The date is longer: it ends two characters before the edge, the signature begins two before the date.
    expect(indents(short)).toEqual([800, 1900]);
  });

  it('number pages by a PAGE field alone, odd right and even left, one character in', async () => {
    const file = await build();
    const settings = partOf(file, 'word/settings.xml');
    expect(settings).toContain('<w:evenAndOddHeaders/>');
    expect(settings).not.toContain('updateFields');
    const footers = [partOf(file, 'word/footer1.xml'), partOf(file, 'word/footer2.xml')];
    for (const footer of footers)
      expect(footer.match(/<w:instrText[^>]*>[^<]*/g)).toEqual(['<w:instrText xml:space="preserve">PAGE']);
    expect(partOf(file)).not.toContain('instrText');
    const styles = partOf(file, 'word/styles.xml');
    expect(styles).toMatch(/w:styleId="GwPageOdd".*?w:jc w:val="right"/s);
    expect(styles).toMatch(/w:styleId="GwPageOdd".*?w:rightChars="100"[^>]*w:right="280"/s);
    expect(styles).toMatch(/w:styleId="GwPageEven".*?w:leftChars="100"[^>]*w:left="280"/s);
  });
});
