/** Table files as they come from offices: workbooks old and new, CSV in four encodings, and what is none. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { CFB, utils, write } from '@e965/xlsx';
import { readTableFile } from '../../../../src-main/services/tables/read-file';
import type { Cell, TableFile } from '../../../../src-main/services/tables/sheet';
import { codeOf } from '../desk';

const fixture = (name: string): Uint8Array =>
  readFileSync(path.join(__dirname, '../../../fixtures/tables', name));
const cellsIn = ({ sheets }: TableFile, row: number): readonly Cell[] =>
  sheets[0]!.rows.find(({ number }) => number === row)!.cells;
const textsIn = (file: TableFile, row: number) => cellsIn(file, row).map(({ text }) => text);

describe.each(['dates-1900.xlsx', 'dates-1904.xlsx'])('a deadline in fifteen ways, %s', (name) => {
  const file = readTableFile(fixture(name));
  const written = (row: number) => cellsIn(file, row)[2] ?? { is: 'empty' };

  it.each([2, 3, 13])('row %i is a real day, in any zone of time', (row) => {
    expect(written(row)).toMatchObject({ is: 'day', day: '2025-12-31' });
  });
  it('a bare serial number is a number, and eight figures are', () => {
    expect(written(4)).toMatchObject({ is: 'number', value: 46022 });
    expect(written(12)).toMatchObject({ is: 'number', text: '20251231' });
  });
  it('a formula without a result is none, not 0', () => {
    expect(written(14)).toMatchObject({ is: 'uncounted' });
  });
  it('texts stay texts, an empty cell is empty', () => {
    expect([5, 8, 9, 10, 16].map((row) => written(row))).toEqual(
      ['2025-12-31', '2025年12月31日前', '2025年12月底', '长期坚持', '12.31'].map((text) => ({
        is: 'text',
        text,
      })),
    );
    expect(written(15)).toEqual({ is: 'empty', text: '' });
  });
});

test('a merged problem is that of every line that it covers', () => {
  const file = readTableFile(fixture('ledger-merged.xlsx'));
  for (const row of [5, 6, 7]) expect(textsIn(file, row)[1]).toBe('“第一议题”制度落实不到位');
  expect(textsIn(file, 6)[2]).toBe('健全制度');
});

test.each([
  ['ledger-gbk.csv', 'CSV（GB18030）'],
  ['ledger-utf8.csv', 'CSV（UTF-8）'],
  ['ledger-utf8-bom.csv', 'CSV（UTF-8）'],
  ['ledger-utf16.txt', '制表符分隔的文本（UTF-16）'],
])('%s is read as the others are', (name, format) => {
  const file = readTableFile(fixture(name));
  expect(file.format).toBe(format);
  expect(file.sheets[0]!.rows).toEqual(readTableFile(fixture('ledger-utf8.csv')).sheets[0]!.rows);
  expect(textsIn(file, 6)[1]).toBe('含逗号、引号"和\n换行的一格');
});

const rows = [
  ['编号', '名称', '备注'],
  ['0002', '１８位', '622202000000000017'],
];
const sheet = () => utils.aoa_to_sheet(rows);

test.each(['xlsx', 'biff8', 'xlml', 'ods', 'html', 'xlsb'] as const)(
  'a workbook of the sort %s, whatever its name, keeps what is text',
  (bookType) => {
    const bytes = new Uint8Array(
      write({ SheetNames: ['表'], Sheets: { 表: sheet() } }, { type: 'array', bookType }) as ArrayBuffer,
    );
    const file = readTableFile(bytes);
    expect(textsIn(file, 2)).toEqual(rows[1]);
    expect(cellsIn(file, 2).every(({ is }) => is === 'text')).toBe(true);
  },
);

test('an old workbook that claims thousands of millions of properties is read without them', () => {
  const book = { SheetNames: ['表'], Sheets: { 表: sheet() }, Props: { Title: '台账' } };
  const whole = write(book, { type: 'array', bookType: 'biff8' }) as ArrayBuffer;
  const container = CFB.read(new Uint8Array(whole), { type: 'array' });
  const properties = Buffer.from(CFB.find(container, '/\u0005SummaryInformation')!.content);
  // Behind the head of the stream and the size of its one section: how many properties there are.
  properties.writeUInt32LE(0xff_ff_ff_ff, 52);
  CFB.utils.cfb_add(container, '/\u0005SummaryInformation', properties);
  const bytes = new Uint8Array(CFB.write(container, { type: 'array' }) as number[]);
  expect(textsIn(readTableFile(bytes), 2)).toEqual(rows[1]);
});

test('a page in GBK that calls itself .xls is read', () => {
  const page =
    '<html><meta charset="gb2312"><table><tr><td>\xb1\xe0\xba\xc5</td><td>0002</td></tr></table></html>';
  const file = readTableFile(Buffer.from(page, 'latin1'));
  expect(textsIn(file, 1)).toEqual(['编号', '0002']);
});

test('what a formula says is taken as it stands, with the signs of XML and of codes in it', () => {
  const said = ['甲 &amp; 乙', '<b>&lt;</b>', 'a"b', '=1+1'];
  const cells = said.map((v) => ({ t: 's' as const, f: 'A9', v }));
  const bytes = write(
    { SheetNames: ['表'], Sheets: { 表: utils.aoa_to_sheet([cells, said]) } },
    { type: 'array', bookType: 'xlsx' },
  ) as ArrayBuffer;
  const file = readTableFile(new Uint8Array(bytes));
  expect(textsIn(file, 1)).toEqual(said);
  expect(textsIn(file, 2)).toEqual(said);
});

test('an XML table is one, and no page; “_x0041_” in it is no letter', () => {
  const bytes = write(
    { SheetNames: ['表'], Sheets: { 表: utils.aoa_to_sheet([['编号', '_x0041_']]) } },
    { type: 'array', bookType: 'xlml' },
  ) as ArrayBuffer;
  const file = readTableFile(new Uint8Array(bytes));
  expect(file.format).toBe('XML表格');
  expect(textsIn(file, 1)).toEqual(['编号', '_x0041_']);
});

test.each([
  ['分号', ';'],
  ['制表符', '\t'],
  ['竖线', '|'],
])('cells stand apart by %s also where titles and texts have commas', (_name, sign) => {
  const lines = [['台账汇总'], ['某县'], ['单位：万元'], ['编号', '金额'], ['01', '1,234'], ['02', '5']];
  const text = lines.map((line) => line.join(sign)).join('\r\n');
  expect(textsIn(readTableFile(Buffer.from(text)), 5)).toEqual(['01', '1,234']);
});

test('hidden rows and sheets are told', () => {
  const book = {
    SheetNames: ['甲', '乙'],
    Sheets: { 甲: sheet(), 乙: sheet() },
    Workbook: { Sheets: [{}, { Hidden: 1 as const }] },
  };
  book.Sheets.甲['!rows'] = [{}, { hidden: true }];
  const { sheets } = readTableFile(
    new Uint8Array(write(book, { type: 'array', bookType: 'xlsx' }) as ArrayBuffer),
  );
  expect(sheets.map(({ hidden }) => hidden)).toEqual([false, true]);
  expect(sheets[0]!.rows.map(({ hidden }) => hidden)).toEqual([false, true]);
});

test.each<[string, Uint8Array, string]>([
  ['nothing', new Uint8Array(), 'TABLE_EMPTY'],
  ['zeros', new Uint8Array(4096), 'TABLE_EMPTY'],
  ['half a workbook', fixture('dates-1900.xlsx').slice(0, 3000), 'TABLE_DAMAGED'],
  [
    'the head of an old workbook',
    Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]),
    'TABLE_UNREADABLE',
  ],
  ['a picture', Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 0, 0xff, 0xff]), 'TABLE_UNREADABLE'],
  ['a page without a table', Buffer.from('<html><p>没有表格</p></html>'), 'TABLE_UNREADABLE'],
  ['blank lines', Buffer.from('\r\n \r\n'), 'TABLE_EMPTY'],
])('%s is refused with a sentence', async (_what, bytes, code) => {
  expect(await codeOf(() => readTableFile(bytes))).toBe(code);
});
