import { save } from '../../../src-main/services/records';
import { isClosed, DICTIONARIES, type DictionaryName } from '../../../src-shared/domain/dictionaries';
import { kindOf, kinds } from '../../../src-shared/domain/kinds';
import type { AnyKind } from '../../../src-shared/domain/define';
import { checkClosedLists, issuesOf } from '../../../src-shared/domain/validate';
import type { FieldValue } from '../../../src-shared/merge/change';
import { failure, inspectionOf, numbered, SAMPLE_TEXT, useDesk } from './desk';

const desk = useDesk(SAMPLE_TEXT);
const opened = () => desk.open();

describe('closed lists stay closed', () => {
  const write = (kind: string, set: Record<string, FieldValue>, id?: string) => {
    const workspace = opened();
    const place = id === undefined ? { parent: inspectionOf(workspace, 'U1').id } : { id };
    return { workspace, saved: () => save(workspace, { kind, set, ...place }) };
  };

  it.each([
    ['workingPaper', 'focus', '聚焦群众身边', '聚焦'],
    ['workingPaper', 'focus', 'L1', '聚焦'],
    ['interview', 'focusTags', ['F1', '聚焦群众'], '涉及聚焦'],
    ['petition', 'handling', ['纳入'], '处理'],
    ['workingPaper', 'sources', ['调'], '问题来源'],
  ])('a new %s with %s “%s” is refused by the services', async (kind, field, value, label) => {
    const { saved } = write(kind, { [field]: value });
    const { code, message, problems } = await failure(saved);
    expect(code).toBe('RECORD_INVALID');
    expect(message).toContain(`“${label}”没有`);
    expect(problems).toEqual([expect.objectContaining({ place: field })]);
  });

  it('every entry of every closed list is taken, and any word elsewhere', () => {
    const workspace = opened();
    const round = workspace.index.list('round')[0]!;
    const look = { get: workspace.index.get, children: workspace.index.children };
    for (const kind of Object.values(kinds) as unknown as AnyKind[]) {
      for (const [name, { info }] of Object.entries(kind.fields)) {
        if (!info.dictionary) continue;
        const wrap = (code: string) => (info.type === 'choices' ? [code] : code);
        for (const { code } of DICTIONARIES[info.dictionary][0].entries)
          expect(checkClosedLists(kind, { [name]: wrap(code) }, { place: round, look })).toEqual([]);
        const own = checkClosedLists(kind, { [name]: wrap('自造的词') }, { place: round, look });
        expect(own).toHaveLength(isClosed(info.dictionary as DictionaryName) ? 1 : 0);
      }
    }
  });

  it('what stood there before stays, is pointed out as an error, and the record stays editable', () => {
    const workspace = opened();
    const paper = numbered(workspace, 'workingPaper', 'WT-02');
    const old = { ...paper, values: { ...paper.values, focus: '群众', sources: ['调', '谈话'] } };
    const kind = kindOf('workingPaper') as AnyKind;
    const context = { get: workspace.index.get, children: () => [], today: workspace.today() };
    const asked = { place: old, values: old.values, look: context };
    expect(checkClosedLists(kind, { sources: ['调', '谈话', '问卷'], focus: '群众' }, asked)).toEqual([]);
    expect(checkClosedLists(kind, { sources: ['调', '半'] }, asked)).toHaveLength(1);
    expect(issuesOf(kind, old, context)).toEqual(
      expect.arrayContaining([
        { field: 'focus', level: 'error', message: '“聚焦”没有“群众”这一项，请从列表中选择' },
        { field: 'sources', level: 'error', message: '“问题来源”没有“调”这一项，请从列表中选择' },
      ]),
    );
  });
});

describe('what cannot be seen is not kept', () => {
  const visit = (set: Record<string, FieldValue>) => {
    const workspace = opened();
    const { id } = save(workspace, { kind: 'visit', parent: inspectionOf(workspace, 'U1').id, set });
    return { workspace, id };
  };

  it('of texts, one line or several, in a new record and in an edit', () => {
    const { workspace, id } = visit({ place: '柳溪镇\u000b政府\u200b', seen: '一是\u2028二是⾦额\u0001' });
    expect(workspace.index.get(id)!.values).toMatchObject({ place: '柳溪镇 政府', seen: '一是\n二是金额' });
    save(workspace, { kind: 'visit', id, set: { place: '\u00a0镇\u00ad政府' } });
    expect(workspace.index.get(id)!.values.place).toBe(' 镇政府');
  });

  it('counts no sign that is not there against the length of a field', () => {
    const place = `${'长'.repeat(100)}${'\u200b'.repeat(50)}`;
    expect(visit({ place }).workspace).toBeDefined();
  });
});
