import { remove, restore, save } from '../../../src-main/services/records';
import { logOperation } from '../../../src-main/services/operations';
import type { OpenWorkspace } from '../../../src-main/services/workspace';
import { inspectionOf, newFolder, numbered, PEOPLE, SAMPLE_TEXT, useDesk, type Person } from './desk';

const desk = useDesk(SAMPLE_TEXT);
let workspace: OpenWorkspace;
const sitDown = (person: Person) => (workspace = desk.open(person));
const log = () =>
  [...workspace.visible()].filter((record) => record.kind === 'operation').map((record) => record.values);
const last = () => log().at(-1);

describe('the 操作日志', () => {
  it('tells that a round was brought in', () => {
    sitDown('leader');
    expect(log()).toMatchObject([{ act: 'roundImported', by: '闻知远' }]);
  });

  it('tells who removed and who restored a record, and why', () => {
    sitDown('liaison');
    const { id } = numbered(workspace, 'forum', 'ZT-01');
    remove(workspace, { id, reason: '重复登记' });
    expect(last()).toMatchObject({
      act: 'recordRemoved',
      by: '温子衡',
      detail: '座谈会 ZT-01',
      reason: '重复登记',
      subject: 'forum',
    });
    sitDown('leader');
    restore(workspace, id);
    expect(last()).toMatchObject({ act: 'recordRestored', by: '闻知远', detail: '座谈会 ZT-01' });
  });

  it('tells every change of a recusal in the words of its form', () => {
    sitDown('leader');
    const { id } = numbered(workspace, 'recusal', 'HB03');
    save(workspace, { kind: 'recusal', id, set: { decision: 'denied' } });
    expect(last()).toMatchObject({ act: 'recusalChanged', detail: '回避审查 HB03；决定：不需回避' });
    save(workspace, { kind: 'recusal', id, set: { decision: 'approved' } });
  });

  it('tells what left, as whose paper, before the export is answered', async () => {
    sitDown('leader');
    const { id } = inspectionOf(workspace, 'U1');
    await workspace.exportDocument({ paper: 'ledger', inspection: id }, `${newFolder()}/台账.docx`);
    expect(last()).toMatchObject({ act: 'handOut', detail: '导出 整改台账（台账.docx）', inspection: id });
  });

  it('tells of a unit and of a kind only those who may read them', () => {
    sitDown('leader');
    const parent = inspectionOf(workspace, 'U1').id;
    const clue = save(workspace, { kind: 'clue', parent, set: { accused: '某甲' } });
    remove(workspace, { id: clue.id, reason: '误登' });
    restore(workspace, clue.id);
    const hidden = inspectionOf(workspace, 'U3');
    logOperation(workspace, { act: 'handOut', inspection: hidden.id, detail: '导出 某件' });
    const told = (person: Person) => {
      sitDown(person);
      return log().map(({ subject, inspection }) => [subject === 'clue', inspection === hidden.id]);
    };
    expect(told('leader').filter(([clues]) => clues)).toHaveLength(2);
    expect(told('office').some(([clues]) => clues)).toBe(false);
    expect(told('office').some(([, unit]) => unit)).toBe(true);
    for (const person of ['member', 'recused'] as const) expect(told(person)).toEqual([]);
  });

  it('is written by nobody but the services', () => {
    for (const person of Object.keys(PEOPLE) as Person[]) {
      sitDown(person);
      const forged = () => save(workspace, { kind: 'operation', set: { act: 'userAdded' } });
      expect(forged).toThrow(expect.objectContaining({ code: 'RIGHTS_WRITE' }));
    }
    sitDown('leader');
    const [entry] = workspace.index.list('operation');
    expect(() => remove(workspace, { id: entry!.id, reason: '删' })).toThrow(
      expect.objectContaining({ code: 'RIGHTS_WRITE' }),
    );
  });
});
