/** 巡察公告 and 函询函: what they say, what stops them, and who hands them out. */
import { strFromU8, unzipSync } from 'fflate';
import type { PaperRequest } from '../../../src-shared/contract/core';
import { save } from '../../../src-main/services/records';
import type { OpenWorkspace } from '../../../src-main/services/workspace';
import { papersAsked } from '../../../src-main/cli/papers';
import { codeOf, failure, inspectionOf, numbered, SAMPLE_TEXT, useDesk } from '../services/desk';

const desk = useDesk(SAMPLE_TEXT);
let workspace: OpenWorkspace;
beforeEach(() => (workspace = desk.open()));

const partsOf = (docx: Uint8Array): Record<string, string> =>
  Object.fromEntries(Object.entries(unzipSync(docx)).map(([name, bytes]) => [name, strFromU8(bytes)]));
const words = (xml: string): string => xml.replace(/<\/w:p>/g, '\n').replace(/<[^>]*>/g, '');
const print = async (request: PaperRequest): Promise<string> =>
  words(partsOf((await workspace.makeDocument(request)).bytes)['word/document.xml']!);

describe('巡察公告', () => {
  const request = (unit: string) =>
    ({ paper: 'announcement', inspection: inspectionOf(workspace, unit).id }) as const;
  const fill = (unit: string, set: Record<string, string | null>) =>
    save(workspace, { kind: 'inspection', id: inspectionOf(workspace, unit).id, set });

  it('does not leave before people can reach the group, and says what to fill in', async () => {
    const { code, problems, message } = await failure(() => workspace.makeDocument(request('U1')));
    expect([code, problems]).toEqual([
      'REPORT_INCOMPLETE',
      [{ place: expect.stringContaining('水务'), message: expect.stringContaining('联系方式') }],
    ]);
    expect(message).toContain('请补齐后再生成。');
  });

  it('says who is inspected when, by whom, what is taken up, how to reach the group and until when', async () => {
    fill('U1', { phone: '0870-5551234', visitHours: '工作日，县水务局305室', announcedOn: '2025-09-02' });
    const text = await print(request('U1'));
    for (const said of [
      '关于巡察青禾县水务与河湖管理局党组的公告',
      '县委第二巡察组于2025年9月1日至2025年9月26日对青禾县水务与河湖管理局党组开展常规巡察',
      '政治纪律、组织纪律、廉洁纪律、群众纪律、工作纪律、生活纪律',
      '联系电话：0870-5551234',
      '接访时间和地点：工作日，县水务局305室',
      '受理截止时间为2025年9月26日。',
      '中共青禾县委员会第二巡察组',
      '2025年9月2日',
    ])
      expect(text).toContain(said);
    expect(text).not.toContain('邮政信箱');
    fill('U1', { acceptUntil: '2025-09-20' });
    expect(await print(request('U1'))).toContain('受理截止时间为2025年9月20日。');
  });

  it('names nobody who came to the group, whatever somebody typed into it', async () => {
    const inspection = inspectionOf(workspace, 'U2').id;
    save(workspace, {
      kind: 'petition',
      parent: inspection,
      set: { reporter: '卜庭筠', content: '反映土地流转' },
    });
    fill('U2', { phone: '0870-1', visitHours: '由卜庭筠引导' });
    const text = await print(request('U2'));
    expect(text).toContain('由卜某某引导');
    expect(text).not.toContain('卜庭筠');
  });

  it('is made by who may know what it is cleared of', async () => {
    workspace = desk.open('member');
    expect(await codeOf(() => workspace.makeDocument(request('U1')))).toBe('RIGHTS_EXPORT');
  });
});

describe('函询函', () => {
  const request = (code: string) =>
    ({ paper: 'inquiryLetter', record: numbered(workspace, 'inquiry', code).id }) as const;

  it('asks one department for all that it is asked for on one day, and nobody else’s', async () => {
    const first = numbered(workspace, 'inquiry', 'HX-01');
    const { department, sentOn } = first.values as { department: string; sentOn: string };
    const set = { code: 'HX-08', department, sentOn, content: '政治生态情况', dueOn: '2025-08-25' };
    save(workspace, { kind: 'inquiry', parent: first.parent, set });
    const later = { code: 'HX-09', department, sentOn: '2025-09-10', content: '补充了解的事项' };
    save(workspace, { kind: 'inquiry', parent: first.parent, set: later });
    const text = await print(request('HX-08'));
    expect(text).toBe(await print(request('HX-01')));
    for (const said of [
      '县纪委监委：',
      '1.近三年信访举报、处分情况',
      '2.政治生态情况',
      '请于2025年8月25日前将有关材料',
    ])
      expect(text).toContain(said);
    for (const other of ['补充了解的事项', '选人用人', '县审计局']) expect(text).not.toContain(other);
    const sheets = papersAsked(workspace, 'inquiryLetter', {}).map(({ of }) => of.split(' ')[0]);
    expect(sheets).toHaveLength(8);
    expect(sheets).not.toContain('HX-08');
  });

  it('is set as a letter: the mark and red rules on the first page alone, no number there', async () => {
    save(workspace, {
      kind: 'inquiry',
      id: numbered(workspace, 'inquiry', 'HX-02').id,
      set: { letterNumber: '青巡办函〔2025〕3号' },
    });
    const parts = partsOf((await workspace.makeDocument(request('HX-02'))).bytes);
    expect(words(parts['word/document.xml']!)).toMatch(/^青巡办函〔2025〕3号\n/);
    const heads = Object.entries(parts).filter(([name]) => /^word\/header\d+\.xml$/.test(name));
    const marked = heads.filter(([, xml]) => words(xml).includes('中共青禾县委员会巡察工作领导小组办公室'));
    expect(marked).toHaveLength(1);
    expect(parts['word/document.xml']).toContain('<w:titlePg/>');
    const feet = Object.entries(parts).filter(([name]) => /^word\/footer\d+\.xml$/.test(name));
    expect(feet.filter(([, xml]) => !xml.includes('PAGE'))).toHaveLength(1);
  });

  it('does not leave with the number of a clue in it, nor without what is asked for', async () => {
    const { id } = numbered(workspace, 'inquiry', 'HX-03');
    save(workspace, { kind: 'inquiry', id, set: { content: '与XS-01有关的案件' } });
    expect(await codeOf(() => workspace.makeDocument(request('HX-03')))).toBe('DOCUMENT_LEAK');
    save(workspace, { kind: 'inquiry', id, set: { content: null } });
    expect(await failure(() => workspace.makeDocument(request('HX-03')))).toMatchObject({
      code: 'REPORT_INCOMPLETE',
      problems: [
        { place: expect.stringContaining('HX-03'), message: expect.stringContaining('请提供的情况') },
      ],
    });
  });

  it('goes to a department, and is made by organisers who see every unit of the round', async () => {
    const entry = await workspace.logPrint(request('HX-04'));
    expect(workspace.index.get(entry)!.values).toMatchObject({
      document: '函询函',
      audience: 'department',
      subject: 'inquiry',
    });
    workspace = desk.open('office');
    expect(await print(request('HX-04'))).toContain('信访事项及积案');
    workspace = desk.open('member');
    expect(await codeOf(() => workspace.makeDocument(request('HX-04')))).toBe('RIGHTS_EXPORT');
  });

  it('is of 函询 records only, in a layout that there is', async () => {
    const talk = workspace.index.list('interview')[0]!.id;
    const of = (record: string, layout?: string) =>
      codeOf(() => workspace.makeDocument({ paper: 'inquiryLetter', record, layout }));
    expect(await of(talk)).toBe('RECORD_NOT_FOUND');
    expect(await of(request('HX-05').record, 'A')).toBe('PAPER_COPY');
  });
});
