/** 周报 and 汇总表: what they say, for whom, and that the sums of both are the records'. */
import fs from 'node:fs';
import path from 'node:path';
import { read, utils } from '@e965/xlsx';
import { strFromU8, unzipSync } from 'fflate';
import type { PaperRequest } from '../../../src-shared/contract/core';
import { planPaper } from '../../../src-main/services/papers';
import { remove, save } from '../../../src-main/services/records';
import type { OpenWorkspace } from '../../../src-main/services/workspace';
import type { TableModel } from '../../../src-main/word';
import { codeOf, inspectionOf, sampleCopy, SAMPLE_TEXT, useDesk } from '../services/desk';

const desk = useDesk(SAMPLE_TEXT);
const sample = sampleCopy();
let workspace: OpenWorkspace;
beforeEach(() => (workspace = desk.open()));

const text = async (request: PaperRequest): Promise<string> => {
  const { bytes } = await workspace.makeDocument(request);
  const xml = strFromU8(unzipSync(bytes)['word/document.xml']!);
  return xml.replace(/<\/w:p>/g, '|').replace(/<[^>]*>/g, '');
};
const reportOf = (week: number) =>
  workspace.index.list('weeklyReport').find(({ values }) => values.week === week)!;
const roundId = () => workspace.index.list('round')[0]!.id;

describe('周报', () => {
  const request = (week: number) => ({ paper: 'weekly', record: reportOf(week).id }) as const;

  it('says its group, its week and its days, the figures of the week and in sum, and what the group wrote', async () => {
    save(workspace, { kind: 'weeklyReport', id: reportOf(2).id, set: { work: '个别谈话和座谈' } });
    const said = await text(request(2));
    expect(said).toContain('巡察组：县委第二巡察组');
    expect(said).toContain('第2周');
    expect(said).toContain('2025年9月6日至9月12日（2025年第36周至第37周，进驻第6至12天）');
    expect(said).toContain('个别谈话和座谈');
    const { 谈话, 座谈会, 信访 } = sample.weeks[1]!;
    const sum = (of: (week: (typeof sample.weeks)[number]) => number) =>
      of(sample.weeks[0]!) + of(sample.weeks[1]!);
    expect(said).toContain(`|谈话（人次）|${谈话}|${sum((week) => week.谈话)}|`);
    expect(said).toContain(`|座谈会（场次）|${座谈会}|${sum((week) => week.座谈会)}|`);
    expect(said).toContain(`|信访（件）|${信访}|${sum((week) => week.信访)}|`);
  });

  it('says of clues how many, to whoever may know that, and never what', async () => {
    expect(await text(request(4))).toContain('|移交线索（件）|1|1|');
    expect(await text(request(4))).not.toMatch(/XS-0|单田禾/);
    workspace = desk.open('member');
    expect(await text(request(4))).not.toContain('线索');
  });

  it('has an empty form, on which no number stands', async () => {
    const said = await text({ ...request(2), layout: 'blank' });
    expect(said).toContain('|谈话（人次）|||');
    expect(said).not.toContain('2025年9月6日');
  });
});

describe('汇总表', () => {
  const request = { paper: 'weeklySummary', round: '', on: '2025-09-10' } as const;
  const modelOf = (): TableModel =>
    planPaper(workspace, { ...request, round: roundId() }).order.model as TableModel;

  it('adds up what was reported: with one team, its own numbers', () => {
    const { rows } = modelOf();
    const [week, sum, weekOfAll, sumOfAll] = rows.map((row) => row.slice(3, -1));
    expect([weekOfAll, sumOfAll]).toEqual([week, sum]);
    expect(week![1]).toBe(String(sample.weeks[1]!.谈话));
  });

  it('goes out as Excel with numbers as numbers, joined as on paper, and into the log of exports', async () => {
    const file = path.join(desk.dir, '汇总表.xlsx');
    await workspace.exportDocument({ ...request, round: roundId() }, file);
    const book = read(fs.readFileSync(file));
    const [sheet] = Object.values(book.Sheets);
    const lines = utils.sheet_to_json<unknown[]>(sheet!, { header: 1, defval: '' });
    const { columns, rows, notes } = modelOf();
    const first = 1 + notes.length + 1;
    expect(lines[0]![0]).toBe('巡察工作周报汇总表');
    expect(lines[first - 1]).toEqual(columns.map(({ title }) => title));
    expect(lines[first]!.slice(3, -1)).toEqual(rows[0]!.slice(3, -1).map(Number));
    expect(sheet!['!merges']!.some(({ s, e }) => s.c === 0 && e.r - s.r === 1)).toBe(true);
    const entry = workspace.index
      .list('exportEntry')
      .find(({ values }) => values.document === '巡察工作周报汇总表');
    expect(entry?.parent).toBe(roundId());
  });

  it('is of a round that one sees; no other paper becomes a workbook', async () => {
    const file = path.join(desk.dir, '周报.xlsx');
    expect(
      await codeOf(() => workspace.exportDocument({ paper: 'weekly', record: reportOf(2).id }, file)),
    ).toBe('PAPER_NO_SHEET');
    expect(fs.existsSync(file)).toBe(false);
    const other = { ...request, round: inspectionOf(workspace, 'U1').id };
    expect(await codeOf(() => workspace.makeDocument(other))).toBe('RECORD_NOT_FOUND');
  });

  it('has a line for every team, without a number for the one that did not report', () => {
    save(workspace, { kind: 'team', parent: roundId(), set: { name: '县委第三巡察组' } });
    const { rows, notes } = modelOf();
    expect(notes.join()).toContain('2025年第37周（2025年9月8日至9月14日）');
    expect(notes.join()).toContain('已报1组，未报1组');
    const unreported = rows.filter(([team]) => team === '县委第三巡察组');
    expect(unreported).toHaveLength(1);
    expect(unreported[0]!.slice(1, -1).join('')).toBe('');
    expect(unreported[0]!.at(-1)).toBe('未报');
  });

  it('says 未报 when the report is gone, also for the only team', () => {
    remove(workspace, { id: reportOf(2).id, reason: '误建' });
    const { rows } = planPaper(workspace, { ...request, round: roundId(), on: '2025-09-08' }).order
      .model as TableModel;
    expect(rows.every((row) => row.at(-1) !== '未报')).toBe(false);
  });
});
