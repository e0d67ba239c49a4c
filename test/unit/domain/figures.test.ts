import fc from 'fast-check';
import {
  addAmounts,
  FIGURE_IDS,
  figures,
  figuresFor,
  figuresIn,
  recordsBehind,
  valueOf,
  wholePercent,
  type FigureId,
  type FigureLook,
  type Figures,
} from '../../../src-shared/domain/figures';
import {
  methodsOf,
  plainText,
  publishedSentence,
  rectificationSentence,
  statisticsSentence,
  workSentence,
} from '../../../src-shared/domain/figures/sentences';
import { kinds, type KindName } from '../../../src-shared/domain/kinds';
import { counts } from '../../../src-shared/domain/draft-record';
import type { Entity } from '../../../src-shared/domain/define';
import { lookup, recordOf } from './records';

/** A record that holds what it must to count. */
const counted = (name: KindName, values: object, rest: Partial<Entity> = {}) =>
  recordOf(
    name,
    { ...Object.fromEntries(kinds[name].essentials.map((field) => [field, '某'])), ...values },
    rest,
  );

const UNIT = { unit: 'inspection-1' } as const;
const PLACES = [
  recordOf('round', { name: '九届县委第四轮巡察' }, { id: 'round', inspection: null }),
  recordOf('team', { name: '县委第二巡察组' }, { id: 'team', parent: 'round', inspection: null }),
  ...['inspection-1', 'inspection-2'].map((id) =>
    recordOf('inspection', { team: 'team' }, { id, parent: 'round', inspection: id }),
  ),
];

function lookAt(records: readonly Entity[]): FigureLook {
  const all = [...PLACES, ...records];
  return { ...lookup(all), list: (names) => all.filter(({ kind }) => names.includes(kind)) };
}
const figuresOf = (records: readonly Entity[]): Figures => figuresIn(lookAt(records), UNIT);
/** Figures that come to these numbers, for how they are said. */
const saying = (numbers: Partial<Record<FigureId, number>>, documents: readonly string[] = []): Figures => ({
  value: (id) => numbers[id] ?? 0,
  records: (id) =>
    id === 'documents' ? documents.map((measureWord) => counted('documentRequest', { measureWord })) : [],
});
const statistics = (numbers: Figures, clues: boolean) => plainText(statisticsSentence(numbers, { clues }));

const whole = saying(
  {
    forums: 4,
    issued: 86,
    interviews: 12,
    visitedPersons: 36,
    documents: 20,
    documentCopies: 89,
    petitions: 9,
    aspects: 4,
    problems: 18,
    clues: 4,
  },
  ['份', '卷', '册', '册'],
);

describe('the statistics sentence', () => {
  it('says everything in its order', () => {
    expect(statistics(whole, true)).toBe(
      '巡察期间，共召开座谈会4场次，发放调查问卷86份，谈话12人次，走访群众36人次，调阅资料20类89件（册、卷、份），受理信访9件，发现4个方面18个问题，移交问题线索4件。',
    );
  });

  it('keeps the number of clues from the unit', () => {
    expect(statistics(whole, false)).toMatch(/发现4个方面18个问题。$/);
    expect(statistics(whole, false)).not.toContain('线索');
  });

  it('does not say what did not happen', () => {
    expect(statistics(saying({ interviews: 1 }), true)).toBe('巡察期间，共谈话1人次。');
    expect(statistics(saying({ documents: 2 }, ['份']), false)).toBe('巡察期间，共调阅资料2类。');
    expect(statistics(saying({}), true)).toBe('巡察期间，暂无工作记录。');
  });

  it('never says zero, whatever the figures', () => {
    const figure = fc.integer({ min: 0, max: 300 });
    const some = fc.record({
      forums: figure,
      issued: figure,
      interviews: figure,
      visitedPersons: figure,
      petitions: figure,
      clues: figure,
    });
    fc.assert(
      fc.property(some, (numbers) => {
        const sentence = statistics(saying(numbers), true);
        expect(sentence).not.toMatch(/(?<!\d)0/);
        expect(sentence).toMatch(/^巡察期间，.+。$/);
        expect(sentence).not.toMatch(/，，|，。/);
      }),
    );
  });
});

describe('the figures', () => {
  it('count persons of talks, copies of papers, and covert visits apart', () => {
    const found = figuresOf([
      counted('interview', { personTimes: 3 }),
      counted('interview', {}),
      counted('visit', { method: '随机走访', persons: 5 }),
      counted('visit', { method: '下沉一级', place: '云窝村', persons: 2 }),
      counted('visit', { method: '下沉一级', place: '云窝村 ', persons: 2 }),
      counted('visit', { method: '暗访', persons: 2 }),
      counted('documentRequest', { state: 'reading', quantity: 3, measureWord: '卷' }),
      counted('documentRequest', { state: 'returned', quantity: 2, measureWord: '册' }),
      counted('documentRequest', { state: 'returned', quantity: 1 }),
      counted('documentRequest', { state: 'requested', quantity: 40, measureWord: '盒' }),
      counted('documentRequest', { quantity: 40, measureWord: '盒' }),
    ]);
    const ids = [
      'interviews',
      'visitedPersons',
      'covertVisits',
      'placesBelow',
      'documents',
      'documentCopies',
    ] as const;
    expect(ids.map((id) => found.value(id))).toEqual([4, 9, 1, 1, 3, 6]);
    expect(statistics(found, false)).toContain('调阅资料3类6件（册、卷、份）');
  });

  it('count problems that were adopted and clues that were handed over, by 件 and by people', () => {
    const paper = (state: string, focus: string, key = false) =>
      counted('workingPaper', { state, focus, key });
    const clue = (state: string, accused: string) => counted('clue', { state, accused });
    const found = figuresOf([
      ...['draft', 'toReview', 'sentBack', 'toSign', 'notAdopted'].map((state) => paper(state, 'F4')),
      ...['signed', 'reported', 'fedBack', 'rectifying', 'closed'].map((state, i) =>
        paper(state, i < 2 ? 'F1' : 'F2', i === 0),
      ),
      ...['drafted', 'studied', 'leaderSigned', 'sentBack'].map((state) => clue(state, '顾西洲')),
      ...['transferred', 'received', 'processing', 'concluded'].map((state) => clue(state, '施宁川、单田禾')),
    ]);
    const ids = [
      'problems',
      'aspects',
      'keyProblems',
      'workingPapers',
      'clues',
      'cluePersons',
      'cluesConcluded',
    ] as const;
    expect(ids.map((id) => found.value(id))).toEqual([5, 2, 1, 9, 4, 2, 1]);
  });

  it('count 立行立改 that was sent out, and of it what the unit has answered', () => {
    const found = figuresOf([
      counted('immediateOrder', { issuedOn: '2025-09-22', repliedOn: '2025-09-29' }),
      counted('immediateOrder', { issuedOn: '2025-09-25' }),
      counted('immediateOrder', { issuedOn: '2025-09-26' }),
      counted('immediateOrder', { repliedOn: '2025-09-29' }),
    ]);
    const ids = ['immediateOrders', 'immediateOrdersDone', 'immediateOrdersRate'] as const;
    expect(ids.map((id) => found.value(id))).toEqual([3, 1, 33]);
  });
});

/** Items of a problem that was fed back. */
const told = counted('workingPaper', { state: 'rectifying', focus: 'F1' }, { id: 'told' });
const item = (values: object, parent = 'told') => counted('rectificationItem', values, { parent });

describe('the rectification sentence', () => {
  const sentence = (records: readonly Entity[]) => plainText(rectificationSentence(figuresOf(records)));
  const items = [
    item({ state: 'done', systems: 1, recovered: 1.12, accountable: 1 }),
    item({ state: 'basicallyDone', recovered: 22.93 }),
    item({ state: 'inProgress' }),
    item({}),
  ];

  it('says all four states and what was achieved', () => {
    expect(sentence([told, ...items])).toBe(
      '巡察反馈1个问题，细化整改任务4项，已完成1项、基本完成1项、正在推进1项、未启动1项；建立完善制度1项，挽回损失24.05万元，追责问责1人次。',
    );
  });

  it('says only what there is: nothing of items where there are none', () => {
    expect(sentence([])).toBe('尚无反馈问题和整改任务。');
    expect(sentence([told])).toBe('巡察反馈1个问题，尚未细化整改任务。');
  });

  it('counts every item in one state, and none of a problem that the unit was not told of', () => {
    const draft = counted('workingPaper', { state: 'toSign' }, { id: 'draft' });
    const found = figuresOf([told, draft, ...items, item({ state: 'done' }, 'draft')]);
    const states = ['itemsDone', 'itemsBasicallyDone', 'itemsInProgress', 'itemsNotStarted'] as const;
    expect(found.value('items')).toBe(4);
    expect(states.map((id) => found.value(id))).toEqual([1, 1, 1, 1]);
    expect(found.value('itemsRate')).toBe(25);
  });

  it('holds a problem for put right when all of its items are', () => {
    const other = counted('workingPaper', { state: 'closed' }, { id: 'other' });
    const bare = counted('workingPaper', { state: 'fedBack' }, { id: 'bare' });
    const found = figuresOf([
      told,
      other,
      bare,
      item({ state: 'done' }),
      item({}),
      item({ state: 'done' }, 'other'),
    ]);
    const ids = ['problemsFedBack', 'problemsPutRight', 'problemsOpen', 'problemsRate'] as const;
    expect(ids.map((id) => found.value(id))).toEqual([3, 1, 2, 33]);
  });
});

describe('the published sentences', () => {
  it('say the instance that a county published: 19 and 6 of 25, 76%', () => {
    const numbers = {
      problemsFedBack: 25,
      problemsPutRight: 19,
      problemsOpen: 6,
      problemsRate: wholePercent(19, 25),
      punished: 2,
      reorganised: 1,
      admonished: 3,
      criticised: 4,
      orderedToReview: 1,
      reminded: 12,
      systems: 8,
      collected: 13.5,
    } as const;
    expect(plainText(publishedSentence(saying(numbers)))).toBe(
      '反馈问题25个，已完成19个、正在整改6个，完成率76%；政务处分2、组织处理1、诫勉3、批评教育4、责令检查1、提醒谈话12人；制度8项；追缴13.5万元。',
    );
    expect(plainText(publishedSentence(saying({})))).toBe('');
  });

  it('say the work of a report with households and people, and nothing that was not done', () => {
    const numbers = { interviews: 63, households: 21, visitedPersons: 40, aspects: 4, problems: 189 };
    const more = { immediateOrders: 32, advice: 26, clues: 2, cluePersons: 3 };
    expect(plainText(workSentence(saying({ ...numbers, ...more }), { clues: true }))).toBe(
      '个别谈话63人次，走访21户、走访40人次，发现问题4个方面189个，立行立改32个，意见建议26条，移交问题线索2件3人。',
    );
    expect(workSentence(saying({}), { clues: true })).toEqual([]);
  });

  it('count done and open so that they add up to what was fed back', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('done', 'inProgress', undefined), { maxLength: 12 }), (states) => {
        const papers = states.map((_, i) =>
          counted('workingPaper', { state: 'rectifying' }, { id: `paper-${i}` }),
        );
        const items = states.map((state, i) => item({ state }, `paper-${i}`));
        const found = figuresOf([...papers, ...items]);
        expect(found.value('problemsPutRight') + found.value('problemsOpen')).toBe(
          found.value('problemsFedBack'),
        );
      }),
    );
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

describe('a percentage', () => {
  it('is as published, 19 of 25 are 76%', () => {
    expect(wholePercent(19, 25)).toBe(76);
    expect(wholePercent(0, 0)).toBe(0);
  });

  it('is 100 where nothing is left and 0 where nothing is done, and never otherwise', () => {
    const parts = fc
      .integer({ min: 1, max: 2000 })
      .chain((all) => fc.tuple(fc.integer({ min: 0, max: all }), fc.constant(all)));
    fc.assert(
      fc.property(parts, ([part, all]) => {
        const share = wholePercent(part, all);
        expect(share === 100).toBe(part === all);
        expect(share === 0).toBe(part === 0);
        expect(Math.abs(share - (100 * part) / all)).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe('the problems that units answer for', () => {
  const paper = (code: string, state: string, signedOn?: string) =>
    counted('workingPaper', { code, state, ...(signedOn ? { signedOn } : {}) });
  const codes = (records: readonly Entity[]) =>
    figuresOf(records)
      .records('problemsFedBack')
      .map(({ values }) => values.code);
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
    expect(methodsOf(saying({}))).toEqual([]);
    expect(methodsOf(saying({ interviews: 1 }))).toEqual(['个别谈话']);
    expect(methodsOf(saying({ covertVisits: 1 }))).toEqual(['走访了解']);
    expect(methodsOf(whole)).toEqual([
      '召开座谈会',
      '个别谈话',
      '受理信访',
      '调阅资料',
      '问卷调查',
      '走访了解',
    ]);
  });
});

describe('a period', () => {
  const talks = ['2025-09-05', '2025-09-06', '2025-09-12', '2025-09-13', undefined].map((heldOn) =>
    counted('interview', { heldOn }),
  );
  const found = figuresOf(talks);
  const daysOf = (records: readonly Entity[]) => records.map(({ values }) => values.heldOn);

  it('includes both its ends', () => {
    const when = { from: '2025-09-06', to: '2025-09-12' } as const;
    expect(daysOf(found.records('interviews', when))).toEqual(['2025-09-06', '2025-09-12']);
    expect(found.value('interviews', when)).toBe(2);
  });

  it('that has no beginning holds what has no day, so that the last sum is the figure', () => {
    expect(daysOf(found.records('interviews', { to: '2025-09-06' }))).toEqual([
      '2025-09-05',
      '2025-09-06',
      undefined,
    ]);
    expect(found.value('interviews', { to: '2025-09-30' })).toBe(found.value('interviews'));
  });
});

/** Records of every kind that a figure counts, in two units, some of them drafts. */
const anyRecord = fc
  .record({
    kind: fc.constantFrom(...new Set(FIGURE_IDS.map((id) => figures[id].kind))),
    inspection: fc.constantFrom('inspection-1', 'inspection-2'),
    draft: fc.boolean(),
    values: fc.record(
      {
        state: fc.constantFrom(
          'signed',
          'rectifying',
          'draft',
          'done',
          'inProgress',
          'transferred',
          'reading',
        ),
        personTimes: fc.nat(5),
        persons: fc.nat(5),
        quantity: fc.nat(5),
        issued: fc.nat(90),
        valid: fc.nat(90),
        systems: fc.nat(3),
        recovered: fc.integer({ min: 0, max: 9999 }).map((n) => n / 100),
        method: fc.constantFrom('随机走访', '暗访', '下沉一级'),
        focus: fc.constantFrom('F1', 'F2'),
        issuedOn: fc.constant('2025-09-22'),
        heldOn: fc.constantFrom('2025-09-01', '2025-09-30'),
      },
      { requiredKeys: [] },
    ),
  })
  .map(({ kind, inspection, draft, values }) => {
    const parent = inspection === 'inspection-1' ? 'told' : 'other';
    const place = kind === 'rectificationItem' ? { inspection, parent } : { inspection };
    return draft ? recordOf(kind, values, place) : counted(kind, values, place);
  });
const papersToTell = [
  told,
  counted('workingPaper', { state: 'signed', focus: 'F2' }, { id: 'other', inspection: 'inspection-2' }),
];

describe('every figure', () => {
  const someRecords = fc.array(anyRecord, { maxLength: 25 });

  it('is what its records come to, and they are records of its unit that the reader sees and that count', () => {
    fc.assert(
      fc.property(someRecords, fc.constantFrom(...FIGURE_IDS), (some, id) => {
        const look = lookAt([...papersToTell, ...some]);
        const asked = { figure: id, scope: UNIT };
        const behind = recordsBehind(look, asked);
        const seen = look.list([figures[id].kind]);
        expect(valueOf(look, asked)).toBe(figures[id].value(behind, look));
        expect(figuresIn(look, UNIT).value(id)).toBe(valueOf(look, asked));
        for (const record of behind) {
          expect(seen).toContain(record);
          expect(record.inspection).toBe(UNIT.unit);
          expect(counts(record)).toBe(true);
        }
        // Nothing but the records makes the number: without them it is none.
        expect(figures[id].value([], look)).toBe(0);
      }),
    );
  });

  it('does not change by what the reader does not see', () => {
    fc.assert(
      fc.property(someRecords, (some) => {
        const hidden = (record: Entity) => record.inspection === 'inspection-2';
        const all = [...papersToTell, ...some];
        const seen = all.filter((record) => !hidden(record));
        const round = { round: 'round' } as const;
        for (const id of FIGURE_IDS) {
          const blinkered = figuresIn({ ...lookAt(seen) }, round).value(id);
          expect(blinkered).toBe(figuresIn(lookAt(all), UNIT).value(id));
        }
      }),
    );
  });

  it('of a round holds the records of its units, and of a team those of the units it inspects', () => {
    fc.assert(
      fc.property(someRecords, fc.constantFrom(...FIGURE_IDS), (some, figure) => {
        const look = lookAt([...papersToTell, ...some]);
        const idsOf = (scope: Parameters<typeof figuresIn>[1]) =>
          recordsBehind(look, { figure, scope })
            .map(({ id }) => id)
            .sort();
        const units = ['inspection-1', 'inspection-2'].flatMap((unit) => idsOf({ unit })).sort();
        expect(idsOf({ round: 'round' })).toEqual(units);
        expect(idsOf({ team: 'team' })).toEqual(units);
      }),
    );
  });

  it('says its name, how it is counted and where that comes from; its day is a day of its kind', () => {
    for (const id of FIGURE_IDS) {
      const { label, rule, source, day, kind } = figures[id];
      expect([id, label, rule].join()).toMatch(/^[a-zA-Z]+,[\u4e00-\u9fff]+,[^a-zA-Z]{8,}$/);
      expect(source).toMatch(/R\d|domain(-addendum)?\.md §/);
      if (day === undefined) continue;
      const field = (kinds[kind].fields as Readonly<Record<string, { info: { type: string } }>>)[day];
      expect([id, field?.info.type]).toEqual([id, 'date']);
    }
    expect(new Set(FIGURE_IDS.map((id) => figures[id].label)).size).toBe(FIGURE_IDS.length);
  });

  it('is told to nobody who may not read what it counts', () => {
    expect(figuresFor('leader')).toEqual(FIGURE_IDS);
    const kept = ['clues', 'cluePersons', 'cluesConcluded'];
    for (const role of ['member', 'office'] as const)
      expect(figuresFor(role)).toEqual(FIGURE_IDS.filter((id) => !kept.includes(id)));
  });
});
