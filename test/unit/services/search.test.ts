import { save } from '../../../src-main/services/records';
import { find } from '../../../src-main/services/search';
import { fold, holdsAll, wordsIn } from '../../../src-shared/domain/searching';
import { inspectionOf, SAMPLE_TEXT, useDesk } from './desk';

const desk = useDesk(SAMPLE_TEXT);

describe('search', () => {
  let talk: string;
  const hits = (text: string) => {
    const workspace = desk.open();
    return find(workspace.index, workspace.sight(), text, 50);
  };
  beforeAll(() => {
    const workspace = desk.open();
    const parent = inspectionOf(workspace, 'U1').id;
    talk = save(workspace, {
      kind: 'interview',
      parent,
      set: { interviewee: '张怀民', post: '炊事员', heldOn: '2025-09-20', place: '后厨⾦库' },
    }).id;
    save(workspace, {
      kind: 'exchange',
      parent: talk,
      set: { position: 1, question: '食堂谁采购', answer: '没有公开' },
    });
  });

  it('finds several words at once, in a row and in the record it stands in, and says whose and when', () => {
    const [hit] = hits('食堂 张怀民');
    expect(hit).toMatchObject({ kind: 'exchange', field: 'question' });
    expect(hit!.where).toMatch(/张怀民 炊事员 2025-09-20$/);
    expect(hits('张怀民 食堂')).toHaveLength(1);
    expect(hits('食堂 没有这个词')).toEqual([]);
  });

  it('finds the words of a dictionary and of every choice, as the screen says them', () => {
    const workspace = desk.open();
    const [paper] = workspace.index.list('workingPaper').filter(({ values }) => values.focus === 'F2');
    const found = hits('聚焦群众身边').find(({ id }) => id === paper!.id);
    expect(found).toMatchObject({ field: 'focus' });
    expect(found!.excerpt.slice(found!.from, found!.to)).toBe('聚焦群众身边');
    expect(hits('F2').map(({ field }) => field)).not.toContain('focus');
    const again = desk.open();
    const round = again.index.list('round')[0]!.id;
    const set = { dictionary: 'focus', entryCode: 'F2', label: '聚焦群众急难愁盼' };
    save(again, { kind: 'dictionaryEntry', parent: round, set });
    expect(hits('急难愁盼').map(({ id }) => id)).toContain(paper!.id);
    const [item] = workspace.index
      .list('rectificationItem')
      .filter(({ values }) => values.state === 'inProgress');
    expect(hits('正在推进').map(({ id }) => id)).toContain(item!.id);
    const [paid] = workspace.index.list('rectificationItem').filter(({ values }) => values.recovered);
    expect(hits(`${String(paid!.values.recovered)}万元`).map(({ id }) => id)).toContain(paid!.id);
  });

  it('finds a name by the first letters of its pinyin', () => {
    expect(hits('zhm').map(({ id }) => id)).toContain(talk);
    expect(hits('ZHM 后厨').map(({ id }) => id)).toEqual([talk]);
  });

  it('finds 金 where a radical was pasted, and in any width', () => {
    expect(hits('金库').map(({ id }) => id)).toContain(talk);
    expect(fold('⾦额Ａ')).toBe('金额a');
    expect(holdsAll(fold('收入⾦额'), wordsIn('  金额　收入 '))).toBe(true);
  });

  it('marks the hit in its excerpt', () => {
    const [hit] = hits('炊事员');
    expect(hit!.excerpt.slice(hit!.from, hit!.to)).toBe('炊事员');
  });
});
