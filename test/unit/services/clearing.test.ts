/**
 * Names and secrets that records of the vault hold, on their way into the papers of a unit: by the real papers, made from a
 * real vault.
 */
import { strFromU8, unzipSync } from 'fflate';
import { decideNames } from '../../../src-main/services/papers/name-decisions';
import { checkPaper } from '../../../src-main/services/papers';
import { save } from '../../../src-main/services/records';
import type { OpenWorkspace } from '../../../src-main/services/workspace';
import { codeOf, failure, inspectionOf, numbered, sampleCopy, useDesk } from './desk';

/** A signed problem and a clue on its way hold their words fast: blame is told before, and clues are drafts yet. */
const round = sampleCopy();
for (const clue of round.clues) clue.办理状态 = '草拟';
round.findings.find(({ 编号 }) => 编号 === 'WT-02')!.责任 = '直接责任人周小海；局党组负主体责任';

describe('what must not reach the unit', () => {
  const desk = useDesk(JSON.stringify(round));
  let workspace: OpenWorkspace;
  let inspection: string;
  beforeEach(() => {
    workspace = desk.open();
    inspection = inspectionOf(workspace, 'U1').id;
  });

  const set = (kind: string, code: string, values: Record<string, string>) =>
    save(workspace, { kind, id: numbered(workspace, kind, code).id, set: values });
  const facts = (overview: string) => {
    const [feedback] = workspace.index.children(inspection, 'feedback');
    save(workspace, { kind: 'feedback', id: feedback!.id, set: { overview } });
  };
  const make = async (paper: 'feedback' | 'ledger' = 'feedback') => {
    const { bytes } = await workspace.makeDocument({ paper, inspection });
    return strFromU8(unzipSync(bytes)['word/document.xml']!)
      .replace(/<\/w:p>/g, '\n')
      .replace(/<[^>]*>/g, '');
  };
  const asked = () =>
    checkPaper(workspace, { paper: 'feedback', inspection }).undecided.map(({ word }) => word);

  describe.each([
    ['petition', 'XF-01', 'reporter'],
    ['clue', 'XS-01', 'accused'],
    ['interview', 'T02', 'interviewee'],
  ])('a person of %s %s %s', (kind, code, field) => {
    let before: string;
    beforeEach(() => (before = String(numbered(workspace, kind, code).values[field])));
    afterEach(() => set(kind, code, { [field]: before }));

    it.each([
      '郑怀素、陆九渊',
      '郑怀素 陆九渊',
      '郑怀素等3人',
      '郑怀素（村民）',
      '郑怀素 13800138000',
      '村民郑怀素',
      '郑怀素，陆九渊',
      '实名：郑怀素',
      '郑怀素/陆九渊',
      '匿名（疑为郑怀素）',
      '水利工程站站长郑怀素',
      '鄭懷素',
      '郑 怀 素',
    ])('is masked when the field reads %s', async (typed) => {
      set(kind, code, { [field]: typed });
      facts('据郑怀素反映，记录系补写。');
      const body = await make();
      expect(body).toContain('据郑某某反映');
      expect(body).not.toContain('郑怀素');
    });
  });

  it.each([
    '郑·怀素',
    '鄭懷素',
    '郑\u3164怀素',
    '郑\u2800怀\u200b素',
    '郑怀\u0301素',
    '郑 怀素',
    '郑．怀・素',
  ])('is masked written %s', async (spelling) => {
    set('petition', 'XF-01', { reporter: '郑怀素' });
    facts(`据${spelling}反映，记录系补写。`);
    expect(await make()).toContain('据郑某某反映');
  });

  it.each(['郑、怀素', '郑\n怀素'])('is asked about written %j', async (spelling) => {
    set('petition', 'XF-01', { reporter: '郑怀素' });
    facts(`据${spelling}反映，记录系补写。`);
    expect(await codeOf(() => make())).toBe('PAPER_UNDECIDED');
  });

  it('is masked when a roster, a petition’s subject, a judgement of blame, a clue of another unit or 打探说情 names him', async () => {
    const forum = workspace.index.children(inspection, 'forum')[0]!;
    save(workspace, { kind: 'forum', id: forum.id, set: { roster: '镇干部12人：王大可、李四（站长）' } });
    set('petition', 'XF-01', { reported: '吴明远（水利站）' });
    set('clue', 'XS-02', { accused: '温庭筠、陆龟蒙', related: '其妻韦应物' });
    const pry = workspace.index.list('pryReport')[0]!;
    save(workspace, { kind: 'pryReport', id: pry.id, set: { person: '局长郑板桥' } });
    facts('王大可、吴明远、周小海、陆龟蒙、韦应物、郑板桥在场，李四签字。');
    expect(await make()).toContain('王某某、吴某某、周某某、陆某某、韦某某、郑某某在场，李某签字。');
  });

  it('is asked about where it is half a sentence of a clue, of a petition, a judgement or of 打探说情, of any unit', async () => {
    set('clue', 'XS-02', { content: '涉嫌虚报冒领困难群众临时救助资金并用于支付个人欠款' });
    set('petition', 'XF-05', { content: '反映集体仓库低价出租给村主任的亲戚办厂' });
    const talk = numbered(workspace, 'interview', 'T02');
    save(workspace, {
      kind: 'interview',
      id: talk.id,
      set: { judgement: '情绪紧张，多次回避资金去向，可信度一般' },
    });
    for (const text of [
      '虚报、冒领困难群众临时救助资金',
      '集体仓库低价出租给村主任的亲戚',
      '情绪紧张多次回避资金去向',
    ]) {
      facts(`经查，${text}。`);
      const error = await failure(() => make());
      expect([error.code, error.problems.map(({ place }) => place)]).toEqual([
        'PAPER_UNDECIDED',
        ['巡察反馈 的总体评价'],
      ]);
    }
  });

  it('is refused with a clue number of the round’s own kind', async () => {
    const clue = numbered(workspace, 'clue', 'XS-02');
    const code = (text: string) => save(workspace, { kind: 'clue', id: clue.id, set: { code: text } });
    code('青问索2025-007');
    facts('详见青问索〔2025〕7号。');
    expect(await failure(() => make())).toMatchObject({
      code: 'DOCUMENT_LEAK',
      problems: [{ place: '巡察反馈 的总体评价', message: '含有问题线索编号' }],
    });
    // A signed record cannot be rewritten: the number is left out, and cannot be let through.
    const { undecided } = checkPaper(workspace, { paper: 'feedback', inspection });
    const say = (is: 'name' | 'word') =>
      decideNames(workspace, inspection, [
        { word: undecided[0]!.word, sentence: undecided[0]!.sentence, is },
      ]);
    say('word');
    expect(await codeOf(() => make())).toBe('DOCUMENT_LEAK');
    say('name');
    expect(await make()).toContain('详见××号。');
    code('XS-02');
  });

  it.each(['采购XS2025型水泵', '华为XS5000交换机', '问题线索4件'])('is not seen in %s', async (text) => {
    facts(`${text}，未入账。`);
    expect(await make()).toContain(text);
  });

  it('does not corrupt a word: it is asked about once, with its sentence, also for other papers', async () => {
    set('petition', 'XF-01', { reporter: '高峰、安全、李建' });
    facts('用水高峰期供水不足。李建国担任组长。');
    expect(new Set(asked())).toEqual(new Set(['高峰', '李建']));
    const { problems } = await failure(() => make());
    expect(problems[0]).toEqual({
      place: '巡察反馈 的总体评价',
      message: '“高峰”是人名还是普通词：用水高峰期供水不足',
    });
    decideNames(workspace, inspection, [
      { word: '高峰', is: 'word' },
      { word: '李建', sentence: '李建国担任组长', is: 'word' },
    ]);
    expect(await make()).toContain('用水高峰期供水不足。李建国担任组长。');
    // The word stays decided for the unit, the sentence for itself; and who is spoken of as a person is asked about again.
    facts('用水高峰期有缺口。李建成担任副组长。据高峰反映，未入账。');
    expect(checkPaper(workspace, { paper: 'feedback', inspection }).undecided.map((u) => u.sentence)).toEqual(
      ['李建成担任副组长', '据高峰反映，未入账'],
    );
    decideNames(workspace, inspection, [
      { word: '李建', sentence: '李建成担任副组长', is: 'word' },
      { word: '高峰', sentence: '据高峰反映，未入账', is: 'name' },
    ]);
    expect(await make()).toContain('用水高峰期有缺口。李建成担任副组长。据高某反映，未入账。');
    const kept = workspace.index
      .children(inspection, 'nameDecision')
      .filter(({ values }) => ['高峰', '李建'].includes(String(values.word)));
    expect(kept).toHaveLength(4);
    expect(kept.every(({ values }) => values.by === '闻知远')).toBe(true);
  });

  it('leaves the unit’s own name alone', async () => {
    set('petition', 'XF-01', { reporter: '水务' });
    facts('记录不全。');
    expect(asked()).toEqual([]);
    expect(await make()).toContain('青禾县水务与河湖管理局党组');
  });

  it('common nouns in the field of the reporter refuse nothing for good', async () => {
    for (const reporter of ['干部职工', '党员', '巡察组', '问题', '建设', '落实', '水利', '整改']) {
      set('petition', 'XF-01', { reporter });
      facts('干部职工、党员反映水利建设问题整改不落实，巡察组已核实。');
      const { undecided } = checkPaper(workspace, { paper: 'feedback', inspection });
      if (undecided.length > 0)
        decideNames(workspace, inspection, [{ word: undecided[0]!.word, is: 'word' }]);
      expect(await make()).toContain('干部职工、党员反映水利建设问题整改不落实，巡察组已核实。');
    }
  });

  it('an informant never stands, whatever the leader agreed to; an officer stands as his colleagues do', async () => {
    const [feedback] = workspace.index.children(inspection, 'feedback');
    set('petition', 'XF-01', { reporter: '郑怀素、顾西洲' });
    facts('郑怀素、顾西洲、蒋疏桐未签字。');
    save(workspace, { kind: 'feedback', id: feedback!.id, set: { namesApproved: true } });
    expect(await make()).toContain('郑某某、顾西洲、蒋疏桐未签字。');
    save(workspace, { kind: 'feedback', id: feedback!.id, set: { namesApproved: null } });
    expect(await make()).toContain('郑某某、顾某某、蒋某某未签字。');
  });

  it('what still names somebody is listed for a last look, with its sentence', () => {
    set('petition', 'XF-01', { reporter: '署名群众甲' });
    facts('许大茂领取3万元，身份证号330102199001011234，电话13800138000。');
    const { undecided, standing } = checkPaper(workspace, { paper: 'feedback', inspection });
    expect(undecided).toEqual([]);
    expect(
      standing
        .filter(({ place }) => place.words === '巡察反馈 的总体评价')
        .map(({ kind, word }) => [kind, word]),
    ).toEqual([
      ['identity', '330102199001011234'],
      ['telephone', '13800138000'],
      ['name', '许大茂'],
    ]);
  });

  it('decisions are made and read by those who may know of informants', async () => {
    const decision = [{ word: '高峰', is: 'word' as const }];
    for (const person of ['deputy', 'member', 'office'] as const) {
      const other = desk.open(person);
      expect(await codeOf(() => decideNames(other, inspection, decision))).toBe('RIGHTS_EXPORT');
      expect([...other.visible()].filter(({ kind }) => kind === 'nameDecision')).toEqual([]);
    }
    decideNames(desk.open('liaison'), inspection, decision);
  });
});
