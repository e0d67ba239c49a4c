import fc from 'fast-check';
import {
  addAmounts,
  aspectsAndProblems,
  fedBackProblems,
  figuresOf,
  inPeriod,
  methodsOf,
  problemsByFocus,
  rectificationFigures,
  rectificationSentence,
  statisticsSentence,
  type Figures,
} from '../../../src-shared/domain/statistics';
import { entriesOf } from '../../../src-shared/domain/glossary';
import { kinds, type KindName } from '../../../src-shared/domain/kinds';
import type { Entity } from '../../../src-shared/domain/define';
import { recordOf } from './records';

const listOf = (records: readonly Entity[]) => (kind: string) => records.filter((r) => r.kind === kind);
const nothing = figuresOf(() => []);

const whole: Figures = {
  ...nothing,
  forums: 4,
  issued: 86,
  interviews: 12,
  visitedPersons: 36,
  documents: 20,
  documentCopies: 89,
  measureWords: ['册', '卷', '份'],
  petitions: 9,
  aspects: 4,
  problems: 18,
  clues: 4,
};

describe('the statistics sentence', () => {
  it('says everything in its order', () => {
    expect(statisticsSentence(whole, { clues: true })).toBe(
      '巡察期间，共召开座谈会4场次，发放调查问卷86份，谈话12人次，走访群众36人次，调阅资料20类89件（册、卷、份），受理信访9件，发现4个方面18个问题，移交问题线索4件。',
    );
  });

  it('keeps the number of clues from the unit', () => {
    expect(statisticsSentence(whole, { clues: false })).toMatch(/发现4个方面18个问题。$/);
    expect(statisticsSentence(whole, { clues: false })).not.toContain('线索');
  });

  it('does not say what did not happen', () => {
    expect(statisticsSentence({ ...nothing, interviews: 1 }, { clues: true })).toBe(
      '巡察期间，共谈话1人次。',
    );
    expect(statisticsSentence(nothing, { clues: true })).toBe('巡察期间，暂无工作记录。');
  });

  it('never says zero, whatever the figures', () => {
    const figure = fc.integer({ min: 0, max: 300 });
    fc.assert(
      fc.property(
        fc.record({
          forums: figure,
          issued: figure,
          interviews: figure,
          visitedPersons: figure,
          petitions: figure,
          clues: figure,
        }),
        (some) => {
          const sentence = statisticsSentence({ ...nothing, ...some }, { clues: true });
          expect(sentence).not.toMatch(/(?<!\d)0/);
          expect(sentence).toMatch(/^巡察期间，.+。$/);
          expect(sentence).not.toMatch(/，，|，。/);
        },
      ),
    );
  });
});

/** A record that holds what it must to count. */
const counted = (name: KindName, values: object) =>
  recordOf(name, { ...Object.fromEntries(kinds[name].essentials.map((field) => [field, '某'])), ...values });

describe('the figures', () => {
  it('count persons of talks, copies of papers, and covert visits apart', () => {
    const figures = figuresOf(
      listOf([
        counted('interview', { personTimes: 3 }),
        counted('interview', {}),
        counted('visit', { method: '随机走访', persons: 5 }),
        counted('visit', { method: '暗访' }),
        counted('documentRequest', { state: 'reading', quantity: 3, measureWord: '卷' }),
        counted('documentRequest', { state: 'returned', quantity: 2, measureWord: '册' }),
        counted('documentRequest', { state: 'returned', quantity: 1 }),
        counted('documentRequest', { state: 'requested', quantity: 40, measureWord: '盒' }),
      ]),
    );
    expect(figures).toMatchObject({
      interviews: 4,
      visitedPersons: 5,
      covertVisits: 1,
      documents: 3,
      documentCopies: 6,
      measureWords: ['册', '卷', '份'],
    });
  });

  it('count problems that were adopted and clues that were handed over', () => {
    const paper = (state: string, focus: string) => counted('workingPaper', { state, focus });
    const clue = (state: string) => counted('clue', { state });
    const figures = figuresOf(
      listOf([
        ...['draft', 'toReview', 'sentBack', 'toSign', 'notAdopted'].map((state) => paper(state, 'F4')),
        ...['signed', 'reported', 'fedBack', 'rectifying', 'closed'].map((state, i) =>
          paper(state, i < 2 ? 'F1' : 'F2'),
        ),
        ...['drafted', 'studied', 'leaderSigned', 'sentBack'].map(clue),
        ...['transferred', 'received', 'processing', 'concluded'].map(clue),
      ]),
    );
    expect(aspectsAndProblems(figures)).toBe('2个方面5个问题');
    expect(figures.clues).toBe(4);
  });
});

describe('the rectification sentence', () => {
  const items = [
    counted('rectificationItem', { state: 'done', systems: 1, recovered: 1.12, accountable: 1 }),
    counted('rectificationItem', { state: 'basicallyDone', recovered: 22.93 }),
    counted('rectificationItem', { state: 'inProgress' }),
    counted('rectificationItem', {}),
  ];

  it('says all four states and what was achieved', () => {
    expect(rectificationSentence(3, rectificationFigures(items))).toBe(
      '巡察反馈3个问题，细化整改任务4项，已完成1项、基本完成1项、正在推进1项、未启动1项；建立完善制度1项，挽回损失24.05万元，追责问责1人次。',
    );
  });

  it('says only what there is: nothing of items where there are none', () => {
    expect(rectificationSentence(0, rectificationFigures([]))).toBe('尚无反馈问题和整改任务。');
    expect(rectificationSentence(3, rectificationFigures([]))).toBe('巡察反馈3个问题，尚未细化整改任务。');
  });

  it('counts every item in one state', () => {
    const { items: count, states } = rectificationFigures(items);
    expect(Object.values(states).reduce((a, b) => a + b)).toBe(count);
  });
});

describe('amounts', () => {
  it('add up without binary dust, in any order', () => {
    expect(addAmounts([0.1, 0.2])).toBe(0.3);
    expect(addAmounts([])).toBe(0);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 10_000_000 }), { maxLength: 50 }), (cents) => {
        const amounts = cents.map((n) => n / 100);
        const expected = cents.reduce((a, b) => a + b, 0) / 100;
        expect(addAmounts(amounts)).toBe(expected);
        expect(addAmounts([...amounts].reverse())).toBe(expected);
      }),
    );
  });
});

describe('the problems that units answer for', () => {
  const paper = (code: string, state: string, signedOn?: string) =>
    counted('workingPaper', { code, state, ...(signedOn ? { signedOn } : {}) });
  const codes = (records: readonly Entity[]) =>
    fedBackProblems(listOf(records)).map(({ values }) => values.code);
  const held = counted('feedback', { heldOn: '2025-11-12' });
  const papers = [
    paper('WT-1', 'rectifying', '2025-10-01'),
    paper('WT-2', 'signed', '2025-11-12'),
    paper('WT-3', 'signed', '2026-03-20'),
    paper('WT-4', 'draft'),
    paper('WT-5', 'fedBack', '2026-03-20'),
  ];

  it('are those of the paper handed over: adopted by its day, or said to be fed back; with or without items', () => {
    expect(codes([...papers, held])).toEqual(['WT-1', 'WT-2', 'WT-5']);
  });

  it('are all adopted ones while no feedback is recorded', () => {
    expect(codes(papers)).toEqual(['WT-1', 'WT-2', 'WT-3', 'WT-5']);
  });
});

describe('the ways of working', () => {
  it('are those that there are records of', () => {
    expect(methodsOf(nothing)).toEqual([]);
    expect(methodsOf({ ...nothing, interviews: 1 })).toEqual(['个别谈话']);
    expect(methodsOf(whole)).toEqual([
      '召开座谈会',
      '个别谈话',
      '受理信访',
      '调阅资料',
      '问卷调查',
      '走访了解',
    ]);
  });

  it('do not speak of copies where none were counted', () => {
    const figures = { ...nothing, documents: 2, documentCopies: 0, measureWords: ['份'] };
    expect(statisticsSentence(figures, { clues: false })).toBe('巡察期间，共调阅资料2类。');
  });
});

describe('problems by focus', () => {
  const paper = (code: string, focus: string, key = false) => counted('workingPaper', { code, focus, key });

  it('come in the order of the dictionary, weighty ones first, then by number', () => {
    const groups = problemsByFocus(
      [
        paper('WT-10', 'F2'),
        paper('WT-9', 'F2'),
        paper('WT-11', 'F2', true),
        paper('WT-1', 'F1'),
        paper('WT-2', '自定'),
        counted('workingPaper', { code: 'WT-3' }),
      ],
      entriesOf('focus', undefined, { get: () => undefined, children: () => [] }),
    );
    expect(groups.map(({ label, papers }) => [label, papers.map((p) => p.values.code)])).toEqual([
      ['聚焦党中央决策部署在基层落实情况', ['WT-1']],
      ['聚焦群众身边不正之风和腐败问题', ['WT-11', 'WT-9', 'WT-10']],
      ['自定', ['WT-2']],
      ['未分类', ['WT-3']],
    ]);
  });
});

describe('a period', () => {
  it('includes both its ends', () => {
    const days = ['2025-09-05', '2025-09-06', '2025-09-12', '2025-09-13', undefined];
    const records = days.map((heldOn) => counted('interview', { heldOn }));
    const inside = inPeriod(records, 'heldOn', '2025-09-06', '2025-09-12');
    expect(inside.map((r) => r.values.heldOn)).toEqual(['2025-09-06', '2025-09-12']);
  });
});
