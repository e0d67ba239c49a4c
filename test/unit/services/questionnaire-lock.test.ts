/** Answers belong to questions and options, not to places in a row: whatever is done to the questions afterwards. */
import fc from 'fast-check';
import fs from 'node:fs';
import path from 'node:path';
import { remove, restore, save, ruleContext } from '../../../src-main/services/records';
import { questionsOf, tallyQuestionnaire } from '../../../src-shared/domain/questionnaire-tally';
import { formLines } from '../../../src-shared/domain/questionnaire-form';
import type { Entity } from '../../../src-shared/domain/define';
import type { FieldValue } from '../../../src-shared/merge/change';
import { draftEdit, draftRemove } from '../../../src-shared/merge/registers';
import { failure, inspectionOf, SAMPLE_TEXT, useDesk } from './desk';
import { lookup, recordOf } from '../domain/records';

const desk = useDesk(SAMPLE_TEXT);
let workspace: ReturnType<typeof desk.open>;
beforeAll(() => (workspace = desk.open()));

const make = (kind: string, parent: string, set: Record<string, FieldValue>) =>
  save(workspace, { kind, parent, set }).id;
const edit = (kind: string, id: string, set: Record<string, FieldValue>) =>
  save(workspace, { kind, id, set });

/** A questionnaire as it was keyed in cases/04: 作风 4 / 1 / 0, 公开 1 / 1 / 3. */
function keyed({ sheets = true } = {}) {
  const round = workspace.index.list('round')[0]!.id;
  const form = make('questionnaire', round, { name: '问卷' });
  const ask = (stem: string, position: number) =>
    make('question', form, { type: 'single', stem, position, options: ['满意', '一般', '不满意'] });
  const style = ask('作风', 1);
  const openness = ask('公开', 2);
  const batch = make('responseBatch', inspectionOf(workspace, 'U1').id, {
    questionnaire: form,
    handedOutOn: '2025-09-10',
    issued: 5,
    returned: 5,
    valid: 5,
  });
  const rows = fs
    .readFileSync(path.join(__dirname, '../../fixtures/typed/sheets.csv'), 'utf8')
    .trim()
    .split(/\r?\n/)
    .slice(1)
    .map((row) => row.split(',').slice(-2));
  if (sheets) rows.forEach((answers, i) => make('responseSheet', batch, { number: i + 1, answers }));
  else {
    make('questionTally', batch, { question: style, votes: [4, 1, 0], unanswered: 0 });
    make('questionTally', batch, { question: openness, votes: [1, 1, 3], unanswered: 0 });
  }
  return { form, style, openness, batch };
}

const figures = (form: string) =>
  Object.fromEntries(
    tallyQuestionnaire(form, ruleContext(workspace)).questions.map(({ question, lines }) => [
      question.values.stem,
      lines.map(({ words, total }) => `${words} ${total.votes}`),
    ]),
  );
const RIGHT = {
  作风: ['A 满意 4', 'B 一般 1', 'C 不满意 0', '未答 0'],
  公开: ['A 满意 1', 'B 一般 1', 'C 不满意 3', '未答 0'],
};

describe.each([
  ['答卷', { sheets: true }, '已录入5份答卷'],
  ['票数', { sheets: false }, '已按题录入2题票数'],
])('once %s were keyed', (_what, how, words) => {
  it('moving, adding and deleting of questions and options is refused with words, and the figures stay', async () => {
    const { form, style, openness } = keyed(how);
    expect(figures(form)).toEqual(RIGHT);
    const acts: (() => unknown)[] = [
      () => edit('question', style, { position: 2 }),
      () => edit('question', openness, { position: 0 }),
      () => edit('question', style, { type: 'multiple' }),
      () => edit('question', style, { options: ['一般', '不满意'] }),
      () => edit('question', style, { options: ['非常满意', '满意', '一般', '不满意'] }),
      () => edit('question', style, { options: ['一般', '满意', '不满意'] }),
      () => edit('question', style, { options: ['一般', '不满意', '说不清'] }),
      () => edit('question', style, { options: null }),
      () => make('question', form, { type: 'single', stem: '了解', position: 0, options: ['是', '否'] }),
      () => remove(workspace, { id: style, reason: '多余' }),
      () => remove(workspace, { id: form, reason: '多余' }),
    ];
    for (const act of acts) {
      const { code, message } = await failure(act);
      expect(code).toBe('RECORD_LOCKED');
      if (!message.includes('问卷不能删除')) expect(message).toContain(words);
    }
    expect(figures(form)).toEqual(RIGHT);
  });

  it('wording is corrected, and the figures stay with it', () => {
    const { form, style } = keyed(how);
    edit('question', style, { stem: '干部作风', options: ['很满意', '一般', '不满意'] });
    expect(figures(form)).toEqual({
      干部作风: ['A 很满意 4', 'B 一般 1', 'C 不满意 0', '未答 0'],
      公开: RIGHT.公开,
    });
  });

  it('what another laptop did to the questions meanwhile turns nothing round', () => {
    const { form, style, openness } = keyed(how);
    const commit = (id: string, change: object, action: 'edit' | 'remove' = 'edit') =>
      workspace.commit([
        {
          author: 'other',
          at: '2025-09-11T08:00:00.000Z',
          kind: 'question',
          recordId: id,
          action,
          ...(change as { set: Record<string, FieldValue>; replaces: Record<string, string[]> }),
        } as never,
      ]);
    commit(style, draftEdit(workspace.state(style)!, { position: 9 }));
    commit(style, draftEdit(workspace.state(style)!, { options: ['非常满意', '满意', '一般', '不满意'] }));
    expect(figures(form)).toEqual({
      公开: RIGHT.公开,
      作风: ['A 非常满意 0', 'B 满意 4', 'C 一般 1', 'D 不满意 0', '未答 0'],
    });
    commit(openness, draftRemove(workspace.state(openness)!), 'remove');
    expect(Object.keys(figures(form))).toContain(how.sheets ? '（题目已删除）' : '作风');
  });
});

it('before anything was keyed, questions are free', () => {
  const round = workspace.index.list('round')[0]!.id;
  const form = make('questionnaire', round, { name: '问卷' });
  const id = make('question', form, { type: 'single', stem: '题', position: 1, options: ['甲', '乙'] });
  edit('question', id, { position: 3, options: ['乙', '甲', '丙'], type: 'multiple' });
  remove(workspace, { id, reason: '重写' });
  restore(workspace, id);
  expect(workspace.index.get(id)!.values.options).toEqual(['乙', '甲', '丙']);
});

it('the votes of the sample, kept before forms were, stay as they are and lock their questions', async () => {
  const [form] = workspace.index.list('questionnaire');
  const [first] = questionsOf(form!.id, ruleContext(workspace));
  const { code } = await failure(() => edit('question', first!.id, { position: 7 }));
  expect(code).toBe('RECORD_LOCKED');
});

describe('the tally of any questionnaire', () => {
  const LETTERS = ['A', 'B', 'C', 'D'];
  const option = fc.constantFrom('甲', '乙', '丙', '丁', '戊');
  const asked = fc.uniqueArray(option, { minLength: 2, maxLength: 4 });

  it('gives each wording the votes that it was given, in whatever order questions and options stand later', () => {
    fc.assert(
      fc.property(
        fc.array(asked, { minLength: 1, maxLength: 4 }).chain((options) =>
          fc.record({
            options: fc.constant(options),
            sheets: fc.array(fc.tuple(...options.map((one) => fc.nat({ max: one.length - 1 }))), {
              maxLength: 6,
            }),
            order: fc.shuffledSubarray(
              options.map((_, i) => i),
              { minLength: options.length },
            ),
            later: fc.tuple(...options.map((one) => fc.shuffledSubarray(one, { minLength: one.length }))),
          }),
        ),
        ({ options, sheets, order, later }) => {
          const form = recordOf('questionnaire', {}, { id: 'f', parent: 'r' });
          const question = (i: number, position: number, own: readonly string[]) =>
            recordOf(
              'question',
              { type: 'single', stem: `题${i}`, position, options: own },
              { id: `q${i}`, parent: 'f' },
            );
          const before = options.map((own, i) => question(i, i, own));
          const records: Entity[] = [
            form,
            recordOf('inspection', {}, { id: 'u', parent: 'r' }),
            recordOf(
              'responseBatch',
              { questionnaire: 'f', valid: sheets.length, form: formLines(before as never) },
              { id: 'b', parent: 'u' },
            ),
            ...sheets.map((sheet, n) =>
              recordOf(
                'responseSheet',
                { number: n, answers: sheet.map((i) => LETTERS[i]!) },
                { parent: 'b' },
              ),
            ),
            ...options.map((_, i) => question(i, order.indexOf(i), later[i]!)),
          ];
          for (const { question: one, lines } of tallyQuestionnaire('f', lookup(records)).questions) {
            const i = Number(one.id.slice(1));
            for (const words of options[i]!) {
              const given = sheets.filter((sheet) => options[i]![sheet[i]!] === words).length;
              expect(lines.find((line) => line.words.endsWith(words))?.total.votes).toBe(given);
            }
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});
