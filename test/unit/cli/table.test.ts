/** `table export|import` as a person runs it: the same services, in shapes that other programs can build on. */
import fs from 'node:fs';
import path from 'node:path';
import { read, utils, write } from '@e965/xlsx';
import { commandLine, ROOT } from './run';

jest.setTimeout(240_000);
const { folder, cli } = commandLine();
const json = (text: string) => JSON.parse(text) as Record<string, unknown>;

beforeAll(() => {
  expect(cli(['create', '--name', '闻知远']).status).toBe(0);
  expect(cli(['import', path.join(ROOT, 'assets/sample/sample-round.json')]).status).toBe(0);
});

test.each(['整改.xlsx', '整改.csv'])('a list goes out as %s, and comes in without a difference', (name) => {
  const file = path.join(folder, name);
  const out = cli(['table', 'export', 'rectificationItem', '--unit', 'U1', '--out', file, '--json']);
  expect([out.status, json(out.stdout)]).toEqual([0, { files: [file] }]);
  const { status, stdout } = cli(['table', 'import', 'rectificationItem', file, '--unit', 'U1', '--json']);
  expect(status).toBe(0);
  expect(json(stdout)).toMatchObject({
    applied: false,
    new: [],
    changed: [],
    refused: [],
    asked: [],
    missing: [],
  });
});

test('a changed cell is shown beforehand, written once, and the same the second time; the log of exports tells', () => {
  const file = path.join(folder, '整改.xlsx');
  const book = read(fs.readFileSync(file), { type: 'buffer', cellNF: true });
  const lines = utils.sheet_to_json<string[]>(book.Sheets[book.SheetNames[0]!]!, {
    header: 1,
    raw: false,
    defval: '',
  });
  const head = lines.find((line) => line.includes('责任人'))!;
  const row = lines.find((line) => line.includes('ZG-03'))!;
  row[head.indexOf('责任人')] = '新任责任人';
  const changed = path.join(folder, '改过.xls');
  fs.writeFileSync(
    changed,
    write(
      { SheetNames: ['表'], Sheets: { 表: utils.aoa_to_sheet(lines) } },
      { type: 'buffer', bookType: 'biff8' },
    ) as Buffer,
  );
  const given = ['table', 'import', 'rectificationItem', changed, '--unit', 'U1', '--json'];
  const fields = { responsiblePerson: { old: '庄一帆', new: '新任责任人' } };
  const preview = json(cli([...given, '--dry-run']).stdout);
  expect(preview).toMatchObject({ applied: false, changed: [{ code: 'ZG-03', fields }] });
  expect(json(cli(given).stdout)).toMatchObject({ ...preview, applied: true });
  expect(json(cli(given).stdout)).toMatchObject({ applied: false, changed: [], same: 10 });
  expect(cli(['query', 'operation']).stdout).toContain('导入表格');
  expect(cli(['query', 'exportEntry']).stdout).toContain('整改.xlsx');
});

test('a refused cell: its row, its column, why; status 1 and nothing written', () => {
  const file = path.join(folder, '坏.csv');
  fs.writeFileSync(file, '编号,完成时限\r\nZG-02,2026年1月底\r\n');
  const { status, stdout } = cli(['table', 'import', 'rectificationItem', file, '--unit', 'U1', '--json']);
  expect(status).toBe(1);
  expect(json(stdout)).toMatchObject({
    applied: false,
    refused: [
      {
        row: 2,
        column: '完成时限',
        message: expect.stringMatching(/^第2行“完成时限”：“2026年1月底”没有写明哪一天/),
      },
    ],
  });
});

test.each([
  [['table'], 'CLI_USAGE'],
  [['table', 'export', 'nothing', '--out', 'x.xlsx'], 'CLI_USAGE'],
  [['table', 'export', 'visit', '--out', 'x.docx'], 'CLI_USAGE'],
  [['table', 'export', 'visit', '--unit', '没有的单位', '--out', 'x.xlsx'], 'CLI_NO_UNIT'],
  [['table', 'import', 'visit', 'gone.xlsx'], 'TABLE_NO_FILE'],
  [['table', 'import', 'visit', path.join(ROOT, 'assets/icons/128x128.png')], 'TABLE_UNREADABLE'],
])('says what is missing: %j', (args, code) => {
  const { status, stdout } = cli([...args, '--json']);
  expect([status, json(stdout).code]).toEqual([1, code]);
});
