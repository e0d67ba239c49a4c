import { isDraft } from '../../../src-shared/domain/draft-record';
import { localDay } from '../../../src-shared/domain/dates';
import { figures, figuresIn, type FigureId, type Figures } from '../../../src-shared/domain/figures';
import {
  plainText,
  publishedSentence,
  rectificationSentence,
  statisticsSentence,
  workSentence,
} from '../../../src-shared/domain/figures/sentences';
import { itemWarning } from '../../../src-shared/domain/kinds/rectification-item';
import { kinds, type KindName } from '../../../src-shared/domain/kinds';
import { percent, tally } from '../../../src-shared/domain/kinds/questionnaire';
import { daysBetween } from '../../../src-shared/domain/dates';
import { issuesOf } from '../../../src-shared/domain/validate';
import type { Entity, IsoDate } from '../../../src-shared/domain/define';
import { ruleContext } from '../../../src-main/services/records';
import { wholeOf } from '../../../src-main/services/papers/source';
import type { OpenWorkspace } from '../../../src-main/services/workspace';
import {
  codeOf,
  failure,
  inspectionOf,
  numbered,
  SAMPLE_TEXT,
  sampleCopy,
  useDesk,
  type Sample,
} from './desk';
import type { WorkbenchError } from '../../../src-shared/errors';

const sample = sampleCopy();
const { expected } = sample;
/** Records in the sample: rows, and the rows within them (talking points, questions, votes, measures, advice …). */
const SAMPLE_RECORDS = 288;
const countBy = (records: readonly Entity[], key: (record: Entity) => string) => {
  const counts: Record<string, number> = {};
  for (const record of records) counts[key(record)] = (counts[key(record)] ?? 0) + 1;
  return counts;
};

describe('the sample round, imported', () => {
  const desk = useDesk(SAMPLE_TEXT);
  let workspace: OpenWorkspace;
  let list: (kind: string) => readonly Entity[];
  let said: Figures;
  beforeAll(() => {
    // Opened again: what is checked is what the disk has.
    workspace = desk.open();
    list = workspace.index.list;
    said = figuresIn(wholeOf(workspace.index), { round: workspace.index.list('round')[0]!.id });
  });

  it('has the day of the demonstration', () => {
    expect(workspace.today()).toBe('2026-03-20');
  });

  it('gives the statistics sentence to the letter', () => {
    expect(plainText(statisticsSentence(said, { clues: true }))).toBe(expected.统计句);
  });

  it('gives the rectification sentence to the letter', () => {
    expect(plainText(rectificationSentence(said))).toBe(
      '巡察反馈18个问题，细化整改任务25项，已完成10项、基本完成5项、正在推进7项、未启动3项；建立完善制度9项，挽回损失24.05万元，追责问责8人次。',
    );
  });

  it('gives the work sentence of the 巡察报告 as counties publish it', () => {
    const sentence =
      '个别谈话12人次，座谈4场（52人次），发放问卷86份、收回83份（有效80份），走访36人次，调阅资料20类89件（册、卷、份），受理信访9件，下沉3个单位（村），发现问题4个方面18个，立行立改3个，意见建议9条，移交问题线索4件4人。';
    expect(plainText(workSentence(said, { clues: true }))).toBe(sentence);
    expect(plainText(workSentence(said, { clues: false }))).toBe(
      sentence.replace('，移交问题线索4件4人', ''),
    );
  });

  it('gives the figures of the 整改情况通报 as they are published', () => {
    expect(plainText(publishedSentence(said))).toBe(
      '反馈问题18个，已完成6个、正在整改12个，完成率33%；制度9项；挽回损失24.05万元。',
    );
  });

  it('gives the figures of every week of the stay, which the sample has by hand', () => {
    const columns = {
      谈话: 'interviews',
      座谈会: 'forums',
      走访人次: 'visitedPersons',
      调阅: 'documents',
      信访: 'petitions',
      暗访: 'covertVisits',
      线索移交: 'clues',
    } as const satisfies Record<string, FigureId>;
    for (const week of sample.weeks) {
      const when = { from: week.起 as IsoDate, to: week.止 as IsoDate };
      for (const [column, id] of Object.entries(columns))
        expect([week.周, column, said.value(id, when)]).toEqual([
          week.周,
          column,
          week[column as keyof typeof columns],
        ]);
    }
  });

  it('has the expected states, results and weights', () => {
    const states = ['itemsDone', 'itemsBasicallyDone', 'itemsInProgress', 'itemsNotStarted'] as const;
    expect(Object.fromEntries(states.map((id) => [figures[id].label, said.value(id)]))).toEqual(
      expected.状态,
    );
    const values = (...ids: readonly FigureId[]) => ids.map((id) => said.value(id));
    expect(values('items', 'systems', 'recovered', 'accountable', 'analogous', 'campaigns')).toEqual([
      25,
      expected.制度,
      expected.挽回,
      expected.追责,
      2,
      2,
    ]);
    expect(said.value('keyProblems')).toBe(expected.重点);
    expect(list('workingPaper').filter((paper) => paper.values.immediate === true)).toHaveLength(3);
  });

  it('has the expected problems by focus and by unit', () => {
    expect(countBy(list('workingPaper'), (paper) => String(paper.values.focus))).toEqual(expected.聚焦);
    const of = (unit: string) => workspace.index.children(inspectionOf(workspace, unit).id, 'workingPaper');
    expect(['U1', 'U2', 'U3'].map((unit) => of(unit).length)).toEqual([7, 8, 3]);
  });

  it.each(Object.entries(expected.预警))('warns of %s with “%s”', (code, label) => {
    const item = numbered(workspace, 'rectificationItem', code);
    expect(itemWarning(item, workspace.index.get, workspace.today()).label).toBe(label);
  });

  it('has the papers in the expected states, eleven of them late', () => {
    const papers = list('documentRequest');
    expect(countBy(papers, (paper) => String(paper.values.state))).toEqual({
      returned: 12,
      copied: 7,
      toReturn: 1,
    });
    const late = papers.filter(
      ({ values }) => daysBetween(values.dueOn as IsoDate, values.providedOn as IsoDate) > 0,
    );
    expect(late).toHaveLength(11);
    expect(papers.filter((paper) => paper.values.leaderSigned !== true)).toHaveLength(1);
  });

  it('has every record of the file', () => {
    const counts = countBy([...workspace.index.all()], (record) => record.kind);
    expect(counts).toMatchObject({
      term: 1,
      round: 1,
      team: 1,
      member: 6,
      unit: 3,
      inspection: 3,
      recusal: 4,
      coverageTarget: 12,
      inquiry: 7,
      interview: 12,
      questionnaire: 1,
      question: 15,
      responseBatch: 3,
      documentRequest: 20,
      forum: 4,
      visit: 10,
      petition: 9,
      workingPaper: 18,
      immediateOrder: 3,
      rectificationItem: 25,
      clue: 4,
      supervisionCheck: 5,
      pryReport: 1,
      satisfactionSurvey: 3,
      feedback: 3,
      advice: 9,
      weeklyReport: 5,
    });
  });

  it('has no record that is only begun', () => {
    expect([...workspace.index.all()].filter(isDraft).map(({ kind, values }) => [kind, values])).toEqual([]);
  });

  it('rests every problem on evidence of its own unit', () => {
    for (const paper of list('workingPaper')) {
      expect(paper.sets.support!.length).toBeGreaterThan(0);
      for (const id of paper.sets.support!) {
        const { inspection } = workspace.index.get(id)!;
        expect([null, paper.inspection]).toContain(inspection);
      }
      expect(workspace.index.children(paper.id, 'rectificationItem').length).toBeGreaterThan(0);
    }
  });

  it('links papers and problems both ways', () => {
    const paper = numbered(workspace, 'documentRequest', 'DY-01');
    const linked = paper.sets.paper!.map((id) => workspace.index.get(id)!.values.code);
    expect(linked.sort()).toEqual(['WT-01', 'WT-12']);
  });

  it('has no member working on a unit he is recused from', () => {
    const recused = numbered(workspace, 'member', 'P05').id;
    const inspection = inspectionOf(workspace, 'U3').id;
    for (const record of workspace.index.all()) {
      if (record.inspection === inspection) expect(Object.values(record.values)).not.toContain(recused);
    }
  });

  it('lacks nothing that its own rules ask for, but the days on which the sheets were handed out', () => {
    const errors = [...workspace.index.all()].flatMap((record) =>
      issuesOf(kinds[record.kind as KindName], record, ruleContext(workspace))
        .filter((issue) => issue.level === 'error')
        .map((issue) => `${record.kind} ${String(record.values.code)} ${issue.field}`),
    );
    expect(errors).toEqual(Array(3).fill('responseBatch undefined handedOutOn'));
  });

  it('adds the questionnaire up to the sample’s totals', () => {
    const batches = list('responseBatch');
    for (const asked of sample.questionnaire.题目) {
      if (!('合计' in asked) || !asked.选项) continue;
      const question = numbered(workspace, 'question', asked.id);
      const hands = batches.map((batch) => {
        const found = workspace.index
          .children(batch.id, 'questionTally')
          .find((row) => row.values.question === question.id)!;
        return {
          valid: batch.values.valid as number,
          answers: [],
          hand: {
            votes: found.values.votes as number[],
            unanswered: (found.values.unanswered as number | undefined) ?? 0,
          },
        };
      });
      const { votes, unanswered, base, problems } = tally(question as never, hands);
      expect([asked.id, problems]).toEqual([asked.id, []]);
      expect(base).toBe(80);
      const total = asked.合计 as number[];
      expect([...votes, unanswered].slice(0, total.length)).toEqual(total);
    }
    expect(percent(52, 80)).toBe('65.0%');
  });

  it('is not taken twice', async () => {
    const before = [workspace.store.changeCount, workspace.store.recordCount];
    expect(await codeOf(() => workspace.importRound(SAMPLE_TEXT))).toBe('IMPORT_DUPLICATE');
    expect([workspace.store.changeCount, workspace.store.recordCount]).toEqual(before);
  });

  it('verifies', async () => {
    const report = await workspace.store.verify();
    expect(report.problems).toEqual([]);
    expect(report.counts.records).toBe(workspace.store.recordCount);
  });
});

describe('rounds unlike the sample', () => {
  const desk = useDesk();
  const importing = (file: object) => desk.open().importRound(JSON.stringify(file));

  it('with nothing but a round and units are taken', () => {
    const { round, units } = sampleCopy();
    expect(importing({ round: { ...round, id: 'R1' }, units })).toBe(3 + units.length * 2);
  });

  it.each(['F9', '聚焦群众', 'f2'])(
    'with a 聚焦 that the round does not have (“%s”) are refused with its place',
    (word) => {
      const file = sampleCopy();
      file.findings[2]!.聚焦 = word;
      expect(() => importing(file)).toThrow(
        expect.objectContaining({
          code: 'IMPORT_INVALID',
          problems: [
            {
              place: `底稿第3条（${file.findings[2]!.编号}）“聚焦”`,
              message: `“聚焦”没有“${word}”这一项，请从列表中选择`,
            },
          ],
        }) as Error,
      );
    },
  );

  it('find what a number names whatever hides in it', () => {
    const file = sampleCopy();
    file.round.id = 'R17';
    file.interviews[0]!.谈话人 = `${file.interviews[0]!.谈话人}\u200b`;
    file.interviews[0]!.地点 = '204\u00a0谈话室\u000b东侧⾦';
    importing(file);
    const [talk] = desk
      .open()
      .index.list('interview')
      .filter(({ values }) => values.code === file.interviews[0]!.编号);
    expect(talk!.values.place).toBe('204 谈话室 东侧金');
    expect(talk!.values.interviewer).toEqual(expect.any(String));
  });

  it('in which a recusal’s name stands for two people are refused, and taken by the number', () => {
    const file = sampleCopy();
    file.round.id = 'R28';
    const [, , one, two] = file.team;
    two!.姓名 = one!.姓名;
    file.recusal[0]!.姓名 = one!.姓名;
    expect(() => importing(file)).toThrow(
      expect.objectContaining({
        code: 'IMPORT_INVALID',
        problems: expect.arrayContaining([
          {
            place: '回避审查第1条（HB01）“姓名”',
            message: `巡察组名单中有2人叫“${one!.姓名}”（${one!.id}、${two!.id}），请改填本人的编号`,
          },
        ]),
      }) as Error,
    );
    for (const recusal of file.recusal) if (recusal.姓名 === one!.姓名) recusal.姓名 = one!.id;
    importing(file);
    const workspace = desk.open();
    const round = workspace.index.list('round').find(({ values }) => values.code === 'R28')!;
    const [first] = workspace.index.children(round.id, 'recusal');
    expect(first!.values.name).toBe(one!.姓名);
    expect(workspace.index.get(String(first!.values.member))!.values.code).toBe(one!.id);
  });

  it('read a leader’s kind in brackets of either width', () => {
    const file = sampleCopy();
    file.round.id = 'R29';
    const [item] = file.rectification;
    item!.责任领导 = item!.责任领导.replace('（', '(').replace('）', ')');
    importing(file);
    const items = desk.open().index.list('rectificationItem');
    const [made] = items.filter(({ values }) => values.code === item!.编号).slice(-1);
    expect(made!.values.leader).not.toMatch(/[()（）]/);
    expect(made!.values.leaderType).toEqual(expect.any(String));
  });

  it('with a key that stands twice are refused at its place, wherever it is and however it is written', () => {
    const text = JSON.stringify({ ...sampleCopy(), today: undefined }, null, 1)
      .replace('"round": {', '"round": {\n "id": "X1",')
      .replace(/("interviews": \[\s*\{)/, '$1 "\\u5730点": "一", "\\u5730\\u70b9": "二",');
    const workspace = desk.open();
    const before = workspace.store.changeCount;
    const error = (() => {
      try {
        workspace.importRound(text);
      } catch (thrown) {
        return thrown as WorkbenchError;
      }
      throw new Error('it was taken');
    })();
    expect(error.code).toBe('IMPORT_INVALID');
    expect(error.problems.map(({ place }) => place)).toEqual([
      '轮次“id”',
      '谈话第1条（T01）“地点”',
      '谈话第1条（T01）“地点”',
    ]);
    expect(error.problems[0]!.message).toMatch(/^这一项写了两次（第二次在第\d+行），/);
    expect(workspace.store.changeCount).toBe(before);
  });

  it('with nothing but a round are taken', () => {
    const file = { round: { id: 'R2', 届次: '第九届', 名称: '第二轮巡察', 巡察组: '第一巡察组' } };
    expect(importing(file)).toBe(3);
  });

  it('with numbers, words and marks of every kind keep what can be seen of them', () => {
    const file = sampleCopy();
    const odd = '㛃䶮𠮷<b>&amp;</b>\u0001\u200b"\\\r\n${x}{{y}}\ud83d\ude00';
    file.round.id = 'R3';
    file.units[0]!.名称 = '青禾县'.repeat(13) + '局';
    file.units[0]!.简称 = '㛃䶮局';
    file.findings[0]!.事实 = odd;
    file.findings[0]!.标题 = `标题${odd}`;
    importing(file);
    const workspace = desk.open();
    const papers = workspace.index.list('workingPaper').filter((paper) => paper.values.code === 'WT-01');
    expect(papers.map((paper) => paper.values.facts)).toContain(
      '㛃䶮𠮷<b>&amp;</b>"\\\n${x}{{y}}\ud83d\ude00',
    );
    expect(workspace.index.list('unit').map((unit) => unit.values.name)).toContain(
      `${'青禾县'.repeat(13)}局`,
    );
  });

  it('with names that every object has are taken as any other', () => {
    const file = sampleCopy();
    file.round.id = 'R4';
    const given = JSON.parse(JSON.stringify(file).replaceAll('"U3"', '"constructor"')) as Sample;
    delete (given.feedback as { constructor?: unknown }).constructor;
    for (const asked of given.questionnaire.题目) delete (asked as { constructor?: unknown }).constructor;
    importing(given);
    const workspace = desk.open();
    const unit = numbered(workspace, 'unit', 'constructor');
    const inspection = workspace.index.list('inspection').find((record) => record.values.unit === unit.id)!;
    expect(workspace.index.children(inspection.id, 'feedback')).toEqual([]);
  });

  it('with a dash for a unit or a problem are refused at that place', async () => {
    const file = sampleCopy();
    file.interviews[1]!.单位 = '—';
    file.rectification[2]!.问题 = '—';
    file.findings[3]!.佐证.push('—');
    const { code, problems } = await failure(() => importing(file));
    expect(code).toBe('IMPORT_INVALID');
    expect(problems.map(({ place }) => place)).toEqual([
      '谈话第2条（T02）“单位”',
      `底稿第4条（WT-04）“佐证”第${file.findings[3]!.佐证.length}条`,
      '整改事项第3条（ZG-03）“问题”',
    ]);
  });

  it('with values too long for their boxes are refused with every one of them', async () => {
    const file = sampleCopy();
    file.interviews[0]!.职务 = '长'.repeat(81);
    file.interviews[4]!.职务 = '长'.repeat(81);
    file.clues[0]!.职级 = '长'.repeat(61);
    const { code, message, problems } = await failure(() => importing(file));
    expect(code).toBe('IMPORT_INVALID');
    expect(message).toContain('3处');
    expect(problems).toEqual([
      { place: '谈话第1条（T01）“职务”', message: '“职务”不能超过80个字' },
      { place: '谈话第5条（T05）“职务”', message: '“职务”不能超过80个字' },
      { place: '问题线索第1条（XS-01）“职级”', message: '“职级”不能超过60个字' },
    ]);
  });

  it('with more errors than one can read say how many more there are', async () => {
    const file = sampleCopy();
    const paper = file.findings[0]!;
    file.findings = Array.from({ length: 234 }, (_, i) => ({
      ...paper,
      编号: `W-${i}`,
      单位: 'U9',
      佐证: ['T01'],
    }));
    file.rectification = [];
    file.documents = [];
    file.orders = [];
    file.clues = [];
    file.supervision = [];
    const { message, problems } = await failure(() => importing(file));
    expect(message).toContain('234处');
    expect(problems).toHaveLength(201);
    expect(problems.at(-1)).toEqual({ place: '其余', message: '另有34处错误' });
  });

  it('with 234 problems are taken whole', () => {
    const file = sampleCopy();
    file.round.id = 'R5';
    const [paper, item] = [file.findings[0]!, file.rectification[0]!];
    file.findings.push(...Array.from({ length: 216 }, (_, i) => ({ ...paper, 编号: `WT-${i + 100}` })));
    file.rectification.push(
      ...Array.from({ length: 216 }, (_, i) => ({ ...item, 编号: `ZG-${i + 100}`, 问题: `WT-${i + 100}` })),
    );
    const before = desk.open().index.list('workingPaper').length;
    importing(file);
    expect(desk.open().index.list('workingPaper')).toHaveLength(before + 234);
  });
});

describe('a file that cannot be read', () => {
  const desk = useDesk();

  it.each([
    ['', 'IMPORT_NOT_JSON'],
    ['{"round": {', 'IMPORT_NOT_JSON'],
    ['null', 'IMPORT_INVALID'],
    ['[]', 'IMPORT_INVALID'],
    ['{}', 'IMPORT_INVALID'],
  ])('%j is refused with a place, and nothing of it is kept', async (text, code) => {
    const workspace = desk.open();
    const error = await failure(() => workspace.importRound(text));
    expect(error.code).toBe(code);
    expect(error.problems.length).toBeGreaterThan(0);
    for (const { place, message } of error.problems) {
      expect(place).not.toBe('');
      expect(message).toMatch(/[\u4e00-\u9fff]/);
    }
    expect(workspace.store.lastSeq).toBe(0);
  });

  it('names the line of what is no JSON', async () => {
    const text = `${JSON.stringify(sampleCopy(), null, 2).slice(0, 400)}\n,,`;
    const { problems } = await failure(() => desk.open().importRound(text));
    expect(problems[0]!.place).toMatch(/^第\d+行$/);
  });

  it('with a byte order mark is read all the same', () => {
    expect(desk.open().importRound(`\ufeff${SAMPLE_TEXT}`)).toBe(SAMPLE_RECORDS);
  });
});

describe('a round file made from the sample', () => {
  const desk = useDesk();
  it('does not make its day today: the clock goes on', () => {
    const workspace = desk.open();
    workspace.importRound(SAMPLE_TEXT);
    expect(workspace.index.list('round')[0]!.values.demoToday).toBeUndefined();
    expect(workspace.today()).toBe(localDay(new Date()));
  });
});
