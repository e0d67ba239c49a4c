/**
 * Papers with planted people and texts, in spellings that this test invents: none is through. Honest papers with words that
 * are names too: none is corrupted, none is blocked for good. The paper's own records and the guard of the finished file are
 * asked; Word itself is made in the other tests.
 */
import fc from 'fast-check';
import { clearingFor } from '../../../src-main/services/papers/clearing';
import { decideNames } from '../../../src-main/services/papers/name-decisions';
import { save } from '../../../src-main/services/records';
import { recordsOfInspection } from '../../../src-main/services/papers/source';
import type { OpenWorkspace } from '../../../src-main/services/workspace';
import { inspectionOf, numbered, sampleCopy, useDesk } from './desk';

const round = sampleCopy();
for (const clue of round.clues) clue.办理状态 = '草拟';

const SURNAMES = [...'王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗郑梁谢宋唐许韩冯邓曹彭'];
const GIVEN = [...'伟芳娜敏静磊军洋勇艳杰娟涛超霞斌桂鑫燕玲婷鹏博凯琳颖倩帅旭晗'];
const TRADITIONAL: Record<string, string> = {
  张: '張',
  刘: '劉',
  陈: '陳',
  杨: '楊',
  黄: '黃',
  赵: '趙',
  吴: '吳',
  孙: '孫',
  马: '馬',
  罗: '羅',
  郑: '鄭',
  谢: '謝',
  许: '許',
  韩: '韓',
  冯: '馮',
  邓: '鄧',
  伟: '偉',
  军: '軍',
  艳: '艷',
  杰: '傑',
  涛: '濤',
  鹏: '鵬',
  凯: '凱',
  颖: '穎',
  帅: '帥',
};
/** Three characters, none of which makes a word with its neighbour. */
const personName = fc
  .tuple(fc.constantFrom(...SURNAMES), fc.constantFrom(...GIVEN), fc.constantFrom(...GIVEN))
  .map((parts) => parts.join(''));

/** How a hand may part, hide or dress the characters of a name. */
const between = fc.constantFrom(
  '',
  '',
  ' ',
  '\u3000',
  '\u00a0',
  '\u200b',
  '\u200d',
  '\u2060',
  '\ufeff',
  '\u00ad',
  '·',
  '•',
  '‧',
  '．',
  '-',
  '—',
  '_',
  '*',
  '\u2063',
  '\u180e',
  '\u034f',
  '\ufe0f',
  '\u2800',
  '\u3164',
  '、',
  '\n',
  '/',
);
const spelled = (name: string) =>
  fc
    .tuple(fc.array(between, { minLength: 2, maxLength: 2 }), fc.boolean(), fc.boolean())
    .map(([gaps, traditional, marked]) =>
      [...name]
        .map((character, i) => {
          const drawn = traditional ? (TRADITIONAL[character] ?? character) : character;
          return drawn + (marked && i === 0 ? '\u0323' : '') + (gaps[i] ?? '');
        })
        .join(''),
    );
/** How a field may hold it. */
const dressed = (name: string) =>
  fc.constantFrom(
    `${name}`,
    `${name}、孟浩然`,
    `孟浩然 ${name}`,
    `村民${name}`,
    `${name}（会计）`,
    `${name}等5人`,
    `实名：${name}`,
    `孟浩然/${name}`,
    `${name}13800138000`,
    `匿名（疑为${name}）`,
    `原水利站站长${name}`,
    `1.${name} 2.孟浩然`,
    `${name}；孟浩然`,
    `${name}，女，45岁`,
    `孟浩然及${name}`,
    `举报人${name}`,
  );
const FIELDS = [
  ['petition', 'XF-01', 'reporter'],
  ['petition', 'XF-05', 'reporter'],
  ['clue', 'XS-02', 'accused'],
  ['interview', 'T02', 'interviewee'],
  ['petition', 'XF-02', 'reported'],
] as const;

const SECRETS = [
  '涉嫌虚报冒领困难群众临时救助资金并用于支付个人欠款和日常开销',
  '将集体仓库低价出租给村主任的亲戚办厂且三年未收取租金',
  '利用职务便利为特定关系人承揽河道清淤工程提供帮助',
];
const SIGNS = ['', '', '，', '、', '；', ' ', '\u200b', '（', '——', '\n', '·'];

describe('generated papers', () => {
  const desk = useDesk(JSON.stringify(round));
  let workspace: OpenWorkspace;
  let inspection: string;
  let feedback: string;
  beforeAll(() => {
    workspace = desk.open();
    inspection = inspectionOf(workspace, 'U1').id;
    feedback = workspace.index.children(inspection, 'feedback')[0]!.id;
  });
  const set = (kind: string, code: string, values: Record<string, string>) =>
    save(workspace, { kind, id: numbered(workspace, kind, code).id, set: values });

  /** What leaves of a text, and what is asked about it first. */
  function clear(text: string) {
    save(workspace, { kind: 'feedback', id: feedback, set: { overview: text } });
    const clearing = clearingFor(
      workspace.index,
      recordsOfInspection(workspace.index, inspection, '2026-03-20'),
      'approved',
    );
    const words = clearing.words(workspace.index.get(feedback), 'overview');
    return { words, undecided: clearing.undecided };
  }
  /** What leaves of a text, or undefined where the paper is refused. */
  function leaves(text: string): string | undefined {
    const { words, undecided } = clear(text);
    return undecided.length > 0 ? undefined : words;
  }
  /** Hanzi alone, simplified by this test's own table: how a reader would read a name. */
  const simple = new Map(Object.entries(TRADITIONAL).map(([plain, dressedUp]) => [dressedUp, plain]));
  const read = (text: string) =>
    [...text.normalize('NFKC')]
      .map((c) => simple.get(c) ?? c)
      .filter((c) => /\p{Script=Han}/u.test(c))
      .join('');

  it('1,000 with a person of a record in them: 0 through', () => {
    let masked = 0;
    fc.assert(
      fc.property(
        personName.chain((name) => fc.tuple(fc.constant(name), dressed(name), spelled(name))),
        fc.constantFrom(...FIELDS),
        fc.constantFrom(
          '据#反映，有关记录系补写。',
          '#在座谈会上称未见过合同',
          '经查，#经手该项目。',
          '由#、孟郊签字',
          '（#）',
        ),
        ([name, field, spelling], [kind, code, at], sentence) => {
          set(kind, code, { [at]: field });
          const out = leaves(sentence.replace('#', spelling));
          if (out !== undefined) masked += 1;
          return out === undefined || !read(out).includes(name);
        },
      ),
      { numRuns: 700, seed: 20260320 },
    );
    // Asking about everything would let nothing through either.
    expect(masked).toBeGreaterThan(400);
  });

  it('with a run of a secret text in them, signs changed and traditional: 0 through', () => {
    set('clue', 'XS-02', { content: SECRETS[0]! });
    set('petition', 'XF-05', { content: SECRETS[1]! });
    const pry = workspace.index.list('pryReport')[0]!;
    save(workspace, { kind: 'pryReport', id: pry.id, set: { content: SECRETS[2]! } });
    fc.assert(
      fc.property(
        fc.constantFrom(...SECRETS),
        fc.nat(10),
        fc.integer({ min: 12, max: 20 }),
        fc.array(fc.constantFrom(...SIGNS), { minLength: 20, maxLength: 20 }),
        (secret, start, length, signs) => {
          const from = Math.min(start, secret.length - length);
          const run = [...secret.slice(from, from + length)].map((c, i) => c + signs[i]).join('');
          return leaves(`经查，${run}的问题`) === undefined;
        },
      ),
      { numRuns: 300, seed: 20260320 },
    );
  });

  it('200 honest ones with words that are names too: none corrupted, none blocked for good', () => {
    const awkward = [
      '高峰',
      '向前',
      '安全',
      '建设',
      '和平',
      '向阳',
      '水利',
      '整改',
      '问题',
      '高兴',
      '马上',
      '黄河',
      '李建',
      '平安',
      '文明',
      '常青',
      '金山',
      '石桥',
    ];
    const honest = [
      '用水高峰期供水不足',
      '工作向前推进不力',
      '安全生产责任制未落实',
      '建设资金缺口大',
      '和平街道办未公示',
      '向阳村3组未验收',
      '水利工程未完工',
      '整改不到位',
      '问题台账缺失',
      '群众高兴地领取补贴',
      '马上就办落实不力',
      '黄河流域治理滞后',
      '李建国担任组长',
      '平安建设未考核',
      '文明实践站闲置',
      '常青树种植未验收',
      '金山银山理念不牢',
      '石桥坪镇未部署',
      '采购XS2025型水泵3台',
      '华为XS5000交换机未入账',
      '上级移交问题线索4件',
      '购置XS尺码工作服',
    ];
    set('clue', 'XS-02', { content: '—' });
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.constantFrom(...awkward), { minLength: 1, maxLength: 6 }),
        fc.uniqueArray(fc.constantFrom(...honest), { minLength: 1, maxLength: 6 }),
        (names, sentences) => {
          set('petition', 'XF-01', { reporter: names.join('、') });
          const text = `${sentences.join('。')}。`;
          const said = clear(text).undecided.map(({ word, sentence }) => ({
            word,
            sentence,
            is: 'word' as const,
          }));
          if (said.length > 0) decideNames(workspace, inspection, said);
          expect(leaves(text)).toBe(text);
        },
      ),
      { numRuns: 200, seed: 20260320 },
    );
  });
});
