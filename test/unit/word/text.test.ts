import {
  cleanText,
  linesOf,
  RARE_STYLE,
  runsXml,
  segmentsOf,
  widthOf,
} from '../../../src-main/word/page/text';

describe('text for a Word file', () => {
  it('loses what XML cannot carry and nothing else', () => {
    expect(cleanText('甲\u0000乙\u0008丙\u001B[31m丁\uFFFF戊\t己')).toBe('甲乙丙[31m丁戊 己');
    expect(cleanText('半个\uD842字符\uDFB7。𠮷')).toBe('半个\uFFFD字符\uFFFD。𠮷');
  });

  it('knows every kind of line break', () => {
    expect(linesOf('一\r\n二\r三\n\n  四\u2028五\f')).toEqual(['一', '二', '三', '四', '五']);
  });

  it('keeps markup and list numbers as they were typed', () => {
    expect(runsXml('1.<b>粗</b> &amp; "引号"')).toBe(
      '<w:r><w:t xml:space="preserve">1.&lt;b&gt;粗&lt;/b&gt; &amp;amp; "引号"</w:t></w:r>',
    );
  });

  it('sets rare characters in a font that has them', () => {
    expect(segmentsOf('邓㛃、龚䶮、𠮷田')).toEqual([
      { text: '邓', style: undefined },
      { text: '㛃', style: RARE_STYLE.rare },
      { text: '、龚', style: undefined },
      { text: '䶮', style: RARE_STYLE.rare },
      { text: '、', style: undefined },
      { text: '𠮷', style: RARE_STYLE.supplementary },
      { text: '田', style: undefined },
    ]);
  });

  it('leaves ordinary text, the sign 〇 and symbols beyond the basic plane in the font of the paragraph', () => {
    for (const text of ['青禾县二〇二五年“三重一大”', '😀', '喆']) {
      expect(segmentsOf(text).every((segment) => segment.style === undefined)).toBe(true);
    }
  });

  it('knows that a GB 2312 title font lacks 喆 and 镕', () => {
    expect(segmentsOf('陶喆，朱镕', 'gb2312').filter((segment) => segment.style !== undefined)).toEqual([
      { text: '喆', style: RARE_STYLE.rare },
      { text: '镕', style: RARE_STYLE.rare },
    ]);
  });

  it('breaks a line inside a table cell', () => {
    expect(runsXml('甲\n㛃')).toBe(
      '<w:r><w:t xml:space="preserve">甲</w:t></w:r><w:r><w:br/></w:r>' +
        '<w:r><w:rPr><w:rStyle w:val="RareCharacter"/></w:rPr><w:t xml:space="preserve">㛃</w:t></w:r>',
    );
  });

  it('measures hanzi twice as wide as digits', () => {
    expect(widthOf('2025年')).toBe(6);
  });
});
