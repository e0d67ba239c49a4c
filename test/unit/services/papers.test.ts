import fs from 'node:fs';
import path from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { decideNames } from '../../../src-main/services/papers/name-decisions';
import { checkPaper } from '../../../src-main/services/papers';
import { save, step } from '../../../src-main/services/records';
import { draftRemove } from '../../../src-shared/merge/registers';
import type { OpenWorkspace } from '../../../src-main/services/workspace';
import { codeOf, failure, inspectionOf, newFolder, numbered, SAMPLE_TEXT, sampleCopy, useDesk } from './desk';

const sample = sampleCopy();
const UNITS = sample.units.map((unit) => [unit.id, unit] as const);

/** Everything a reader can get out of a .docx: the text of each part, and every part whole. */
function read(docx: Uint8Array) {
  const parts = Object.fromEntries(
    Object.entries(unzipSync(docx)).map(([name, bytes]) => [name, strFromU8(bytes)]),
  );
  const plain = (xml: string) =>
    xml
      .replace(/<\/w:p>/g, '\n')
      .replace(/<[^>]*>/g, '')
      .replace(/&lt;/g, '<')
      .replace(/&gt;/g, '>')
      .replace(/&quot;/g, '"')
      .replace(/&apos;/g, "'")
      .replace(/&amp;/g, '&');
  return {
    parts,
    body: plain(parts['word/document.xml']!),
    everything: Object.values(parts)
      .map((xml) => `${xml}\n${plain(xml)}`)
      .join('\n'),
  };
}

const DOCUMENTS = ['feedback', 'ledger'] as const;

describe('papers for the units of the sample', () => {
  const desk = useDesk(SAMPLE_TEXT);
  let workspace: OpenWorkspace;
  beforeEach(() => (workspace = desk.open()));
  const make = async (unit: string, document: (typeof DOCUMENTS)[number], layout?: 'A' | 'B') => {
    const { bytes, fileName } = await workspace.makeDocument({
      paper: document,
      inspection: inspectionOf(workspace, unit).id,
      ...(layout ? { layout } : {}),
    });
    return { ...read(bytes), fileName };
  };

  describe.each(UNITS)('%s', (id, unit) => {
    const problems = sample.findings.filter((finding) => finding.单位 === id);
    const others = sample.findings.filter((finding) => finding.单位 !== id);
    const items = sample.rectification.filter((item) => problems.some((p) => p.编号 === item.问题));

    it('the feedback has its problems, advice, dates and figures, and nobody else’s', async () => {
      const { body, fileName } = await make(id, 'feedback');
      expect(body).toContain(`关于巡察${unit.名称}的反馈意见`);
      expect(body).toContain('根据九届县委第四轮巡察工作部署，县委第二巡察组于2025年9月');
      expect(body).toContain(`对${unit.名称}开展了${unit.巡察类型}。`);
      expect(body).toMatch(/巡察期间，共[^。]*谈话\d+人次[^。]*发现\d个方面\d+个问题。/);
      expect(body).toContain('同时，巡察组还收到反映一些领导干部的问题线索，已按规定转相关部门处理。');
      expect(body).toContain('请于2025年12月12日前向县委巡察工作领导小组办公室报送整改方案');
      expect(body).toContain('于2026年5月12日前完成集中整改');
      for (const text of sample.feedback[id as keyof typeof sample.feedback].建议)
        expect(body).toContain(text);
      const title = (text: string) => text.replace(/[“”‘’]/g, '');
      for (const problem of problems) expect(title(body)).toContain(title(problem.标题));
      for (const problem of others) expect(title(body)).not.toContain(title(problem.标题));
      expect(body).toContain('中共青禾县委员会第二巡察组');
      expect(fileName).toMatch(new RegExp(`^反馈意见（${unit.简称}）2025年11月1\\d日\\.docx$`));
    });

    it('the feedback says weighty problems first within each focus', async () => {
      const { body } = await make(id, 'feedback');
      const places = (key: boolean, focus: string) =>
        problems
          .filter((p) => p.重点 === key && p.聚焦 === focus)
          .map((p) => body.replace(/[“”‘’]/g, '').indexOf(p.标题.replace(/[“”‘’]/g, '')));
      for (const focus of ['F1', 'F2', 'F3', 'F4']) {
        expect(Math.max(-1, ...places(true, focus))).toBeLessThan(
          Math.min(Infinity, ...places(false, focus)),
        );
      }
    });

    it('the ledger has its items with their measures and warnings, and nobody else’s', async () => {
      const { body, fileName } = await make(id, 'ledger');
      expect(body).toContain(unit.名称);
      expect(body).toContain(`巡察反馈${problems.length}个问题，细化整改任务${items.length}项`);
      for (const item of items) {
        expect(body).toContain(item.任务);
        for (const measure of item.措施.split('；')) expect(body).toContain(measure);
        if (item.预期预警 !== '—') expect(body).toContain(item.预期预警);
      }
      for (const item of sample.rectification.filter((other) => !items.includes(other)))
        expect(body).not.toContain(item.任务);
      expect(fileName).toBe(`整改台账（${unit.简称}）2026年3月20日.docx`);
    });

    it.each(DOCUMENTS)(
      'the %s has nothing of a clue and no informant in any of its parts',
      async (document) => {
        const { everything, parts } = await make(id, document);
        expect(everything).not.toMatch(/XS\s*[-—〔(]?\s*\d/i);
        for (const clue of sample.clues) {
          for (const text of [clue.主要问题, clue.备注, clue.接收人, clue.接收单位, clue.处置方式])
            if (text && text.length > 2) expect([text, everything.includes(text)]).toEqual([text, false]);
        }
        for (const petition of sample.petitions) {
          if (petition.反映人 !== '匿名') expect(everything).not.toContain(petition.反映人);
          expect(everything).not.toContain(petition.内容);
        }
        for (const pry of sample.pry) expect(everything).not.toContain(pry.打探者);
        const answerable = new Set(
          items
            .flatMap((item) => [item.责任领导.replace(/（.*/, ''), ...item.责任人.split('、')])
            .concat(unit.主要负责人),
        );
        const named = [...sample.interviews.map((t) => t.对象), ...sample.clues.map((c) => c.被反映人)];
        const shown = [...new Set(named)].filter((name) => everything.includes(name));
        expect(shown.filter((name) => !answerable.has(name))).toEqual([]);
        if (document === 'feedback') expect(shown).toEqual([]);
        const hidden = Object.keys(parts).filter((name) =>
          /comment|customXml|embed|media|people/i.test(name),
        );
        expect(hidden).toEqual([]);
        expect(parts['docProps/custom.xml'] ?? '').not.toMatch(/<property/);
        expect(everything).not.toMatch(/w:vanish|w:author=|TargetMode="External"/);
      },
    );
  });

  it('name nobody in running text', async () => {
    const { body } = await make('U2', 'feedback');
    expect(body).toContain('由村文书单某某代领');
    expect(body).not.toContain('单田禾');
  });

  it('name a person where the leader approved it; whom a clue is about only where a person says so of the sentence', async () => {
    const inspection = inspectionOf(workspace, 'U2').id;
    const [feedback] = workspace.index.children(inspection, 'feedback');
    const overview = (text: string | null) =>
      save(workspace, { kind: 'feedback', id: feedback!.id, set: { overview: text } });
    overview('卜小满未签字。');
    const approve = (namesApproved: boolean | null) =>
      save(workspace, { kind: 'feedback', id: feedback!.id, set: { namesApproved } });
    expect((await make('U2', 'feedback')).body).toContain('卜某某未签字');
    approve(true);
    const { code, problems } = await failure(() => make('U2', 'feedback'));
    expect([code, problems.map(({ place }) => place)]).toEqual(['PAPER_UNDECIDED', ['WT-08 的事实']]);
    const { undecided } = checkPaper(workspace, { paper: 'feedback', inspection });
    const say = (is: 'name' | 'word') =>
      decideNames(
        workspace,
        inspection,
        undecided.map(({ word, sentence }) => ({ word, sentence, is })),
      );
    say('name');
    const masked = (await make('U2', 'feedback')).body;
    expect(masked).toContain('由村文书单某某代领');
    expect(masked).toContain('卜小满未签字');
    say('word');
    expect((await make('U2', 'feedback')).body).toContain('由村文书单田禾代领');
    approve(null);
    overview(null);
  });

  it('are refused when a clue was copied into them, with record and field in words', async () => {
    const item = numbered(workspace, 'rectificationItem', 'ZG-08');
    const write = (note: string) =>
      save(workspace, { kind: 'rectificationItem', id: item.id, set: { note } });
    for (const note of ['见 XS-01', 'ＸＳ—０１', '线索一号']) {
      write(note);
      const error = await failure(() => make('U1', 'ledger'));
      expect(error).toMatchObject({
        code: 'DOCUMENT_LEAK',
        problems: [{ place: 'ZG-08 的备注', message: '含有问题线索编号' }],
      });
      expect(error.message).not.toContain(note);
    }
    write('经查在灌渠整修工程发包中，拆分合同指定施工队');
    expect(await failure(() => make('U1', 'ledger'))).toMatchObject({
      code: 'PAPER_UNDECIDED',
      problems: [{ place: 'ZG-08 的备注' }],
    });
    write('据署名群众甲来信');
    expect((await make('U1', 'ledger')).body).toContain('据署名群众甲来信');
    write('待纪委结论');
    expect((await make('U1', 'ledger')).body).toContain('待纪委结论');
  });

  it('are not made when evidence was removed on another laptop; the problem is named', async () => {
    const talk = numbered(workspace, 'interview', 'T08');
    workspace.commit([
      {
        author: 'user-member',
        at: '2026-03-19T09:00:00Z',
        kind: 'interview',
        recordId: talk.id,
        action: 'remove',
        reason: '误录',
        ...draftRemove(workspace.state(talk.id)!),
      },
    ]);
    const { code, problems } = await failure(() => make('U2', 'feedback'));
    expect(code).toBe('REPORT_EVIDENCE');
    expect(problems.map(({ place, message }) => `${place.split(' ')[0]} ${message}`)).toEqual([
      'WT-08 缺佐证：1条佐证记录已被删除，请重新核对',
      'WT-18 缺佐证：1条佐证记录已被删除，请重新核对',
    ]);
    expect((await make('U2', 'ledger')).body).toContain('追缴拖欠租金');
  });

  it('on headed paper need a number', async () => {
    expect(await codeOf(() => make('U1', 'feedback', 'A'))).toBe('REPORT_NUMBER');
    const [feedback] = workspace.index.children(inspectionOf(workspace, 'U1').id, 'feedback');
    save(workspace, { kind: 'feedback', id: feedback!.id, set: { numberSerial: 21 } });
    expect((await make('U1', 'feedback', 'A')).body).toContain('青巡发〔2025〕21号');
  });

  it('leave out what was not adopted', async () => {
    const paper = numbered(workspace, 'workingPaper', 'WT-16');
    const parent = paper.inspection!;
    const { id } = save(workspace, { kind: 'workingPaper', parent, set: { title: '尚未核实的情况' } });
    expect((await make('U3', 'feedback')).body).not.toContain('尚未核实的情况');
    step(workspace, { id, field: 'state', to: 'notAdopted', reason: '不成立' });
    expect((await make('U3', 'feedback')).body).toContain('发现3个方面3个问题');
  });

  it('written to a place that does not take them leave nothing behind', async () => {
    const inspection = inspectionOf(workspace, 'U1').id;
    const dir = newFolder();
    const before = workspace.store.lastSeq;
    const target = path.join(dir, 'no-such-folder', 'x.docx');
    expect(await codeOf(() => workspace.exportDocument({ paper: 'ledger', inspection }, target))).toBe(
      'EXPORT_WRITE_FAILED',
    );
    expect(fs.readdirSync(dir)).toEqual([]);
    expect(workspace.store.lastSeq).toBe(before);
  });
});

describe('papers of rounds unlike the sample', () => {
  const desk = useDesk();
  const make = async (file: object, document: (typeof DOCUMENTS)[number]) => {
    const workspace = desk.open();
    const known = new Set(workspace.index.list('inspection').map((record) => record.id));
    workspace.importRound(JSON.stringify(file), 'asInFile');
    const fresh = workspace.index.list('inspection').filter((record) => !known.has(record.id));
    const { bytes, fileName } = await workspace.makeDocument({ paper: document, inspection: fresh[0]!.id });
    return { ...read(bytes), fileName };
  };

  it('a unit of forty characters with rare ones, and words with marks and controls in them', async () => {
    const name = `青禾县㛃䶮${'水务与河湖管理'.repeat(5)}`;
    const odd = '㛃䶮<w:t>&amp;]]>\u0000\u0007"\'\ud800尾';
    for (const document of DOCUMENTS) {
      const file = sampleCopy();
      file.round.id = `R-${document}`;
      file.units[0]!.名称 = name;
      file.units[0]!.简称 = '㛃/䶮:*?';
      for (const finding of file.findings) {
        finding.事实 = `${odd}${finding.事实}`;
        finding.标题 = odd + finding.标题;
      }
      for (const item of file.rectification) item.任务 = odd + item.任务;
      const { body, fileName, parts } = await make(file, document);
      expect(body.replaceAll('\n', '')).toContain(name);
      expect(body).toContain('㛃䶮<w:t>&amp;]]>');
      expect(body).not.toMatch(/[\u0000-\u0008\ud800]/u);
      expect(fileName).toMatch(/（㛃䶮）/);
      expect(Object.values(parts).join('')).not.toMatch(/<w:t>&amp;\]\]>/);
    }
  });

  it('nothing but units gives a feedback without problems and an empty ledger', async () => {
    const { round, units } = sampleCopy();
    const feedback = await make({ round: { ...round, id: 'R-a' }, units: [units[0]] }, 'feedback');
    // Nothing was done that there is a record of, so nothing is said of it; and nothing is demanded.
    expect(feedback.body).not.toMatch(/暂无|个别谈话|问卷|0[个名人件次份]|整改方案/);
    expect(feedback.body).toContain('本次巡察未形成需要书面反馈的问题。');
    expect(feedback.body).not.toContain('线索');
    const ledger = await make({ round: { ...round, id: 'R-b' }, units: [units[0]] }, 'ledger');
    expect(ledger.body).toContain('尚无反馈问题和整改任务。');
    expect(ledger.body).not.toMatch(/0项|0个/);
  });

  it('count the same problems in the feedback and in the ledger, and name those without an item', async () => {
    const without = (id: string) => {
      const file = sampleCopy();
      file.round.id = id;
      file.rectification = file.rectification.filter(({ 问题 }) => !['WT-02', 'WT-17'].includes(问题));
      return file;
    };
    expect((await make(without('R-count-1'), 'feedback')).body).toContain('发现4个方面7个问题');
    const { body } = await make(without('R-count-2'), 'ledger');
    expect(body).toContain('巡察反馈7个问题');
    expect(body).toContain(
      '尚有2个问题没有列入整改任务：（一）1.巡河履责打折扣；（四）1.审计指出问题整改不到位。',
    );
  });

  it('go in the ledger by the numbers and in the order of the feedback, never by the group’s own', async () => {
    const named = (id: string) => ({ ...sampleCopy(), round: { ...sampleCopy().round, id } });
    const { body } = await make(named('R-order-1'), 'ledger');
    expect(body).not.toMatch(/WT-\d/);
    const feedback = (await make(named('R-order-2'), 'feedback')).body;
    const titles = [...feedback.matchAll(/\n\d\.关于“(.*)”的问题\n/g)].map(([, title]) => title!);
    const places = [...body.matchAll(/（[一二三四]）\d\./g)].map(([place]) => place);
    expect(places).toHaveLength(titles.length);
    const at = titles.map((title) => body.indexOf(title.replace(/‘/g, '“').replace(/’/g, '”')));
    expect(at).toEqual([...at].sort((a, b) => a - b));
    expect(Math.min(...at)).toBeGreaterThan(0);
  });

  it('say nothing of what there is nothing of: one talk is one way of working', async () => {
    const { round, team, units, interviews } = sampleCopy();
    const talk = interviews.find(({ 单位 }) => 单位 === 'U1')!;
    const unit = { ...units[0]!, 党员数: 0, 干部职工数: 0 };
    const file = { round: { ...round, id: 'R-few' }, team, units: [unit], interviews: [talk] };
    const { body } = await make(file, 'feedback');
    expect(body).toContain('通过个别谈话等方式开展工作');
    expect(body).not.toMatch(/问卷|信访|调阅|走访|座谈|0[名人件类份个]/);
  });

  it('call the office by the committee, whatever the group is called', async () => {
    const file = sampleCopy();
    file.round.id = 'R-team';
    file.round.巡察组 = '第三提级交叉巡察组';
    const { body } = await make(file, 'feedback');
    expect(body).toContain('向县委巡察工作领导小组办公室报送整改方案');
    expect(body).toContain('中共青禾县委员会第三提级交叉巡察组\n');
  });

  it('a unit without the days of its inspection is told what to fill in', async () => {
    const { round, units } = sampleCopy();
    const unit = { id: 'U1', 名称: units[0]!.名称, 巡察类型: '常规巡察' };
    expect(await codeOf(() => make({ round: { ...round, id: 'R-c' }, units: [unit] }, 'feedback'))).toBe(
      'REPORT_INCOMPLETE',
    );
  });

  it('234 problems and their items all stand in the papers', async () => {
    for (const document of DOCUMENTS) {
      const file = sampleCopy();
      file.round.id = `R-234-${document}`;
      const [paper, item] = [file.findings[0]!, file.rectification[0]!];
      for (let i = 0; i < 227; i += 1) {
        file.findings.push({ ...paper, 编号: `WT-${i + 100}`, 标题: `第${i}类情况不到位` });
        file.rectification.push({
          ...item,
          编号: `ZG-${i + 100}`,
          问题: `WT-${i + 100}`,
          任务: `任务甲${i}号`,
        });
      }
      const { body } = await make(file, document);
      for (let i = 0; i < 227; i += 1)
        expect(body).toContain(document === 'feedback' ? `第${i}类情况不到位` : `任务甲${i}号`);
      expect(body).toContain('234个问题');
    }
  });
});
