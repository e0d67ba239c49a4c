/** A ledger that comes in: row by row what it would do, whole or not at all, twice as once, by the rights of whoever brings it. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { utils, write } from '@e965/xlsx';
import { save } from '../../../../src-main/services/records';
import { importTable, previewTable } from '../../../../src-main/services/tables';
import { tableOf } from '../../../../src-main/services/tables/export';
import { workbookOf } from '../../../../src-main/services/tables/write-file';
import type { ImportOrder } from '../../../../src-main/services/tables/import';
import type { OpenWorkspace } from '../../../../src-main/services/workspace';
import { kindOf } from '../../../../src-shared/domain/kinds';
import type { AnyKind } from '../../../../src-shared/domain/define';
import { codeOf, failure, inspectionOf, numbered, SAMPLE_TEXT, useDesk } from '../desk';

const desk = useDesk(SAMPLE_TEXT);
const ITEMS = kindOf('rectificationItem') as AnyKind;
const VISITS = kindOf('visit') as AnyKind;

const sheetOf = (rows: readonly (readonly unknown[])[]): Uint8Array =>
  new Uint8Array(
    write(
      { SheetNames: ['台账'], Sheets: { 台账: utils.aoa_to_sheet(rows.map((row) => [...row])) } },
      { type: 'array', bookType: 'xlsx' },
    ) as ArrayBuffer,
  );
const fixture = (name: string): Uint8Array =>
  readFileSync(path.join(__dirname, '../../../fixtures/tables', name));

const ofU1 = (workspace: OpenWorkspace, kind: AnyKind, more: Partial<ImportOrder> = {}): ImportOrder => ({
  kind,
  inspection: inspectionOf(workspace, 'U1').id,
  ...more,
});

describe('a ledger as offices send it', () => {
  it('is read below title and notes, over a head of two rows; sums and signatures are left out, with why', () => {
    const workspace = desk.open();
    for (const title of ['“第一议题”制度落实不到位', '灌渠整修滞后'])
      save(workspace, { kind: 'workingPaper', parent: inspectionOf(workspace, 'U2').id, set: { title } });
    const order = { kind: ITEMS, inspection: inspectionOf(workspace, 'U2').id };
    const { preview } = previewTable(workspace, fixture('ledger-merged.xlsx'), order);
    expect(preview.head.rows).toEqual([3, 4]);
    expect(preview.new.map(({ row }) => row)).toEqual([5, 6, 7, 8]);
    expect(preview.left.map(({ row }) => row)).toEqual([1, 2, 9, 11]);
    expect(preview.left.every(({ why }) => why !== '')).toBe(true);
    expect(preview.ignored).toEqual(['整改情况/整改措施', '整改情况/整改进展']);
  });

  it('has deadlines that are no day: each is named, and nothing is written until a person has decided', () => {
    const workspace = desk.open();
    const inspection = inspectionOf(workspace, 'U3').id;
    const titles = [
      '“第一议题”制度落实不到位',
      '灌渠整修进度滞后',
      '补贴发放不及时',
      '村级账目不公开',
      '新增：公车管理不严',
    ];
    for (const title of titles) save(workspace, { kind: 'workingPaper', parent: inspection, set: { title } });
    const rows = (file: string) => previewTable(workspace, fixture(file), { kind: ITEMS, inspection });
    const first = rows('ledger-0910.xlsx');
    expect(first.preview.refused.map(({ row, column }) => [row, column])).toEqual([
      [3, '整改时限'],
      [4, '整改时限'],
      [5, '整改时限'],
    ]);
    for (const { message } of first.preview.refused)
      expect(message).toMatch(/^第\d行“整改时限”：“(2026年1月底|立行立改|长期坚持)”/);
  });
});

describe('a list of our own', () => {
  const rewriting = async (change: (rows: unknown[][]) => void) => {
    const workspace = desk.open();
    const { id: inspection } = inspectionOf(workspace, 'U1');
    const rows = workspace.index.list('rectificationItem').filter((item) => item.inspection === inspection);
    const { read } = await import('@e965/xlsx');
    const book = read(await workbookOf(tableOf(workspace, ITEMS, rows, inspection)), {
      type: 'buffer',
      cellNF: true,
    });
    const lines = utils.sheet_to_json<unknown[]>(book.Sheets[book.SheetNames[0]!]!, {
      header: 1,
      raw: false,
      defval: '',
    });
    change(lines);
    return { workspace, rows, order: ofU1(workspace, ITEMS), bytes: sheetOf(lines) };
  };
  const HEAD = 2;

  it('says of each changed cell old and new, asks about a state, keeps what is missing, and twice is once', async () => {
    const { workspace, rows, order, bytes } = await rewriting((lines) => {
      const at = (head: string) => (lines[HEAD] as string[]).indexOf(head);
      const open = lines.findIndex((line, i) => i > HEAD && line[at('整改状态')] === '正在推进');
      lines[open]![at('责任人')] = '新来的人';
      lines[open]![at('整改状态')] = '基本完成';
      lines.splice(
        lines.findIndex((line, i) => i > HEAD && i !== open),
        1,
      );
      lines.push(...lines.splice(HEAD + 1, 2));
    });
    const plan = previewTable(workspace, bytes, order);
    const { preview } = plan;
    expect(preview.refused).toEqual([]);
    expect(preview.changed).toHaveLength(1);
    expect(preview.changed[0]!.fields).toEqual({
      responsiblePerson: { old: expect.any(String), new: '新来的人' },
    });
    expect(preview.asked.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^第\d+行“整改状态”：正在推进→基本完成。状态不随文件改变/),
    ]);
    expect(preview.missing).toHaveLength(1);
    expect(preview.same).toBe(rows.length - 2);
    expect(importTable(workspace, ITEMS, plan)).toBeDefined();
    expect(numbered(workspace, 'rectificationItem', preview.changed[0]!.code).values.responsiblePerson).toBe(
      '新来的人',
    );
    expect(
      workspace.index.list('rectificationItem').some(({ values }) => values.code === preview.missing[0]),
    ).toBe(true);
    expect(workspace.index.list('operation').map(({ values }) => values.act)).toContain('tableImported');
    const again = previewTable(workspace, bytes, order);
    expect(again.preview).toMatchObject({ new: [], changed: [], refused: [], same: rows.length - 1 });
    expect(importTable(workspace, ITEMS, again)).toBeUndefined();
  });

  it('never takes a row for another by its place: without key and number it is new or it is found by its words', async () => {
    const { workspace, order, bytes, rows } = await rewriting((lines) => {
      const head = lines[HEAD] as string[];
      for (const label of ['编号', '记录号（请勿改动）']) {
        const column = head.indexOf(label);
        for (const line of lines.slice(HEAD)) line.splice(column, 1);
      }
      lines.slice(HEAD + 1).forEach((line, i) => (line[0] = String(90 - i)));
    });
    expect(previewTable(workspace, bytes, order).preview).toMatchObject({
      new: [],
      changed: [],
      same: rows.length,
    });
  });
});

describe('rows of a kind that belongs to the unit', () => {
  const HEAD = ['走访地点或对象', '走访时间', '参与人数', '陪同人员'];
  const columns = () => {
    const { fields } = VISITS;
    return { place: fields.place!.info.label, heldOn: fields.heldOn!.info.label };
  };

  it('are new records with numbers that count on, in one transaction, and are seen at once', () => {
    const workspace = desk.open();
    const { place, heldOn } = columns();
    const before = workspace.index.list('visit').length;
    desk.touched();
    const bytes = sheetOf([
      [place, heldOn, HEAD[3]],
      ['东河村', '2025-09-04', ''],
      ['西河村', '2025.9.5', ''],
      ['南河村', 20250906, ''],
    ]);
    const plan = previewTable(workspace, bytes, ofU1(workspace, VISITS));
    expect(plan.preview.refused).toEqual([]);
    importTable(workspace, VISITS, plan);
    const made = workspace.index.list('visit').slice(before);
    const codes = ['东河村', '西河村', '南河村'].map(
      (name) => workspace.index.list('visit').find(({ values }) => values.place === name)!.values.code,
    );
    expect(new Set(codes).size).toBe(3);
    const numbers = codes.map((code) => Number(/\d+$/.exec(String(code))![0]));
    expect(numbers).toEqual([numbers[0], numbers[0]! + 1, numbers[0]! + 2]);
    expect(made).toHaveLength(3);
    expect(desk.touched()).toHaveLength(1);
  });

  it('of a kind without numbers are made once, however often the file is read, and two alike are two', () => {
    const workspace = desk.open();
    const kind = kindOf('team') as AnyKind;
    const bytes = sheetOf([
      ['巡察组', '联系方式'],
      ['第八巡察组', '八号信箱'],
      ['第八巡察组', '八号信箱'],
      ['第九巡察组', ''],
    ]);
    const plan = previewTable(workspace, bytes, { kind });
    expect(plan.preview.new).toHaveLength(3);
    importTable(workspace, kind, plan);
    const again = previewTable(workspace, bytes, { kind });
    expect(again.preview).toMatchObject({ new: [], changed: [], refused: [], same: 3 });
    expect(importTable(workspace, kind, again)).toBeUndefined();
  });

  it('one wrong cell, and nothing is written', async () => {
    const workspace = desk.open();
    const { place, heldOn } = columns();
    const bytes = sheetOf([
      [place, heldOn],
      ['甲村', '2025-09-04'],
      ['乙村', '9月底'],
      ['', '2025-09-05'],
    ]);
    const before = workspace.store.changeCount;
    const plan = previewTable(workspace, bytes, ofU1(workspace, VISITS));
    expect(plan.preview.refused).toEqual([
      expect.objectContaining({
        row: 3,
        column: heldOn,
        message: expect.stringContaining(`第3行“${heldOn}”：“9月底”`),
      }),
      expect.objectContaining({ row: 4, message: `第4行：缺少“${place}”` }),
    ]);
    expect(await codeOf(() => importTable(workspace, VISITS, plan))).toBe('TABLE_REFUSED');
    expect(workspace.store.changeCount).toBe(before);
  });

  it('without a head, or on a sheet that is not there, it is said what is wanted', async () => {
    const workspace = desk.open();
    const bytes = sheetOf([
      ['甲', '乙'],
      ['1', '2'],
    ]);
    expect((await failure(() => previewTable(workspace, bytes, ofU1(workspace, VISITS)))).code).toBe(
      'TABLE_HEAD',
    );
    const named = { sheet: '别的' };
    expect(await codeOf(() => previewTable(workspace, bytes, ofU1(workspace, VISITS, named)))).toBe(
      'TABLE_SHEET',
    );
  });

  it('heads of their own are told by a mapping', () => {
    const workspace = desk.open();
    const { heldOn } = columns();
    const bytes = sheetOf([
      ['去了哪', heldOn, '随便'],
      ['北河村', '2025-09-07', 'x'],
    ]);
    const mapping = { 去了哪: 'place' };
    const { preview } = previewTable(workspace, bytes, ofU1(workspace, VISITS, { mapping }));
    expect(preview.new).toEqual([{ row: 2, title: expect.stringContaining('北河村') }]);
    expect(preview.ignored).toEqual(['随便']);
  });
});

describe('what one may not write by hand, no file writes for him', () => {
  it.each(['member', 'office'] as const)(
    '%s: every changed row of another is refused, and nothing is written',
    async (person) => {
      const leader = desk.open();
      const papers = kindOf('workingPaper') as AnyKind;
      const rows = leader.index
        .list('workingPaper')
        .filter(({ inspection }) => inspection === inspectionOf(leader, 'U1').id);
      const file = await workbookOf(tableOf(leader, papers, rows, inspectionOf(leader, 'U1').id));
      const { read } = await import('@e965/xlsx');
      const book = read(file, { type: 'buffer', cellNF: true });
      const lines = utils.sheet_to_json<string[]>(book.Sheets[book.SheetNames[0]!]!, {
        header: 1,
        raw: false,
        defval: '',
      });
      const title = lines[2]!.indexOf(papers.fields.title!.info.label);
      for (const line of lines.slice(3)) line[title] += '改';
      const workspace = desk.open(person);
      const plan = previewTable(workspace, sheetOf(lines), ofU1(workspace, papers));
      expect(plan.preview.changed).toEqual([]);
      expect(plan.preview.refused.length).toBeGreaterThanOrEqual(rows.length);
      expect(plan.drafts).toEqual([]);
    },
  );

  it.each(['member', 'leader'] as const)('a file of the %s names no informant', (person) => {
    const petitions = kindOf('petition') as AnyKind;
    const workspace = desk.open(person);
    const rows = workspace.index.list('petition').flatMap(({ id }) => workspace.see(id) ?? []);
    const table = tableOf(workspace, petitions, rows);
    const informants = workspace.index
      .list('petition')
      .flatMap(({ values }) =>
        values.signed === '实名' && values.reporter ? [String(values.reporter)] : [],
      );
    expect(informants.length).toBeGreaterThan(0);
    const said = table.rows.flatMap(({ cells }) => cells.map(({ text }) => text)).join('\n');
    for (const name of informants) expect(said).not.toContain(name);
  });
});

describe('columns and numbers of a file', () => {
  const order = (workspace: OpenWorkspace) => ofU1(workspace, VISITS);

  it('a column of the very name goes before one that only begins with it', () => {
    const workspace = desk.open();
    const heads = ['地点（内部）', '地点', '日期'];
    const { preview } = previewTable(
      workspace,
      sheetOf([heads, ['已阅', '青禾村部', '2025-09-04']]),
      order(workspace),
    );
    expect(preview.ignored).toEqual(['地点（内部）']);
    expect(preview.new).toEqual([{ row: 2, title: expect.stringContaining('青禾村部') as unknown }]);
  });

  it('a row without a number gets none that another row of the file brings', () => {
    const workspace = desk.open();
    const taken = workspace.index.list('visit').map(({ values }) => values.code);
    const before = previewTable(
      workspace,
      sheetOf([
        ['地点', '编号'],
        ['甲村', ''],
      ]),
      order(workspace),
    );
    const next = String(before.drafts[0]!.set.code);
    expect(taken).not.toContain(next);
    const rows = [
      ['地点', '编号'],
      ['甲村', ''],
      ['乙村', next],
      ['丙村', ''],
    ];
    const { drafts, preview } = previewTable(workspace, sheetOf(rows), order(workspace));
    expect(preview.refused).toEqual([]);
    const numbers = drafts.map(({ set }) => set.code);
    expect(numbers).toContain(next);
    expect(new Set(numbers).size).toBe(3);
  });

  it('a number that two rows bring is refused at the second', () => {
    const workspace = desk.open();
    const rows = [
      ['地点', '编号'],
      ['甲村', 'ZF1-77'],
      ['乙村', 'ZF1-77'],
    ];
    const { preview } = previewTable(workspace, sheetOf(rows), order(workspace));
    expect(preview.refused).toEqual([
      expect.objectContaining({
        row: 3,
        column: '编号',
        message: expect.stringContaining('“ZF1-77”') as unknown,
      }),
    ]);
  });

  it('a record of ours stays one where its words look like a sum line', () => {
    const workspace = desk.open();
    const { id } = save(workspace, {
      kind: 'visit',
      parent: inspectionOf(workspace, 'U1').id,
      set: { place: '合计' },
    });
    const { code } = workspace.index.get(id)!.values;
    const { preview } = previewTable(
      workspace,
      sheetOf([
        ['地点', '编号'],
        ['合计', code],
      ]),
      order(workspace),
    );
    expect(preview).toMatchObject({ same: 1, left: [] });
  });
});
