import {
  forInternal,
  forUnit,
  ledgerDocument,
  type LedgerModel,
  tableDocument,
  type TableModel,
} from '../../../src-main/word';
import { forbidden, ledgerModel, paragraphsOf, partOf } from './fixtures';

const build = (change: Partial<LedgerModel> = {}) =>
  ledgerDocument(forUnit({ ...ledgerModel(), ...change }, forbidden));
const rowsOf = (file: Uint8Array) => partOf(file).match(/<w:tr>.*?<\/w:tr>/gs) ?? [];

const table = (change: Partial<TableModel>): TableModel => ({
  title: '调阅资料台账',
  notes: [],
  columns: [{ title: '编号' }, { title: '内容' }],
  rows: [],
  date: '2026-03-20',
  ...change,
});

describe('the ledger of the sample', () => {
  it('has one row for each item, in order', async () => {
    const file = await build();
    expect(rowsOf(file)).toHaveLength(26);
    const texts = paragraphsOf(file).map(({ text }) => text);
    expect(texts[0]).toBe('青禾县三家被巡察党组织巡察整改台账');
    expect(texts[1]).toContain('截至：2026年3月20日');
    expect(texts[2]).toContain('挽回损失24.05万元');
    const first = texts.indexOf('1');
    expect(texts.slice(first, first + 13)).toEqual([
      '1',
      'WT-01',
      '党中央决策部署在基层落实情况',
      '“第一议题”制度落实不到位',
      expect.any(String),
      '1.修订实施细则\n2.全年学习计划挂图',
      '顾西洲\n（党组织主要负责人）',
      '局办公室\n蒋疏桐',
      '2025年11月20日\n2025年12月31日\n长期坚持',
      '已完成\n2025年12月18日',
      expect.stringContaining('佐证3份'),
      '已销号',
      '—',
    ]);
    expect(texts).toContain('正在推进\n红色·呆账\n（超期59天，90天无更新）');
    expect(texts.at(-1)).toBe(
      '填表人：＿＿＿＿＿＿＿＿　　　　审核人：＿＿＿＿＿＿＿＿　　　　填表日期：＿＿＿＿＿＿＿＿',
    );
  });

  it('repeats its head, keeps rows whole, fixes its widths and lies across', async () => {
    const file = await build();
    const xml = partOf(file);
    const rows = rowsOf(file);
    expect(rows.map((row) => row.includes('<w:tblHeader/>'))).toEqual([
      true,
      ...Array<boolean>(25).fill(false),
    ]);
    expect(rows.every((row) => row.includes('<w:cantSplit/>'))).toBe(true);
    expect(xml).toContain('<w:tblLayout w:type="fixed"/>');
    expect(xml).toMatch(/<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"\/>/);
    const grid = [...xml.matchAll(/<w:gridCol w:w="(\d+)"\/>/g)].map((match) => Number(match[1]));
    expect(grid).toHaveLength(13);
    for (const row of rows) {
      expect(
        [...row.matchAll(/<w:tcW w:type="dxa" w:w="(\d+)"\/>/g)].map((match) => Number(match[1])),
      ).toEqual(grid);
    }
    // 297 mm less 20 mm on either side.
    expect(xml).toMatch(/<w:pgMar [^>]*w:right="1134" [^>]*w:left="1134"/);
    expect(grid.reduce((sum, width) => sum + width, 0)).toBe(16838 - 2 * 1134);
  });

  it('prints names where they are known', async () => {
    const last = paragraphsOf(
      await build({ preparedBy: '温子衡', checkedBy: '闻知远', preparedOn: '2026-03-20' }),
    ).at(-1);
    expect(last?.text).toBe('填表人：温子衡　　　　审核人：闻知远　　　　填表日期：2026年3月20日');
  });

  it('is a ledger without rows too', async () => {
    const file = await build({ rows: [], summary: undefined });
    expect(rowsOf(file)).toHaveLength(1);
    expect(paragraphsOf(file).map(({ text }) => text)).toContain('（截至填表日期，尚无整改事项）');
  });

  it('is the same file for the same model', async () => {
    expect((await build()).equals(await build())).toBe(true);
  });
});

describe('any table', () => {
  it('takes markup, control characters, rare characters and patterns of replacement as text', async () => {
    const rows = [
      ['<w:tr>&', '$& $1 \u0000\uE000'],
      ['邓㛃\n𠮷', ' '],
    ];
    const file = await tableDocument(forInternal(table({ rows, title: '\uE000<w:tr>台账' })));
    expect(paragraphsOf(file).map(({ text }) => text)).toEqual([
      '\uE000<w:tr>台账',
      '编号',
      '内容',
      '<w:tr>&',
      '$& $1 \uE000',
      '邓㛃\n𠮷',
      '—',
      '',
    ]);
    expect(partOf(file)).toContain(
      '<w:rStyle w:val="RareSupplementary"/></w:rPr><w:t xml:space="preserve">𠮷',
    );
  });

  it('lets a row be split only when no page could hold it', async () => {
    const file = await tableDocument(
      forInternal(
        table({
          rows: [
            ['1', '短'],
            ['2', '长'.repeat(9000)],
            ['3', '短'],
          ],
        }),
      ),
    );
    expect(rowsOf(file).map((row) => row.includes('<w:cantSplit/>'))).toEqual([true, true, false, true]);
  });

  it('prints each of 2,000 rows', async () => {
    const { rows } = ledgerModel();
    const many = Array.from({ length: 2000 }, (_, index) => rows[index % rows.length]!);
    const model = forUnit({ ...ledgerModel(), rows: many }, forbidden);
    expect(rowsOf(await ledgerDocument(model))).toHaveLength(2001);
  });
});
