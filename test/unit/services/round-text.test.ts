/** Round files as programs save them: encodings told apart by what is in them, ledgers and columns by what people call them. */
import fs from 'node:fs';
import path from 'node:path';
import { planRound, readRoundText } from '../../../src-main/services/rounds';
import type { Ledger } from '../../../src-main/services/rounds/ledger';
import { LEDGERS } from '../../../src-main/services/rounds/ledgers';
import { gbk } from '../../fixtures/gbk';
import { codeOf, inspectionOf, newFolder, numbered, SAMPLE_TEXT, sampleCopy, useDesk } from './desk';

const desk = useDesk();
let n = 0;
const importing = (file: object) => {
  n += 1;
  const { round } = file as { round: object };
  return desk.open().importRound(JSON.stringify({ ...file, round: { ...round, id: `L${n}` } }));
};

describe('the file', () => {
  const read = (bytes: Buffer) => {
    const file = path.join(newFolder(), 'round.json');
    fs.writeFileSync(file, bytes);
    return readRoundText(file);
  };
  const utf16 = Buffer.from(`\ufeff${SAMPLE_TEXT}`, 'utf16le');

  it.each([
    ['UTF-8', Buffer.from(SAMPLE_TEXT)],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${SAMPLE_TEXT}`)],
    ['UTF-16', utf16],
    ['UTF-16 the other way round', Buffer.from(utf16).swap16()],
    ['UTF-16 without a mark', Buffer.from(SAMPLE_TEXT, 'utf16le')],
    ['GBK', gbk(SAMPLE_TEXT)],
  ])('in %s is the same text', (_encoding, bytes) => expect(read(bytes)).toBe(SAMPLE_TEXT));

  it('in UTF-8 with a few bytes damaged is not taken for GBK', async () => {
    const bytes = Buffer.from(SAMPLE_TEXT);
    const at = bytes.indexOf('青禾');
    bytes[at + 1] = 0x41;
    expect(await codeOf(() => read(bytes))).toBe('IMPORT_NOT_JSON');
  });
});

describe('a row is read by the fields of its kind', () => {
  it('days, times, amounts, yes and no in every spelling, words for codes', () => {
    const file = sampleCopy();
    Object.assign(file.interviews[0]!, { 日期: '2025年9月4日', 起: '9点', 止: '１０：４０', 性别: '男' });
    Object.assign(file.findings[1]!, {
      金额万元: '12.5万元',
      重点: '√',
      聚焦: '聚焦群众身边不正之风和腐败问题',
    });
    Object.assign(file.rectification[2]!, { 时限: '2026年3月31日前', 佐证数: '3份' });
    importing(file);
    const workspace = desk.open();
    const talk = numbered(workspace, 'interview', 'T01').values;
    expect(talk).toMatchObject({ heldOn: '2025-09-04', startedAt: '09:00', endedAt: '10:40', gender: '男' });
    expect(numbered(workspace, 'workingPaper', file.findings[1]!.编号).values).toMatchObject({
      ...{ amount: 12.5, key: true, focus: 'F2' },
    });
    const item = numbered(workspace, 'rectificationItem', file.rectification[2]!.编号).values;
    expect(item).toMatchObject({ dueOn: '2026-03-31', evidenceCount: 3 });
  });

  it('units, people and problems by name as well as by number, ledgers and columns by their names', () => {
    const { interviews, visits, ...file } = sampleCopy();
    const [unit] = file.units;
    const [first, ...others] = interviews.map((talk) => ({ ...talk }) as Record<string, unknown>);
    first!.单位 = unit!.名称;
    first!.记录人 = file.team[2]!.姓名;
    first!.谈话对象 = first!.对象;
    delete first!.对象;
    importing({ ...file, 谈话: [first, ...others], visits });
    const workspace = desk.open();
    const talks = workspace.index.list('interview').filter(({ values }) => values.code === 'T01');
    const talk = talks.at(-1)!;
    const inspection = workspace.index.get(talk.inspection!)!;
    expect(workspace.index.get(String(inspection.values.unit))!.values.code).toBe('U1');
    expect(workspace.index.get(String(talk.values.recorder))!.values.code).toBe('P03');
    expect(talk.values.interviewee).toBe(interviews[0]!.对象);
  });

  it('a row without a number gets the next one, and never one that another row has', () => {
    const file = sampleCopy();
    const talk = structuredClone(file.interviews[0]!) as Partial<(typeof file.interviews)[0]>;
    delete talk.编号;
    file.interviews.unshift(talk as never);
    file.interviews.push({ ...structuredClone(file.interviews[1]!), 编号: 'T1-01' });
    for (const paper of file.findings) paper.佐证 = paper.佐证.filter((one) => !one.startsWith('T'));
    importing(file);
    const workspace = desk.open();
    const round = workspace.index.list('round').at(-1)!;
    const unit = workspace.index.children(round.id, 'inspection')[0]!;
    const codes = workspace.index.children(unit.id, 'interview').map(({ values }) => values.code);
    expect(codes[0]).toMatch(/^T1-\d\d$/);
    expect(new Set(codes).size).toBe(codes.length);
    expect(inspectionOf(workspace, 'U1')).toBeDefined();
  });

  it('the next ledger costs a description and nothing else', () => {
    const progress: Ledger = {
      name: '整改进展',
      key: 'progress',
      kind: 'progressEntry',
      from: (file) => file.rows('progress'),
      under: '事项',
      columns: { 内容: 'content' },
    };
    const { round, ...file } = sampleCopy();
    const said = [{ 事项: 'ZG-05', 日期: '2026年3月19日', 内容: '已完成两处清淤' }];
    const text = (rows: object) =>
      JSON.stringify({ ...file, round: { ...round, id: 'NEXT' }, progress: rows });
    const ledgers = [...LEDGERS, progress];
    const { drafts } = planRound(desk.open(), text(said), ledgers);
    const item = drafts.find(({ set }) => set.code === 'ZG-05')!;
    const made = drafts.find(({ kind }) => kind === 'progressEntry')!;
    expect(made.set).toEqual({ $parent: item.recordId, happenedOn: '2026-03-19', content: '已完成两处清淤' });
    // What goes along with a person's save goes along here: the item was last updated on that day.
    expect(item.set.lastUpdateOn).toBe('2026-03-19');
    const wrong = () => planRound(desk.open(), text([{ 事项: 'ZG-99', 日期: '去年', 内容: '' }]), ledgers);
    expect(wrong).toThrow(
      expect.objectContaining({
        problems: [
          { place: '整改进展第1条“事项”', message: '“整改事项”中没有“ZG-99”' },
          { place: '整改进展第1条“日期”', message: expect.stringContaining('不是日期') as string },
          { place: '整改进展第1条“内容”', message: '不能为空' },
        ],
      }) as Error,
    );
  });

  it('an import is one commit with one entry, and none that half of it could be taken back by', () => {
    const workspace = desk.open();
    const before = [workspace.index.list('operation').length, workspace.store.changeCount] as const;
    const petitions = workspace.index.list('petition').length;
    const records = importing(sampleCopy());
    const again = desk.open();
    expect(again.index.list('operation')).toHaveLength(before[0] + 1);
    // Of each petition who reported is boxed by itself.
    const halves = again.index.list('petition').length - petitions;
    expect(again.store.changeCount).toBe(before[1] + records + halves + 1);
    const entry = again.index.list('operation').at(-1)!;
    expect(entry.values.changes).toBeUndefined();
    expect(entry.values).toMatchObject({ act: 'roundImported', subject: 'round' });
  });
});
