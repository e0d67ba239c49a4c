import fc from 'fast-check';
import { letterOf } from '../../../src-shared/domain/question-options';
import { readQuestions } from '../../../src-shared/domain/question-paste';

const read = (...lines: string[]) => readQuestions(lines.join('\n'));

describe('questions of a questionnaire pasted from Word', () => {
  it('are read with their options, whether these stand on lines of their own or behind one another', () => {
    const { questions, left } = read(
      '某县委巡察组调查问卷',
      '说明：本问卷不记名，请在所选项打“√”。',
      '一、对领导班子的评价',
      '1．您对领导班子的总体评价是（　　）',
      'A．好　　B．较好　　C．一般　　D．差',
      '2、您认为哪些方面问题突出？（多选，限选3项）',
      'A.形式主义',
      'B.官僚主义',
      'C.享乐主义',
      'D.没有突出问题',
      '二、其他',
      '3.本单位是否公开“三重一大”事项：A.是 B.否',
      '4.您所在科室：______',
      '5.您对本单位有哪些意见建议？',
      '________________',
    );
    expect(questions).toEqual([
      { type: 'single', stem: '您对领导班子的总体评价是', options: ['好', '较好', '一般', '差'] },
      {
        type: 'multiple',
        stem: '您认为哪些方面问题突出？',
        options: ['形式主义', '官僚主义', '享乐主义', '没有突出问题'],
        limit: 3,
      },
      { type: 'trueFalse', stem: '本单位是否公开“三重一大”事项：', options: [] },
      { type: 'blank', stem: '您所在科室：______', options: [] },
      { type: 'essay', stem: '您对本单位有哪些意见建议？', options: [] },
    ]);
    expect(left).toEqual([
      '某县委巡察组调查问卷',
      '说明:本问卷不记名，请在所选项打“√”。'.replace(':', '：'),
      '一、对领导班子的评价',
      '二、其他',
    ]);
  });

  it.each([
    ['（单选）', 'single', undefined],
    ['（多选）', 'multiple', undefined],
    ['【多选题】', 'multiple', undefined],
    ['（可多选，最多选两项）', 'multiple', 2],
    ['(限选2项)', 'multiple', 2],
    ['（不定项选择）', 'multiple', undefined],
  ])('%s says the type', (mark, type, limit) => {
    expect(read(`1.甲事如何${mark}`, 'A、好', 'B、差', 'C、不好说').questions).toEqual([
      { type, stem: '甲事如何', options: ['好', '差', '不好说'], ...(limit ? { limit } : {}) },
    ]);
  });

  it.each([
    ['（填空）', 'blank'],
    ['（简答题）', 'essay'],
    ['（判断）', 'trueFalse'],
    ['（量表）', 'scale'],
  ])('%s says the type of a question without options', (mark, type) => {
    expect(read(`第1题 甲事如何？${mark}`).questions).toEqual([{ type, stem: '甲事如何？', options: [] }]);
  });

  it('keep the author’s options where the type said has others', () => {
    expect(read('1.甲事如何（判断）', 'A.对', 'B.错').questions).toEqual([
      { type: 'single', stem: '甲事如何', options: ['对', '错'] },
    ]);
    expect(read('1.甲事如何（判断）', 'A.是', 'B.否').questions[0]).toMatchObject({
      type: 'trueFalse',
      options: [],
    });
  });

  it('are read where the numbers are Chinese, the letters full-width, the options boxed or circled', () => {
    expect(
      read('一、甲事如何？', 'Ａ．好', 'Ｂ．差', '二、乙事如何？', 'Ａ．好', 'Ｂ．差').questions,
    ).toHaveLength(2);
    expect(read('1.甲事如何？', '□好 □较好 □差').questions[0]?.options).toEqual(['好', '较好', '差']);
    expect(read('1.甲事如何？', '①好 ②较好').questions[0]?.options).toEqual(['好', '较好']);
    expect(read('（1）甲事如何？', '（A）好（B）差').questions[0]?.options).toEqual(['好', '差']);
  });

  it('keep what only looks like a number or a letter', () => {
    expect(read('1.2024年经费比2023年增加1.5倍，您是否了解？').questions[0]?.stem).toBe(
      '2024年经费比2023年增加1.5倍，您是否了解？',
    );
    expect(read('1.甲事如何？', 'A.推行APP、B超等设备', 'B.没有').questions[0]?.options).toEqual([
      '推行APP、B超等设备',
      '没有',
    ]);
  });

  it('go on over a line that Word has broken', () => {
    expect(
      read('1.您对本单位落实中央八项规定精神、', '纠治“四风”的评价', 'A.好', 'B.差').questions[0]?.stem,
    ).toBe('您对本单位落实中央八项规定精神、纠治“四风”的评价');
  });

  it('come back as they were written out, in either layout', () => {
    const word = fc.string({
      unit: fc.constantFrom(...'领导班子作风评价很好较差了解公开'),
      minLength: 2,
      maxLength: 12,
    });
    const question = fc.record({
      stem: word,
      options: fc.uniqueArray(word, { minLength: 2, maxLength: 8 }),
      inLine: fc.boolean(),
      several: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(question, { minLength: 1, maxLength: 6 }), (asked) => {
        const text = asked.flatMap(({ stem, options, inLine, several }, i) => {
          const lettered = options.map((option, at) => `${letterOf(at)}．${option}`);
          return [
            `${i + 1}．${stem}${several ? '（多选）' : '（单选）'}`,
            ...(inLine ? [lettered.join('\t')] : lettered),
          ];
        });
        expect(read(...text)).toEqual({
          questions: asked.map(({ stem, options, several }) => ({
            type: several ? 'multiple' : 'single',
            stem,
            options,
          })),
          left: [],
        });
      }),
    );
  });

  it('never lose a line of whatever is pasted, and never fail', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'甲乙A B.、（）1２\n\t□①_多选'), maxLength: 120 }),
        (text) => {
          const { questions, left } = readQuestions(text);
          const letters = (words: string) => words.replace(/[^甲乙]/g, '').length;
          const kept = [...questions.flatMap(({ stem, options }) => [stem, ...options]), ...left].join('');
          expect(letters(kept)).toBe(letters(text));
        },
      ),
    );
  });
});
