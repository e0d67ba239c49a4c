import fs from 'node:fs';
import path from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import type { PaperRequest } from '../../../src-shared/contract/core';
import { save } from '../../../src-main/services/records';
import type { OpenWorkspace } from '../../../src-main/services/workspace';
import { KIND_NAMES, kinds } from '../../../src-shared/domain/kinds';
import { copyOf, type FormCopyDefinition, isLetter } from '../../../src-shared/domain/define/paper-form';
import type { AnyKind, Entity } from '../../../src-shared/domain/define';
import { mm } from '../../../src-main/word/page/measures';
import { codeOf, failure, inspectionOf, newFolder, numbered, SAMPLE_TEXT, sampleCopy, useDesk } from './desk';

const desk = useDesk(SAMPLE_TEXT);
let workspace: OpenWorkspace;
beforeEach(() => (workspace = desk.open()));

const textOf = (docx: Uint8Array): string =>
  strFromU8(unzipSync(docx)['word/document.xml']!)
    .replace(/<\/w:p>/g, '\n')
    .replace(/<[^>]*>/g, '')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&');
const print = async (request: PaperRequest): Promise<string> =>
  textOf((await workspace.makeDocument(request)).bytes);
const form = (record: Entity, copy = 'group') => print({ paper: 'form', record: record.id, layout: copy });
const list = (kind: string, rows: readonly Entity[]) =>
  print({ paper: 'register', kind, ids: rows.map(({ id }) => id) });

const sampleUnits = () => sampleCopy().units.map((unit) => ({ shortName: unit.简称 }));

/** A word for each field of text that stands nowhere else. */
function canaries(kind: AnyKind): Record<string, string> {
  return Object.fromEntries(
    Object.entries(kind.fields)
      .filter(
        ([, { info }]) =>
          !info.derived && (info.type === 'longText' || (info.type === 'text' && !info.dictionary)),
      )
      .map(([name], i) => [name, `${kind.label}密语${i}号`]),
  );
}

/** A talk with a canary in every field of text, in its rows too. */
function fullTalk() {
  const inspection = inspectionOf(workspace, 'U1').id;
  const talk = canaries(kinds.interview as unknown as AnyKind);
  const id = save(workspace, {
    kind: 'interview',
    parent: inspection,
    set: { ...talk, heldOn: '2025-09-04', clueSign: true },
  }).id;
  const outline = canaries(kinds.outlineItem as unknown as AnyKind);
  save(workspace, { kind: 'outlineItem', parent: id, set: { ...outline, position: 1 } });
  const exchange = canaries(kinds.exchange as unknown as AnyKind);
  save(workspace, { kind: 'exchange', parent: id, set: { ...exchange, position: 1, mark: 'clueSign' } });
  return { record: workspace.index.get(id)!, talk, outline, exchange };
}

describe('the copy of a talk that the person talked to signs', () => {
  it('has the head, the questions and answers, the declaration and three signatures', async () => {
    const { record, talk, exchange } = fullTalk();
    const text = await form(record, 'signed');
    expect(text).toContain('个别谈话记录');
    expect(text).toContain(`编号：${talk.code}`);
    expect(text).toContain(talk.interviewee);
    expect(text).toContain(`问：${exchange.question}`);
    expect(text).toContain(`答：${exchange.answer}`);
    expect(text).toContain('以上记录已阅，与本人所述一致。');
    for (const who of ['谈话对象', '谈话人', '记录人']) expect(text).toContain(`${who}（签名）：`);
  });

  it('has no question that was not asked; the group’s own copy has', async () => {
    const { record } = fullTalk();
    const set = { question: '没有来得及问的一句', position: 2 };
    save(workspace, { kind: 'exchange', parent: record.id, set });
    expect(await form(record, 'signed')).not.toContain(set.question);
    expect(await form(record)).toContain(set.question);
  });

  it('has nothing of the group’s own: outline, marks, corroboration, judgement, signs of clues', async () => {
    const { record, talk, outline } = fullTalk();
    const text = await form(record, 'signed');
    const copy = copyOf(kinds.interview.paper, 'signed') as FormCopyDefinition;
    const allowed = copy.sections.flatMap(({ fields }) => fields);
    const own = Object.entries(talk).filter(([field]) => field !== 'code' && !allowed.includes(field));
    expect(own.map(([field]) => field)).toEqual(expect.arrayContaining(['judgement', 'peopleNamed']));
    for (const [, word] of [...own, ...Object.entries(outline)]) expect(text).not.toContain(word);
    for (const word of ['线索苗头', '综合判断', '印证', '提纲', '建议', '录音、照片、扫描件']) {
      expect(text).not.toContain(word);
    }
  });

  it('is refused where an answer holds the number of a clue, and says where, not what', async () => {
    const { record } = fullTalk();
    const row = save(workspace, {
      kind: 'exchange',
      parent: record.id,
      set: { question: '还有什么', answer: '就是XS-01那件事', position: 2 },
    });
    expect(row.issues).toEqual([]);
    expect(await codeOf(() => form(record, 'signed'))).toBe('DOCUMENT_LEAK');
    expect(await form(record, 'group')).toContain('XS-01');
  });

  it('exists only for kinds that have such a copy', async () => {
    const paper = numbered(workspace, 'workingPaper', 'WT-01');
    expect(await codeOf(() => form(paper, 'signed'))).toBe('PAPER_COPY');
  });
});

describe('the group’s own copy', () => {
  it('has every field of text, the outline and the marks on answers', async () => {
    const { record, talk, outline, exchange } = fullTalk();
    const text = await form(record);
    for (const word of [...Object.values(talk), ...Object.values(outline), exchange.question]) {
      expect(text).toContain(word);
    }
    expect(text).toContain(`${exchange.answer}【线索苗头】`);
  });

  it('leaves out what the printing person may not read', async () => {
    const known = numbered(workspace, 'petition', 'XF-01');
    save(workspace, { kind: 'petition', id: known.id, set: { reporter: '某反映人甲' } });
    expect(await form(known)).toContain('某反映人甲');
    workspace = desk.open('member');
    const text = await form(known);
    expect(text).not.toContain('某反映人甲');
    expect(text).not.toContain('反映人：');
    expect(text).toContain('主要内容');
  });

  it('names what a problem rests on, and leaves boxes for three opinions', async () => {
    const text = await form(numbered(workspace, 'workingPaper', 'WT-01'));
    expect(text).toContain('谈话记录 T01');
    expect(text).toContain('调阅资料 DY-01');
    for (const box of ['承办人', '副组长复核意见', '组长审签意见']) expect(text).toContain(box);
    expect(text.match(/签名：/g)).toHaveLength(3);
  });
});

describe('an empty form', () => {
  it('of a talk is the empty copy to be signed: none of the record’s words, boxes, ruled pages, declaration, signatures', async () => {
    const { record, talk } = fullTalk();
    const text = await form(record, 'blank');
    for (const word of Object.values(talk)) expect(text).not.toContain(word);
    expect(text).toContain('编号：＿');
    for (const box of ['□男', '□中共党员', '□班子成员', '□个别谈话', '□是']) expect(text).toContain(box);
    expect(text).toContain('＿＿＿＿年＿＿月＿＿日＿＿时＿＿分至');
    expect(text).toContain('以上记录已阅，与本人所述一致。');
    expect(text).toContain('谈话对象（签名）：');
    for (const inside of ['印证', '综合判断', '线索', '建议调阅', '提纲']) expect(text).not.toContain(inside);
    const { bytes } = await workspace.makeDocument({ paper: 'form', record: record.id, layout: 'blank' });
    const parts = Object.entries(unzipSync(bytes)).filter(([name]) => /footer\d+\.xml$/.test(name));
    for (const [, part] of parts) expect(strFromU8(part)).toContain('谈话对象（逐页签名）：');
    expect(
      strFromU8(unzipSync(bytes)['word/document.xml']!).match(/w:hRule="exact"/g)!.length,
    ).toBeGreaterThan(30);
  });

  it('of the group’s own part is a sheet of its own, with the rest of the labels', async () => {
    const { record, talk } = fullTalk();
    const text = await form(record, 'blankGroup');
    for (const word of Object.values(talk)) expect(text).not.toContain(word);
    for (const label of ['综合判断', '提到的人', '有线索苗头', '谈话提纲']) expect(text).toContain(label);
    for (const label of ['出生年月', '开始时间', '以上记录已阅']) expect(text).not.toContain(label);
  });

  it('fills its page: what is left is shared by the boxes for running text', async () => {
    const [forum] = workspace.index.list('forum');
    const { bytes } = await workspace.makeDocument({ paper: 'form', record: forum!.id, layout: 'blank' });
    const xml = strFromU8(unzipSync(bytes)['word/document.xml']!);
    const heights = [...xml.matchAll(/<w:trHeight w:val="(\d+)"/g)].map(([, twips]) => Number(twips));
    // Three boxes of at least 30 mm each, on one A4 page of 250 mm.
    expect(heights.filter((twips) => twips > 1700)).toHaveLength(3);
    expect(heights.reduce((sum, twips) => sum + twips, 0)).toBeLessThan(14_200);
  });
});

/** Whether no state holds the record fast: words can be put into it. */
const openToChange = (kind: AnyKind, record: Entity): boolean =>
  Object.entries(kind.fields).every(
    ([
      field,
      {
        info: { machine },
      },
    ]) => {
      const at = String(record.values[field] ?? machine?.initial ?? '');
      return !machine?.holds || !(at in machine.holds);
    },
  );

describe('a copy for somebody outside the group', () => {
  const outside = KIND_NAMES.flatMap(
    (name) => (kinds[name] as unknown as AnyKind).paper.copies?.map((copy) => [name, copy] as const) ?? [],
  );

  it('is the only form that such a person signs: the group’s own has signatures of the group alone', () => {
    const INSIDE =
      /^(组长|副组长|联络员|谈话人|记录人|主持人|同行人|登记人|填报人|填表人|调阅人|接受人|本人|移交人|接收人|监票人|计票人|督查人员|承办人意见|副组长复核意见|组长审签意见|组长意见|组长处置意见|审批意见|巡察办意见)$/;
    for (const name of KIND_NAMES) {
      const { signatures = [], opinions = [] } = (kinds[name] as unknown as AnyKind).paper;
      for (const who of [...signatures, ...opinions])
        expect([name, who]).toEqual([name, expect.stringMatching(INSIDE)]);
    }
  });

  it.each(outside)('%s: holds no field of text that it does not name', async (name, copy) => {
    const kind = kinds[name] as unknown as AnyKind;
    const sample = workspace.index.list(name).find((record) => openToChange(kind, record));
    const words = canaries(kind);
    const named = isLetter(copy)
      ? ['demand', 'contact']
      : copy.sections.flatMap(({ fields }) => fields.flatMap((f) => [f, ...(kind.computed[f]?.of ?? [])]));
    const restore = Object.fromEntries(
      Object.keys(words).map((f) => [f, (sample!.values[f] ?? null) as string | null]),
    );
    save(workspace, { kind: name, id: sample!.id, set: words });
    try {
      const text = await form(workspace.index.get(sample!.id)!, copy.id);
      for (const [field, word] of Object.entries(words)) {
        if (field === 'code') continue;
        expect([field, text.includes(word)]).toEqual([field, named.includes(field)]);
      }
    } finally {
      save(workspace, { kind: name, id: sample!.id, set: restore });
    }
  });

  it('for the unit is refused with a clue in it, and names nobody', async () => {
    const order = numbered(workspace, 'immediateOrder', 'LX-01');
    expect(await form(order, 'notice')).toContain('由村文书单某某代领');
    const demand = order.values.demand as string;
    save(workspace, { kind: 'immediateOrder', id: order.id, set: { demand: '见XS-02，立即退回' } });
    expect(await codeOf(() => form(order, 'notice'))).toBe('DOCUMENT_LEAK');
    save(workspace, { kind: 'immediateOrder', id: order.id, set: { demand } });
  });

  it('of a notice says to whom, what, on what ground, by when, from whom, and has a slip to send back', async () => {
    const text = await form(numbered(workspace, 'immediateOrder', 'LX-01'), 'notice');
    const lines = text.split('\n');
    expect(lines.slice(0, 3)).toEqual(['立行立改通知书', '编号：LX-01', '中共石桥坪镇委员会：']);
    for (const head of ['一、问题事实', '二、依据', '三、整改要求', '四、时限'])
      expect(lines).toContain(head);
    expect(text).toContain('请于2025年10月10日前整改到位');
    expect(text).toContain('中共青禾县委员会第二巡察组\n2025年9月22日');
    expect(text).toContain('立行立改通知书回执');
    expect(text).toContain('签收人（主要负责人）（签名）：');
    expect(text).not.toMatch(/责任认定|发现过程|WT-/);
  });

  it('of a notice is refused while it has gaps, and says which', async () => {
    const parent = inspectionOf(workspace, 'U2').id;
    const { id } = save(workspace, { kind: 'immediateOrder', parent, set: { demand: '立即退回' } });
    const error = await failure(() => form(workspace.index.get(id)!, 'notice'));
    expect([error.code, error.problems.map(({ message }) => message)]).toEqual([
      'REPORT_INCOMPLETE',
      expect.arrayContaining(['请填写“问题”', '请填写“时限”']),
    ]);
  });

  it('of a closing has the problem with its facts, task and measures, and nothing of what the group keeps', async () => {
    const item = numbered(workspace, 'rectificationItem', 'ZG-01');
    const text = await form(item, 'closing');
    for (const word of ['“第一议题”制度落实不到位', '召开党组会36次', '1.修订实施细则', '佐证材料\n3份'])
      expect(text).toContain(word);
    expect(text).not.toMatch(/重开次数|不公开|反弹|群众评判|备注|最近更新/);
  });

  it('of a feedback is signed for, and says what was handed over', async () => {
    const [feedback] = workspace.index.children(inspectionOf(workspace, 'U1').id, 'feedback');
    const text = await form(feedback!, 'receipt');
    expect(text).toContain('关于巡察青禾县水务与河湖管理局党组的反馈意见');
    expect(text).toContain('签收人（主要负责人）（签名）：');
    expect(text).not.toMatch(/机关代字|发文序号|写明人名|总体评价/);
  });
});

describe('lists for somebody outside the group', () => {
  const documents = (unit: string) =>
    workspace.index.children(inspectionOf(workspace, unit).id, 'documentRequest');
  const outsideList = (rows: readonly Entity[], copy: string) =>
    print({ paper: 'register', kind: 'documentRequest', ids: rows.map(({ id }) => id), layout: copy });

  it('ask the unit for papers, and have both sides sign for them, without what was found in them', async () => {
    const rows = documents('U1');
    const [asked, handed] = [await outsideList(rows, 'request'), await outsideList(rows, 'handover')];
    for (const text of [asked, handed]) {
      for (const { values } of rows) {
        expect(text).toContain(values.name);
        if (values.findings) expect(text).not.toContain(values.findings);
      }
      expect(text).not.toMatch(/发现|逾期|状态|来源|WT-|DY-/);
    }
    for (const label of ['所属期间', '载体', '形态', '密级']) expect(handed).toContain(label);
    for (const who of ['提供人', '接收人', '归还人', '收回人']) expect(handed).toContain(`${who}签字`);
    expect(handed).toContain('2025年9月3日');
    const own = await list('documentRequest', rows);
    expect(own).toContain('发现摘要');
    expect(own).not.toMatch(/提供人|收回人/);
  });

  it('are of one unit', async () => {
    const rows = [...documents('U1'), ...documents('U2')];
    expect(await codeOf(() => outsideList(rows, 'handover'))).toBe('PAPER_ONE_UNIT');
    expect(await codeOf(() => outsideList(documents('U1'), 'nothing'))).toBe('PAPER_COPY');
  });
});

describe('a list', () => {
  it('has the records in the order given, with what is computed from them', async () => {
    const items = ['ZG-13', 'ZG-05', 'ZG-07'].map((code) => numbered(workspace, 'rectificationItem', code));
    const text = await list('rectificationItem', items);
    expect([...text.matchAll(/ZG-\d+/g)].map(([code]) => code)).toEqual(['ZG-13', 'ZG-05', 'ZG-07']);
    expect(text).toContain('红色·呆账（超期59天，90天无更新）');
    expect(text).toContain('整改事项清单');
    expect(text).toContain('共3条');
  });

  it('prints a dash where there is nothing, and days as an office writes them', async () => {
    const text = await list('documentRequest', [numbered(workspace, 'documentRequest', 'DY-02')]);
    expect(text).toContain('—');
    expect(text).toContain('2025年9月3日');
    expect(text).not.toMatch(/\d{4}-\d{2}-\d{2}/);
  });

  it('over several units says of each row whose it is', async () => {
    const text = await list('workingPaper', workspace.index.list('workingPaper'));
    for (const { shortName } of sampleUnits()) expect(text).toContain(shortName);
    const [first] = workspace.index.list('workingPaper');
    const own = workspace.index.list('workingPaper').filter((e) => e.inspection === first!.inspection);
    expect((await list('workingPaper', own)).split('\n')).not.toContain('单位');
  });

  it('names the unit only where all of it is of one', async () => {
    const talks = workspace.index.list('interview');
    const unit = '被巡察单位：';
    expect(await list('interview', talks)).not.toContain(unit);
    const [first] = talks;
    expect(
      await list(
        'interview',
        talks.filter((t) => t.inspection === first!.inspection),
      ),
    ).toContain(unit);
  });

  it('takes no record of another kind, and none that the person may not see', async () => {
    const talk = workspace.index.list('interview')[0]!;
    const clue = workspace.index.list('clue')[0]!;
    expect(await codeOf(() => list('workingPaper', [talk]))).toBe('RECORD_NOT_FOUND');
    workspace = desk.open('member');
    expect(await codeOf(() => list('clue', [clue]))).toBe('RECORD_NOT_FOUND');
    expect(await codeOf(() => list('interview', [talk, clue]))).toBe('RECORD_NOT_FOUND');
    expect(await codeOf(() => form(clue))).toBe('RECORD_NOT_FOUND');
    expect(await codeOf(() => form(clue, 'blank'))).toBe('RECORD_NOT_FOUND');
  });

  it('is kept from a recused member as the unit’s records are', async () => {
    workspace = desk.open('recused');
    const [hidden] = workspace.sight().hidden;
    const talk = workspace.index.children(hidden!, 'interview')[0]!;
    expect(await codeOf(() => list('interview', [talk]))).toBe('RECORD_NOT_FOUND');
    expect(await codeOf(() => form(talk))).toBe('RECORD_NOT_FOUND');
  });
});

describe('every kind in a round', () => {
  const printable = KIND_NAMES.filter(
    (name) => !['term', 'coverageTarget', 'unit', 'operation'].includes(name),
  );
  it.each(printable)('%s has a form, an empty form and a list without a stray word', async (name) => {
    const [record] = workspace.index.list(name);
    if (!record) return;
    for (const text of [await form(record), await form(record, 'blank'), await list(name, [record])]) {
      expect(text).not.toMatch(/undefined|null|NaN|\[object/);
      expect(text.length).toBeGreaterThan(20);
    }
  });
});

describe('the papers of a questionnaire', () => {
  const questionnaire = () => workspace.index.list('questionnaire')[0]!;
  const paper = (paper: 'questionnaire' | 'tally') => print({ paper, record: questionnaire().id });

  it('the empty sheet has each question with its options to tick, and says that no name is asked', async () => {
    const text = await paper('questionnaire');
    expect(text).toContain('本问卷不记名');
    for (const { values } of workspace.index.children(questionnaire().id, 'question')) {
      expect(text).toContain(`. ${values.stem as string}`);
      for (const option of (values.options ?? []) as string[]) expect(text).toContain(option);
    }
    expect(text).toMatch(/总体评价（单选）\n□ A 好\u3000\u3000□ B 较好/);
    expect(text).not.toContain('（简答）（简答）');
    expect(text).toContain('＿＿＿＿＿＿＿＿＿＿');
  });

  it('the tally has the votes and shares of each unit and in total, as the sample says', async () => {
    const lines = (await paper('tally')).split('\n');
    const at = lines.indexOf('A 好');
    expect(lines.slice(at, at + 9)).toEqual([
      'A 好',
      ...['9', '32.1%', '8', '25.0%', '6', '30.0%', '23', '28.8%'],
    ]);
    expect(lines.join()).toContain('发放86份，回收83份（96.5%），有效80份（96.4%）');
  });

  it('the tally draws each share in total as a bar, as long as the share is large', async () => {
    const request = { paper: 'tally', record: questionnaire().id } as const;
    const { bytes } = await workspace.makeDocument(request);
    const xml = strFromU8(unzipSync(bytes)['word/document.xml']!);
    const rows = (xml.match(/<w:tr[ >].*?<\/w:tr>/gs) ?? []).map((row) => {
      const room = Number(/.*<w:tcW [^>]*w:w="(\d+)"/s.exec(row)![1]) - 2 * mm(0.8);
      const bar = /<w:shd [^>]*w:fill="7F93A8"\/>.*?<w:ind [^>]*w:right="(\d+)"/s.exec(row)?.[1];
      const share = [...row.replace(/<[^>]*>/g, ' ').matchAll(/(\d+\.\d)%/g)].at(-1)?.[1];
      return { share: Number(share), room, drawn: bar === undefined ? 0 : room - Number(bar) };
    });
    const counted = rows.filter(({ share }) => !Number.isNaN(share));
    expect(counted.length).toBeGreaterThan(50);
    const longest = Math.max(...counted.map(({ share }) => share));
    for (const { share, room, drawn } of counted) {
      expect(Math.abs(drawn - (share / longest) * room)).toBeLessThanOrEqual(0.5);
    }
    // The share stands in words beside its bar: nothing in the paper is a picture.
    expect(Object.keys(unzipSync(bytes)).filter((part) => part.startsWith('word/media'))).toEqual([]);
  });

  it('the tally of a recused member has no figure of that unit', async () => {
    workspace = desk.open('recused');
    const [hidden] = workspace.sight().hidden;
    const unit = workspace.index.get(String(workspace.index.get(hidden!)!.values.unit))!;
    const text = await paper('tally');
    expect(text).not.toContain(unit.values.shortName);
    expect(text).not.toContain('发放86份');
  });

  it('are entered in the log of the round', async () => {
    const id = await workspace.logPrint({ paper: 'questionnaire', record: questionnaire().id });
    expect(workspace.index.get(id)).toMatchObject({
      parent: questionnaire().parent,
      values: { document: '调查问卷', audience: 'respondents' },
    });
  });

  it('are of a questionnaire only', async () => {
    const talk = workspace.index.list('interview')[0]!;
    expect(await codeOf(() => print({ paper: 'tally', record: talk.id }))).toBe('RECORD_NOT_FOUND');
  });
});

describe('the log of exports', () => {
  const entries = () => [...workspace.visible()].filter((e) => e.kind === 'exportEntry');
  const request = (record: Entity): PaperRequest => ({ paper: 'form', record: record.id, layout: 'group' });

  it('says what was written, for whom, and of which record by number only', async () => {
    const talk = numbered(workspace, 'interview', 'T01');
    const file = path.join(newFolder(), 'a.docx');
    await workspace.exportDocument({ paper: 'form', record: talk.id, layout: 'signed' }, file);
    expect(fs.existsSync(file)).toBe(true);
    const entry = entries().find((e) => e.values.fileName === 'a.docx')!;
    expect(entry).toMatchObject({
      parent: talk.inspection,
      values: { document: '个别谈话记录', audience: 'signer', way: 'file', by: '闻知远' },
    });
    const { fileName } = await workspace.makeDocument(request(talk));
    expect(fileName).toBe('个别谈话记录（县水务局党组 T01 组内留存）2026年3月20日.docx');
  });

  it('has a print before it is printed, and says so when it was not', async () => {
    const talk = numbered(workspace, 'interview', 'T02');
    const entry = await workspace.logPrint(request(talk));
    expect(workspace.index.get(entry)!.values).toMatchObject({ way: 'print', document: '个别谈话记录' });
    workspace.printCancelled(entry);
    expect(workspace.index.get(entry)!.values.way).toBe('printCancelled');
    expect(await codeOf(() => workspace.printCancelled(entry))).toBe('RECORD_NOT_FOUND');
    expect(await codeOf(() => workspace.printCancelled(talk.id))).toBe('RECORD_NOT_FOUND');
  });

  it('lets nobody say of another person’s print that it never was', async () => {
    const entry = await workspace.logPrint(request(numbered(workspace, 'interview', 'T02')));
    workspace = desk.open('member');
    expect(await codeOf(() => workspace.printCancelled(entry))).toBe('RECORD_NOT_FOUND');
    expect(workspace.index.get(entry)!.values.way).toBe('print');
  });

  it('does not tell of papers about clues to those who may not know of clues', async () => {
    const clue = workspace.index.list('clue')[0]!;
    const entry = await workspace.logPrint(request(clue));
    expect(entries().map(({ id }) => id)).toContain(entry);
    workspace = desk.open('member');
    expect(entries().map(({ id }) => id)).not.toContain(entry);
    expect(entries().length).toBeGreaterThan(0);
  });
});
