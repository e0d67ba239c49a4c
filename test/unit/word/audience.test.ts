import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import {
  feedbackDocument,
  type FeedbackModel,
  forInternal,
  forLeaders,
  forUnit,
  type Forbidden,
  inspectFile,
  ledgerDocument,
  sealDocument,
  tableDocument,
  type TableModel,
} from '../../../src-main/word';
import { feedbackModel, forbidden, ledgerModel } from './fixtures';

const SECRET_TEXT = '涉嫌在灌渠整修工程发包中拆分合同、指定施工队';
const INFORMANT = '姚听澜';

let clean: Buffer;
beforeAll(async () => {
  clean = await feedbackDocument(forUnit(feedbackModel('U1'), forbidden));
});

/** The finished file after somebody changed one part. */
function changed(part: string, change: (xml: string) => string): Buffer {
  const parts = unzipSync(clean);
  parts[part] = strToU8(change(strFromU8(parts[part] ?? new Uint8Array())));
  return Buffer.from(zipSync(parts));
}
const inBody = (xml: string): Buffer =>
  changed('word/document.xml', (body) => body.replace('<w:body>', `<w:body>${xml}`));
const runs = (...texts: string[]): string =>
  `<w:p>${texts.map((text) => `<w:r><w:rPr><w:b/></w:rPr><w:t>${text}</w:t></w:r>`).join('')}</w:p>`;
const kinds = (file: Buffer, rules: Forbidden = forbidden) => [
  ...new Set(inspectFile(file, rules).map((leak) => leak.kind)),
];

describe('the finished file', () => {
  it('of the sample is clean', () => {
    expect(inspectFile(clean, forbidden)).toEqual([]);
    expect(sealDocument(clean, forbidden)).toBe(clean);
  });

  it.each([
    ['plain', runs('见XS-01')],
    ['without a dash', runs('XS01')],
    ['full width', runs('ＸＳ—０１')],
    ['split over runs', runs('X', 'S', '-', '0', '1')],
    ['with zero-width characters', runs('X\u200BS\u2060-\u200D01')],
    ['with spaces', runs('X S - 0 1')],
    ['in small letters', runs('xs_01')],
    ['in entities', runs('&#88;&#x53;-&#48;1')],
    ['with a year', runs('XS〔2025〕1号')],
    ['with Chinese numerals', runs('XS第一号')],
    ['with another dash', runs('XS\u221201')],
    ['in Cyrillic letters', runs('\u0425\u0405-01')],
    ['hidden', '<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>XS-02</w:t></w:r></w:p>'],
    ['deleted', '<w:p><w:del w:id="1"><w:r><w:delText>XS-02</w:delText></w:r></w:del></w:p>'],
    ['in a field', '<w:p><w:r><w:instrText>QUOTE "XS-03"</w:instrText></w:r></w:p>'],
    [
      'in an alternative text',
      '<w:p><w:r><w:drawing><wp:docPr id="1" name="图" descr="XS-04"/></w:drawing></w:r></w:p>',
    ],
    ['as a bookmark', '<w:p><w:bookmarkStart w:id="1" w:name="XS01"/></w:p>'],
    ['in single quotation marks', "<w:p><w:bookmarkStart w:id='1' w:name='XS01'/></w:p>"],
  ])('shows a clue number written %s', (_, xml) => {
    expect(kinds(inBody(xml))).toContain('clue-number');
  });

  it('knows a round’s own prefix', () => {
    const file = inBody(runs('线索-7'));
    expect(kinds(file, { ...forbidden, cluePrefixes: ['线索'] })).toEqual(['clue-number']);
    expect(kinds(file)).toEqual([]);
  });

  it.each(['XSLT 第1版', 'MAXS 1', '问题线索4件', 'XS尺码'])('leaves %s alone', (text) => {
    expect(kinds(inBody(runs(text)))).toEqual([]);
  });

  it('shows the content of a clue, also over runs and paragraphs and in other widths', () => {
    expect(kinds(inBody(runs(SECRET_TEXT.slice(0, 9), SECRET_TEXT.slice(9))))).toContain('clue-text');
    expect(kinds(inBody(runs(SECRET_TEXT.slice(0, 9)) + runs(SECRET_TEXT.slice(9))))).toContain('clue-text');
    expect(kinds(inBody(runs(`\u3000${SECRET_TEXT.replace('、', ' 、')}`)))).toContain('clue-text');
  });

  it('leaves the few words alone that clue notes share with every ledger', () => {
    expect(kinds(inBody(runs('提醒谈话3人次')), { texts: ['提醒谈话', ''], names: [''] })).toEqual([]);
  });

  it('shows an informant, but not a word that names nobody', () => {
    expect(kinds(inBody(runs('姚', '听澜来信反映')))).toEqual(['name']);
    expect(kinds(inBody(runs('匿名群众来信')), { texts: [], names: ['匿名', '群众', '某'] })).toEqual([]);
  });

  it.each([
    ['docProps/core.xml', '<dc:creator>', `<dc:creator>${INFORMANT}`, 'name'],
    ['docProps/app.xml', '"/>', '"><Company>XS-01</Company></Properties>', 'clue-number'],
    ['docProps/custom.xml', '"/>', '"><property name="XS-01"/></Properties>', 'clue-number'],
    ['word/footer1.xml', '<w:t xml:space="preserve">— ', '<w:t xml:space="preserve">XS-01— ', 'clue-number'],
    [
      'word/settings.xml',
      '</w:settings>',
      `<w:docVars><w:docVar w:name="a" w:val="${INFORMANT}"/></w:docVars></w:settings>`,
      'name',
    ],
    ['word/styles.xml', '公文正文', 'XS-01', 'clue-number'],
  ])('is looked through in %s', (part, from, to, kind) => {
    expect(
      inspectFile(
        changed(part, (xml) => xml.replace(from, to)),
        forbidden,
      ),
    ).toContainEqual(expect.objectContaining({ kind, part }));
  });

  it.each([
    'word/comments.xml',
    'word/people.xml',
    'customXml/item1.xml',
    'word/embeddings/a.bin',
    'word/media/a.png',
    'x.txt',
  ])('must not have a part %s, even an empty one', (part) => {
    expect(
      inspectFile(
        changed(part, () => '<x/>'),
        forbidden,
      ),
    ).toContainEqual({ kind: 'hidden-part', part });
    expect(kinds(changed(part, () => '<x>XS-01</x>'))).toContain('clue-number');
  });

  it('must not have tracked changes or links to outside', () => {
    expect(
      kinds(inBody('<w:p><w:ins w:id="1" w:author="某人"><w:r><w:t>改</w:t></w:r></w:ins></w:p>')),
    ).toContain('tracked-change');
    expect(
      kinds(
        changed('word/_rels/document.xml.rels', (xml) =>
          xml.replace('/>', '/><Relationship Id="x" Target="file:///a" TargetMode="External"/>'),
        ),
      ),
    ).toContain('outside-link');
  });

  it('hides nothing in another encoding', () => {
    const parts = unzipSync(clean);
    parts['word/footer1.xml'] = Buffer.from('\uFEFF<w:ftr><w:p><w:t>XS-01</w:t></w:p></w:ftr>', 'utf16le');
    expect(kinds(Buffer.from(zipSync(parts)))).toContain('unreadable');
  });

  it('is refused when it is no document at all', () => {
    expect(kinds(Buffer.from('no zip'))).toEqual(['unreadable']);
  });

  it('is refused in Chinese, with kind and place, without the secret', () => {
    const file = inBody(runs('XS-01') + runs(INFORMANT) + runs(SECRET_TEXT));
    let message = '';
    try {
      sealDocument(file, forbidden);
    } catch (error) {
      expect(error).toMatchObject({ code: 'DOCUMENT_LEAK' });
      message = JSON.stringify([(error as Error).message, (error as { problems?: unknown }).problems]);
    }
    expect(message).toContain('正文第1段含有问题线索编号');
    expect(message).toContain('应当隐去的姓名');
    for (const secret of ['XS-01', INFORMANT, '灌渠']) expect(message).not.toContain(secret);
  });
});

describe('a model for the unit', () => {
  it('is refused with the place of what is forbidden', () => {
    const model = feedbackModel('U1');
    const leaking = { ...model, overview: [...model.overview, `见 ＸＳ－０１`] };
    expect(() => forUnit(leaking, forbidden)).toThrow(
      expect.objectContaining({
        code: 'DOCUMENT_LEAK',
        problems: [{ place: '材料内容', message: '含有问题线索编号' }],
      }),
    );
  });

  it('cannot be replaced by one that nobody cleared', async () => {
    const plain = feedbackModel('U1');
    const internal = forInternal(plain);
    // @ts-expect-error an uncleared model does not fit
    await expect(feedbackDocument(plain)).rejects.toMatchObject({ code: 'DOCUMENT_AUDIENCE' });
    // @ts-expect-error a ledger neither
    await expect(ledgerDocument(ledgerModel())).rejects.toMatchObject({ code: 'DOCUMENT_AUDIENCE' });
    // @ts-expect-error cleared for others is not cleared for the unit
    const wrong: Parameters<typeof feedbackDocument>[0] = internal;
    await expect(feedbackDocument(wrong)).rejects.toMatchObject({ code: 'DOCUMENT_AUDIENCE' });
    const copied = { ...forUnit(plain, forbidden) };
    await expect(feedbackDocument(copied)).rejects.toMatchObject({ code: 'DOCUMENT_AUDIENCE' });
  });

  it('is looked at again in the file: what was added after clearing does not get out', async () => {
    const model = feedbackModel('U1');
    const overview = [...model.overview];
    const cleared = forUnit<FeedbackModel>({ ...model, overview }, forbidden);
    overview.push('XS-02');
    await expect(feedbackDocument(cleared)).rejects.toMatchObject({ code: 'DOCUMENT_LEAK' });
  });
});

describe('a table for the group or the leaders', () => {
  it('may show what the unit must not see', async () => {
    const table: TableModel = {
      title: '问题线索移交台账',
      notes: [],
      columns: [{ title: '编号' }],
      rows: [['XS-01']],
      date: '2026-03-20',
    };
    for (const model of [forInternal(table), forLeaders(table)]) {
      expect(inspectFile(await tableDocument(model), forbidden)).toEqual([
        expect.objectContaining({ kind: 'clue-number', part: 'word/document.xml' }),
      ]);
    }
    expect(() => forUnit(table, forbidden)).toThrow(expect.objectContaining({ code: 'DOCUMENT_LEAK' }));
  });
});
