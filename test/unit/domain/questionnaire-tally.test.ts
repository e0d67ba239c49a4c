import fc from 'fast-check';
import type { Entity } from '../../../src-shared/domain/define';
import { kinds } from '../../../src-shared/domain/kinds';
import {
  handTallyOf,
  questionsOf,
  sourcesOf,
  tallyQuestionnaire,
} from '../../../src-shared/domain/questionnaire-tally';
import { issuesOf } from '../../../src-shared/domain/validate';
import { lookup, recordOf } from './records';

const form = recordOf('questionnaire', { name: '干部职工问卷' }, { id: 'q', parent: 'round' });
const asked = (id: string, position: number | undefined, values: object) =>
  recordOf('question', { position, ...values }, { id, parent: 'q' });
const QUESTIONS = [
  asked('q3', 3, { type: 'essay', stem: '建议' }),
  asked('q1', 1, { type: 'single', stem: '评价', options: ['好', '差'] }),
  asked('q2', 2, { type: 'multiple', stem: '问题', options: ['甲', '乙', '丙'] }),
];
const unit = (id: string, enterOn: string | undefined, round = 'round') =>
  recordOf('inspection', { unit: `${id}-name`, enterOn }, { id, parent: round });
const batch = (id: string, parent: string, valid: number, questionnaire = 'q') =>
  recordOf('responseBatch', { questionnaire, issued: valid + 2, returned: valid + 1, valid }, { id, parent });
const sheet = (parent: string, number: number, answers: readonly string[], keying?: boolean) =>
  recordOf('responseSheet', { number, answers, ...(keying === undefined ? {} : { keying }) }, { parent });
const hand = (parent: string, question: string, votes: number[], unanswered = 0, id?: string) =>
  recordOf('questionTally', { question, votes, unanswered }, { parent, ...(id ? { id } : {}) });

const UNITS = [unit('later', '2026-03-09'), unit('first', '2026-03-01'), unit('unsaid', undefined)];
const counted = (...records: Entity[]) => tallyQuestionnaire('q', lookup([form, ...QUESTIONS, ...records]));
const lineOf = (tally: ReturnType<typeof counted>, question: number, words: string) =>
  tally.questions[question]!.lines.find((line) => line.words === words);

describe('the tally of a questionnaire', () => {
  const records = [
    ...UNITS,
    batch('b1', 'first', 3),
    sheet('b1', 2, ['B', 'AC', '多公开']),
    sheet('b1', 1, ['A', 'A', '少开会']),
    sheet('b1', 3, ['A', '', ' ']),
    batch('b2', 'later', 5),
    hand('b2', 'q1', [3, 1], 0),
  ];

  it('counts each unit in the order of entry, and all of them together', () => {
    const tally = counted(...records);
    expect(tally).toMatchObject({ units: ['first', 'later'], issued: 12, returned: 10, valid: 8 });
    expect(lineOf(tally, 0, 'A 好')).toEqual({
      words: 'A 好',
      byUnit: [
        { votes: 2, percent: '66.7%' },
        { votes: 3, percent: '60.0%' },
      ],
      total: { votes: 5, percent: '62.5%' },
    });
    expect(lineOf(tally, 1, 'A 甲')?.total).toEqual({ votes: 2, percent: '25.0%' });
    expect(lineOf(tally, 1, '未答')?.total.votes).toBe(1);
  });

  it('takes the questions in the order of the paper, which is that of the answers', () => {
    expect(questionsOf('q', lookup(QUESTIONS)).map(({ id }) => id)).toEqual(['q1', 'q2', 'q3']);
    expect(counted(...records).questions.map(({ question }) => question.values.stem)).toEqual([
      '评价',
      '问题',
      '建议',
    ]);
  });

  it('says with the unit what does not add up', () => {
    expect(counted(...records).questions[0]!.problems).toEqual([
      { unit: 'later', message: '各选项与未答合计4，与有效份数5不符，请核对或用“未答”平账' },
    ]);
  });

  it('leaves out other questionnaires and other rounds, and is empty where nothing was handed out', () => {
    const elsewhere = unit('elsewhere', '2026-01-01', 'another round');
    const tally = counted(
      ...records,
      batch('b3', 'first', 99, 'other'),
      elsewhere,
      batch('b4', 'elsewhere', 9),
    );
    expect(tally).toMatchObject({ units: ['first', 'later'], valid: 8 });
    expect(counted(...UNITS)).toMatchObject({ units: [], valid: 0 });
    expect(tallyQuestionnaire('no such', lookup(records)).questions).toEqual([]);
  });

  it('puts a unit whose day of entry is not known last', () => {
    expect(counted(...UNITS, batch('b1', 'unsaid', 1), batch('b2', 'later', 1)).units).toEqual([
      'later',
      'unsaid',
    ]);
  });
});

describe('answers in words', () => {
  const sheets = (parent: string, ...answers: string[]) =>
    answers.map((words, i) => sheet(parent, i + 1, ['A', '', words]));

  it('are listed once each, the most frequent first, with who wrote them how often', () => {
    const tally = counted(
      ...UNITS,
      batch('b1', 'first', 3),
      ...sheets('b1', '少开会', '多公开', '多公开 '),
      batch('b2', 'later', 2),
      ...sheets('b2', '多公开', ''),
    );
    expect(tally.questions[2]!.answers).toEqual([
      {
        words: '多公开',
        count: 3,
        byUnit: [
          { unit: 'first', count: 2 },
          { unit: 'later', count: 1 },
        ],
      },
      { words: '少开会', count: 1, byUnit: [{ unit: 'first', count: 1 }] },
    ]);
    expect(tally.questions[0]!.answers).toEqual([]);
  });

  it('count as answered where they were keyed, or as a hand count leaves', () => {
    const tally = counted(
      ...UNITS,
      batch('b1', 'first', 10),
      ...sheets('b1', '多公开', ''),
      batch('b2', 'later', 6),
      recordOf('questionTally', { question: 'q3', unanswered: 4 }, { parent: 'b2' }),
      batch('b3', 'unsaid', 7),
    );
    expect(lineOf(tally, 2, '已答')?.byUnit.map(({ votes }) => votes)).toEqual([1, 2, 0]);
    expect(lineOf(tally, 2, '未答')?.byUnit.map(({ votes }) => votes)).toEqual([1, 4, 0]);
  });

  it('stand as the groups that they were sorted into by hand', () => {
    const sorted = recordOf(
      'questionTally',
      { question: 'q3', coded: ['政务公开', '会风'], votes: [3, 1], unanswered: 4 },
      { parent: 'q' },
    );
    const { lines, sorted: groups } = counted(...UNITS, batch('b1', 'first', 8), sorted).questions[2]!;
    expect(lines).toEqual([]);
    expect(groups).toEqual([
      { words: '政务公开', votes: 3, percent: '37.5%' },
      { words: '会风', votes: 1, percent: '12.5%' },
      { words: '已答', votes: 4, percent: '50.0%' },
      { words: '未答', votes: 4, percent: '50.0%' },
    ]);
  });
});

describe('a sheet that is still being keyed', () => {
  const answer = fc.constantFrom('A', 'b', 'C', 'AC', '', 'Z9', '多公开');
  const answers = fc.array(answer, { maxLength: 4 });
  const some = fc.array(fc.tuple(fc.constantFrom('b1', 'b2'), answers), { maxLength: 8 });
  const base = [...UNITS, batch('b1', 'first', 3), batch('b2', 'later', 5), hand('b2', 'q1', [3, 1], 1)];

  it('never changes a tally, nor what counts of its batch, nor what the batch complains of', () => {
    fc.assert(
      fc.property(some, some, (finished, unfinished) => {
        const kept = [...base, ...finished.map(([parent, given], i) => sheet(parent, i, given))];
        const more = [...kept, ...unfinished.map(([parent, given], i) => sheet(parent, i, given, true))];
        expect(counted(...more)).toEqual(counted(...kept));
        for (const one of [base[3]!, base[4]!]) {
          expect(sourcesOf(one.id, lookup(more))).toEqual(sourcesOf(one.id, lookup(kept)));
          expect(issuesOf(kinds.responseBatch, one, lookup(more))).toEqual(
            issuesOf(kinds.responseBatch, one, lookup(kept)),
          );
        }
      }),
    );
  });

  it('counts from the moment it is finished', () => {
    const one = (keying?: boolean) => counted(...base, sheet('b1', 1, ['A'], keying));
    expect(lineOf(one(true), 0, 'A 好')?.byUnit[0]!.votes).toBe(0);
    expect(lineOf(one(false), 0, 'A 好')?.byUnit[0]!.votes).toBe(1);
    expect(lineOf(one(), 0, 'A 好')?.byUnit[0]!.votes).toBe(1);
  });

  it('says so in its title', () => {
    const title = kinds.responseSheet.title as (values: object) => string;
    expect([title({ number: 3, keying: true }), title({ number: 3 })]).toEqual(['第3份（录入中）', '第3份']);
  });
});

describe('what a batch has to count', () => {
  it('is its finished sheets, and any figure that was counted by hand', () => {
    const empty = recordOf('questionTally', { question: 'q1', votes: [] }, { parent: 'b1' });
    expect(sourcesOf('b1', lookup([sheet('b1', 1, []), sheet('b1', 2, [], true), empty]))).toEqual({
      sheets: 1,
      hand: false,
    });
    expect(sourcesOf('b1', lookup([hand('b1', 'q1', [], 0)]))).toEqual({ sheets: 0, hand: true });
  });

  it('is the same one of two hand counts, whichever came first', () => {
    const two = [hand('b1', 'q1', [1], 0, 'y'), hand('b1', 'q1', [2], 0, 'x'), hand('b1', 'q2', [3], 0, 'a')];
    for (const records of [two, [...two].reverse()]) {
      expect(handTallyOf('b1', 'q1', lookup(records))?.values.votes).toEqual([2]);
    }
    expect(handTallyOf('b1', 'q3', lookup(two))).toBeUndefined();
  });
});
