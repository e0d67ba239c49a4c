/** Tables as the window asks for them: over the whole core and its contract, from the file on the disk to the undo. */
import fs from 'node:fs';
import path from 'node:path';
import { read, utils, write } from '@e965/xlsx';
import { createCore, type Core } from '../../../../src-main/core';
import { coreContract } from '../../../../src-shared/contract/core';
import {
  serve,
  type CallName,
  type Dispatch,
  type InputOf,
  type OutputOf,
} from '../../../../src-shared/contract/define';
import type { TablePlan, TableTop } from '../../../../src-shared/contract/tables';
import type { Entity } from '../../../../src-shared/domain/define';
import { kinds } from '../../../../src-shared/domain';
import { newFolder } from '../desk';

type Table = typeof coreContract;
const PEOPLE = {
  闻知远: { role: 'leader', passphrase: '清晨薄雾 2026 出发' },
  邱望舒: { role: 'member', passphrase: '晚风轻拂 2026 归来' },
} as const;

const dataDir = path.join(newFolder(), 'vault');
const files = newFolder();
const records = new Map<string, Entity>();
let core: Core;
let dispatch: Dispatch;

async function call<K extends CallName<Table>>(
  name: K,
  input: InputOf<Table, K>,
): Promise<OutputOf<Table, K>> {
  const result = await dispatch(name, input);
  if (!result.ok) throw new Error(`${name}: ${result.code} ${result.message}`);
  return coreContract[name].output.parse(result.value) as OutputOf<Table, K>;
}
async function refusal(name: CallName<Table>, input: unknown): Promise<string> {
  const result = await dispatch(name, input);
  if (result.ok) throw new Error(`${name} was not refused`);
  expect(result.message).toMatch(/[\u4e00-\u9fff].*。$/s);
  return result.code;
}

beforeAll(async () => {
  core = createCore({
    dataDir,
    publish: (name, payload) => {
      if (name !== 'records') return;
      const { changed, removed } = payload as { changed: Entity[]; removed: string[] };
      for (const entity of changed) records.set(entity.id, entity);
      for (const id of removed) records.delete(id);
    },
  });
  dispatch = serve(coreContract, core.handlers);
  const [[name, leader], [other, member]] = Object.entries(PEOPLE) as [
    [string, (typeof PEOPLE)['闻知远']],
    [string, (typeof PEOPLE)['邱望舒']],
  ];
  await call('vault.create', { name, ...leader, sample: true });
  await call('vault.addUser', { name: other, ...member });
  await feed();
});
afterAll(() => core.close());

async function feed(): Promise<void> {
  records.clear();
  const { epoch, total } = await call('feed.start', {});
  while (records.size < total) await call('feed.more', { epoch });
}
async function signIn(name: keyof typeof PEOPLE): Promise<void> {
  await call('vault.lock', {});
  await call('vault.unlock', { name, passphrase: PEOPLE[name].passphrase });
  await feed();
}

const of = (kind: string): Entity[] => [...records.values()].filter((entity) => entity.kind === kind);
const unit = (): string => {
  const first = of('unit').find(({ values }) => values.code === 'U1')!;
  return of('inspection').find(({ values }) => values.unit === first.id)!.id;
};
const itemsOf = (inspection: string) =>
  of('rectificationItem').filter((one) => one.inspection === inspection);
const label = (field: keyof typeof kinds.visit.fields) => kinds.visit.fields[field].info.label;

let serial = 0;
function sheetFile(rows: readonly (readonly unknown[])[]): string {
  const file = path.join(files, `表${(serial += 1)}.xlsx`);
  const sheet = utils.aoa_to_sheet(rows.map((row) => [...row]));
  fs.writeFileSync(
    file,
    Buffer.from(
      write(
        { SheetNames: ['走访'], Sheets: { 走访: sheet } },
        { type: 'array', bookType: 'xlsx' },
      ) as ArrayBuffer,
    ),
  );
  return file;
}
const planned = (plan: TablePlan | TableTop): TablePlan => {
  if ('message' in plan) throw new Error(plan.message);
  return plan;
};
async function planOf(file: string, more: Partial<InputOf<Table, 'table.plan'>> = {}): Promise<TablePlan> {
  return planned(await call('table.plan', { file, kind: 'visit', inspection: unit(), ...more }));
}

describe('导出Excel', () => {
  it.each(['xlsx', 'csv'])(
    'writes the list as it stands on the screen, in its order, as %s',
    async (ending) => {
      const shown = itemsOf(unit()).slice(0, 3).reverse();
      const file = path.join(files, `台账.${ending}`);
      await call('table.export', { kind: 'rectificationItem', ids: shown.map(({ id }) => id), path: file });
      const book = read(fs.readFileSync(file), { type: 'buffer' });
      const text = utils.sheet_to_csv(book.Sheets[book.SheetNames[0]!]!);
      const at = shown.map(({ values }) => text.indexOf(String(values.code)));
      expect(at.every((place, i) => place > (at[i - 1] ?? -1))).toBe(true);
      expect(itemsOf(unit()).filter(({ values }) => text.includes(String(values.code)))).toHaveLength(3);
      expect(of('exportEntry').map(({ values }) => values.fileName)).toContain(`台账.${ending}`);
    },
  );

  it('of what one may not see, or what is of another kind, is refused', async () => {
    const [item] = itemsOf(unit());
    const file = path.join(files, '不该有.xlsx');
    for (const ids of [['f'.repeat(20)], [of('visit')[0]!.id]])
      expect(
        await refusal('table.export', { kind: 'rectificationItem', ids: [item!.id, ...ids], path: file }),
      ).toBe('RECORD_NOT_FOUND');
    expect(await refusal('table.export', { kind: 'nothing', ids: [item!.id], path: file })).toBe(
      'TABLE_KIND',
    );
    expect(fs.existsSync(file)).toBe(false);
  });
});

describe('导入', () => {
  const HEAD = [label('place'), label('heldOn')];

  it('reads once, plans, shows rows in words by figure, writes whole, and is taken back by its entry', async () => {
    const old = of('visit').find(({ inspection }) => inspection === unit())!;
    const rows = [
      ['走访情况'],
      ['编号', ...HEAD],
      [old.values.code, '新的地点', ''],
      ['', '北村', '2025-09-04'],
      ['合计', '2', ''],
    ];
    const { file, sheets } = await call('table.read', { path: sheetFile(rows) });
    expect(sheets).toEqual([{ name: '走访', hidden: false, rows: 5 }]);
    const plan = await planOf(file);
    expect(plan.counts).toMatchObject({ new: 1, changed: 1, refused: 0, left: 2, asked: 0 });
    expect(plan.heads.map(({ to }) => to)).toEqual(['code', 'place', 'heldOn']);
    const shown = async (which: InputOf<Table, 'table.lines'>['shown']) =>
      (await call('table.lines', { file, shown: which, from: 0, count: 10 })).lines;
    expect(await shown('changed')).toEqual([
      expect.objectContaining({
        row: 3,
        changes: [{ label: label('place'), old: String(old.values.place), new: '新的地点' }],
      }),
    ]);
    expect((await shown('new'))[0]!.changes).toContainEqual({
      label: label('heldOn'),
      old: '',
      new: '2025-09-04',
    });
    expect((await shown('left')).map(({ row }) => row)).toEqual([1, 5]);
    const before = of('visit').length;
    const { entry } = await call('table.apply', { file });
    expect(of('visit')).toHaveLength(before + 1);
    expect(records.get(entry!)!.values.detail).toMatch(
      /^走访.*：新增1条，改动1条（文件“表\d+\.xlsx”，工作表“走访”）$/,
    );
    await call('record.undo', { act: entry!, reason: '导错了文件' });
    expect(of('visit')).toHaveLength(before);
    expect(records.get(old.id)!.values.place).toBe(old.values.place);
  });

  it('with a wrong cell names it and writes nothing; the rows come in pages', async () => {
    const many = Array.from({ length: 30 }, (_, i) => [`第${i}村`, i === 7 ? '九月底' : '2025-09-04']);
    const { file } = await call('table.read', { path: sheetFile([HEAD, ...many]) });
    const { counts } = await planOf(file);
    expect(counts).toMatchObject({ new: 29, refused: 1 });
    const page = await call('table.lines', { file, shown: 'all', from: 25, count: 5 });
    expect([page.total >= 30, page.lines.map(({ row }) => row)]).toEqual([true, [27, 28, 29, 30, 31]]);
    const { lines } = await call('table.lines', { file, shown: 'refused', from: 0, count: 5 });
    expect(lines[0]!.notes[0]!.message).toMatch(new RegExp(`^第9行“${label('heldOn')}”：`));
    const before = of('visit').length;
    expect(await refusal('table.apply', { file })).toBe('TABLE_REFUSED');
    expect(of('visit')).toHaveLength(before);
  });

  it('of a file without a known head shows its top; the head and the columns that a person says are kept by name', async () => {
    const rows = (place: string) => [['某某单位'], ['去了哪里', '哪一天'], [place, '2025-09-04']];
    const first = await call('table.read', { path: sheetFile(rows('东村')) });
    const asked = { file: first.file, kind: 'visit', inspection: unit() };
    expect(await call('table.plan', asked)).toMatchObject({
      sheet: '走访',
      top: [{ row: 1, cells: ['某某单位'] }, { row: 2, cells: ['去了哪里', '哪一天'] }, { row: 3 }],
    });
    const mapping = { 去了哪里: 'place', 哪一天: 'heldOn' };
    const plan = planned(await call('table.plan', { ...asked, headRow: 2, mapping }));
    expect(plan.counts).toMatchObject({ new: 1, left: 1, refused: 0 });
    await call('table.apply', { file: first.file, keepAs: '农业局的走访表' });
    const second = await call('table.read', { path: sheetFile(rows('西村')) });
    const again = await planOf(second.file);
    expect([again.mappedBy, again.counts.new, again.mapping]).toEqual(['农业局的走访表', 1, mapping]);
    // Nothing of it stands readable on the disk.
    const stored = fs.readdirSync(dataDir, { recursive: true, withFileTypes: true });
    for (const one of stored.filter((entry) => entry.isFile()))
      expect(fs.readFileSync(path.join(one.parentPath, one.name)).includes('农业局的走访表')).toBe(false);
  });

  it('asks again where a record was changed between the preview and the click', async () => {
    const old = of('visit').find(({ inspection }) => inspection === unit())!;
    const { file } = await call('table.read', {
      path: sheetFile([
        ['编号', HEAD[0]],
        [old.values.code, '文件的地点'],
      ]),
    });
    await planOf(file);
    await call('record.save', { kind: 'visit', id: old.id, set: { place: '手改的地点' } });
    expect(await refusal('table.apply', { file })).toBe('TABLE_CHANGED');
    expect(records.get(old.id)!.values.place).toBe('手改的地点');
    const { lines } = await call('table.lines', { file, shown: 'changed', from: 0, count: 5 });
    expect(lines[0]!.changes[0]!.old).toBe('手改的地点');
    await call('table.apply', { file });
    expect(records.get(old.id)!.values.place).toBe('文件的地点');
  });

  it('a change elsewhere between them is no reason to ask', async () => {
    const { file } = await call('table.read', { path: sheetFile([HEAD, ['远村', '2025-09-04']]) });
    await planOf(file);
    await call('record.save', { kind: 'interview', parent: unit(), set: { interviewee: '甲' } });
    expect((await call('table.apply', { file })).entry).not.toBeNull();
  });

  it('what is the same writes nothing; a file that was left, or was another person’s, is gone', async () => {
    const rows = [HEAD, ['同一个村', '2025-09-04']];
    const once = await call('table.read', { path: sheetFile(rows) });
    await planOf(once.file);
    await call('table.apply', { file: once.file });
    expect(await refusal('table.apply', { file: once.file })).toBe('TABLE_GONE');
    const twice = await call('table.readDropped', {
      name: '拖入.xlsx',
      bytes: fs.readFileSync(sheetFile(rows)),
    });
    expect((await planOf(twice.file)).counts).toMatchObject({ new: 0, changed: 0, same: 1 });
    expect(await call('table.apply', { file: twice.file })).toEqual({ entry: null });
    const third = await call('table.read', { path: sheetFile(rows) });
    await planOf(third.file);
    await signIn('邱望舒');
    expect(await refusal('table.lines', { file: third.file, shown: 'all', from: 0, count: 5 })).toBe(
      'TABLE_GONE',
    );
    await signIn('闻知远');
  });

  it('a file that is not there or too large is not read', async () => {
    expect(await refusal('table.read', { path: path.join(files, '没有.xlsx') })).toBe('TABLE_NO_FILE');
    const large = path.join(files, '大.xlsx');
    fs.writeFileSync(large, '');
    fs.truncateSync(large, (64 << 20) + 1);
    expect(await refusal('table.read', { path: large })).toBe('TABLE_TOO_LARGE');
    fs.writeFileSync(large, 'PK\u0003\u0004坏的');
    expect(await refusal('table.read', { path: large })).toBe('TABLE_DAMAGED');
  });
});
