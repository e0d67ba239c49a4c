/** Pages as LibreOffice lays them out: one conversion for all files, measured in the PDF's own text. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  feedbackDocument,
  forInternal,
  forUnit,
  ledgerDocument,
  tableDocument,
} from '../../../src-main/word';
import { paperDocument, paragraphs } from '../../../src-main/word/page/gbt9704';
import { feedbackModel, FOCUSES, forbidden, ledgerModel } from './fixtures';

interface Word {
  readonly text: string;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}
interface Page {
  readonly width: number;
  readonly height: number;
  readonly words: readonly Word[];
}

const POINTS_PER_MM = 72 / 25.4;
const mm = (points: number): number => points / POINTS_PER_MM;

function missingTools(): string[] {
  return ['soffice', 'pdftotext'].filter((tool) => {
    try {
      execFileSync('which', [tool], { stdio: 'ignore' });
      return false;
    } catch {
      return true;
    }
  });
}

function readPages(pdf: string): Page[] {
  const xml = execFileSync('pdftotext', ['-bbox', pdf, '-'], { encoding: 'utf8', maxBuffer: 1 << 28 });
  return xml
    .split('<page ')
    .slice(1)
    .map((page) => ({
      width: Number(/width="([\d.]+)"/.exec(page)?.[1]),
      height: Number(/height="([\d.]+)"/.exec(page)?.[1]),
      words: [
        ...page.matchAll(
          /<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)<\/word>/g,
        ),
      ].map(([, left, top, right, bottom, text = '']) => ({
        text,
        left: Number(left),
        right: Number(right),
        top: Number(top),
        bottom: Number(bottom),
      })),
    }));
}

/** Words of one line of print, from top to bottom. */
function linesOf(
  words: readonly Word[],
): { text: string; left: number; right: number; top: number; bottom: number }[] {
  const lines: { text: string; left: number; right: number; top: number; bottom: number }[] = [];
  for (const word of [...words].sort((a, b) => a.top - b.top || a.left - b.left)) {
    const line = lines.find((candidate) => Math.abs(candidate.top - word.top) < 3);
    if (line === undefined) lines.push({ ...word });
    else {
      line.text += word.text;
      line.left = Math.min(line.left, word.left);
      line.right = Math.max(line.right, word.right);
    }
  }
  return lines;
}

const isNumber = (page: Page, line: { text: string; top: number }) =>
  /^—\d+—$/.test(line.text) && line.top > page.height * 0.85;
const textOf = (page: Page): string => page.words.map((word) => word.text).join('');

const missing = missingTools();
const suite = missing.length === 0 ? describe : describe.skip;
const reason = missing.length === 0 ? '' : ` — SKIPPED: not installed here: ${missing.join(', ')}`;

suite(`rendered by LibreOffice${reason}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'documents-'));
  const pages: Record<string, Page[]> = {};

  beforeAll(async () => {
    const ledger = ledgerModel();
    const cleared = forUnit(feedbackModel('U1'), forbidden);
    const official = {
      kind: 'official' as const,
      head: {
        mark: '中共青禾县委巡察工作领导小组文件',
        number: { code: '青巡发', year: 2025, serial: 21 },
        urgency: '特急' as const,
      },
      imprint: {
        copiesTo: ['县纪委监委', '县委组织部'],
        printer: '县委巡察工作领导小组办公室',
        printedOn: '2025-11-13',
      },
    };
    const full = paragraphs('GwBody', '国'.repeat(28 * 22 * 3));
    const hard = {
      ...feedbackModel('U1'),
      unit: '云岭省澜溪市青禾县自然资源和规划局（不动产登记与国土空间规划综合服务中心）党组',
      overview: [],
      advice: [],
      focuses: Object.values(FOCUSES).map((name, focus) => ({
        name,
        findings: Array.from({ length: focus === 3 ? 0 : 78 }, (_, n) => ({
          title: `龚䶮<b>第${n}件&\u0000`,
          facts: `邓㛃\u0007等${'人'.repeat(n)}。`,
          important: n % 7 === 0,
        })),
      })),
    };
    const files: Record<string, Buffer> = {
      full: await paperDocument({ title: '满页', body: full, signatory: '巡察组', date: '2025-11-12' }),
      internal: await feedbackDocument(cleared),
      official: await feedbackDocument(cleared, { layout: official }),
      nearlyFull: await paperDocument(
        {
          title: '版记',
          body: Array.from({ length: 27 }, (_, n) => paragraphs('GwBody', `第${n}行`, n === 26)).flat(),
          signatory: '巡察组',
          date: '2025-11-12',
        },
        official,
      ),
      hard: await feedbackDocument(forUnit(hard, forbidden)),
      ledger: await ledgerDocument(forUnit(ledger, forbidden)),
      rows: await tableDocument(
        forInternal({
          title: '台账',
          notes: [],
          columns: [{ title: '表头序号' }, { title: '内容' }],
          rows: Array.from({ length: 40 }, (_, n) => [
            String(n),
            n === 20
              ? '长'.repeat(9000)
              : [`首${n}。`, ...Array<string>(1 + (n % 9)).fill('中'), `尾${n}。`].join('\n'),
          ]),
          date: '2026-03-20',
        }),
      ),
    };
    const names = Object.keys(files);
    for (const [name, file] of Object.entries(files)) writeFileSync(join(folder, `${name}.docx`), file);
    execFileSync(
      'soffice',
      [
        `-env:UserInstallation=${pathToFileURL(join(folder, 'profile')).href}`,
        ...['--headless', '--convert-to', 'pdf', '--outdir', folder],
        ...names.map((name) => join(folder, `${name}.docx`)),
      ],
      { stdio: 'ignore', timeout: 110_000 },
    );
    expect(readdirSync(folder).filter((file) => file.endsWith('.pdf'))).toHaveLength(names.length);
    for (const name of names) pages[name] = readPages(join(folder, `${name}.pdf`));
  }, 120_000);

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const pagesOf = (name: string): Page[] => pages[name] ?? [];

  it('is A4, upright for papers and across for ledgers', () => {
    for (const name of ['full', 'internal', 'official', 'hard']) {
      for (const page of pagesOf(name))
        expect([Math.round(mm(page.width)), Math.round(mm(page.height))]).toEqual([210, 297]);
    }
    for (const name of ['ledger', 'rows']) {
      for (const page of pagesOf(name))
        expect([Math.round(mm(page.width)), Math.round(mm(page.height))]).toEqual([297, 210]);
    }
  });

  it('puts 22 lines of 28 characters on a full page, inside the margins', () => {
    const page = pagesOf('full')[1];
    if (page === undefined) throw new Error('no second page');
    const lines = linesOf(page.words).filter((line) => !isNumber(page, line));
    expect(lines.map((line) => [...line.text].length)).toEqual(Array<number>(22).fill(28));
    for (const line of lines) {
      expect(mm(line.left)).toBeCloseTo(28, 0);
      expect(mm(page.width - line.right)).toBeGreaterThan(25.5);
      expect(mm(page.width - line.right)).toBeLessThan(27);
    }
    const steps = lines.slice(1).map((line, index) => line.top - (lines[index]?.top ?? 0));
    for (const step of steps) expect(step).toBeCloseTo(28.95, 0);
    // Each line box is 28.95 pt high with its characters in the middle of it.
    const [first, last] = [lines[0], lines[21]];
    const middle = (line?: { top: number; bottom: number }) => ((line?.top ?? 0) + (line?.bottom ?? 0)) / 2;
    expect(mm(middle(first) - 28.95 / 2)).toBeGreaterThan(35);
    expect(mm(middle(first) - 28.95 / 2)).toBeLessThan(39.5);
    expect(mm(page.height - middle(last) - 28.95 / 2)).toBeGreaterThan(32.5);
  });

  it.each(['internal', 'official', 'hard', 'ledger'])(
    'numbers the pages of %s from 1, odd ones right, even ones left, one character in',
    (name) => {
      const margins = name === 'ledger' ? { left: 20, right: 20 } : { left: 28, right: 26 };
      expect(pagesOf(name).length).toBeGreaterThanOrEqual(3);
      pagesOf(name).forEach((page, index) => {
        const number = linesOf(page.words).find((line) => isNumber(page, line));
        expect(number?.text).toBe(`—${index + 1}—`);
        const gap = index % 2 === 0 ? page.width - (number?.right ?? 0) : (number?.left ?? 0);
        const margin = index % 2 === 0 ? margins.right : margins.left;
        // One 14 pt character is 4.9 mm.
        expect(mm(gap) - margin).toBeGreaterThan(4);
        expect(mm(gap) - margin).toBeLessThan(6);
      });
    },
  );

  it('sets the page number’s dash 7 mm below the text area', () => {
    const page = pagesOf('internal')[0];
    const number = page && linesOf(page.words).find((line) => isNumber(page, line));
    const middle = ((number?.top ?? 0) + (number?.bottom ?? 0)) / 2;
    expect(Math.abs(mm(middle) - (297 - 35 + 7))).toBeLessThan(1.5);
  });

  it('leaves no heading alone at the foot of a page', () => {
    for (const name of ['internal', 'official', 'hard']) {
      for (const page of pagesOf(name)) {
        const lines = linesOf(page.words).filter((line) => !isNumber(page, line));
        expect(lines.at(-1)?.text).not.toMatch(
          /^([一二三四五六七八九十]+、|（[一二三四五六七八九十]+）聚焦|\d+\.关于)/,
        );
      }
    }
  });

  it('sets 版记 at the foot of the last page, with the date above it on the same page', () => {
    for (const name of ['official', 'nearlyFull']) {
      const all = pagesOf(name);
      const last = all.at(-1);
      if (last === undefined) throw new Error(`no pages of ${name}`);
      const printed = linesOf(last.words).find((line) => line.text.includes('印发'));
      const bottom = mm(last.height - (printed?.bottom ?? 0));
      expect(bottom).toBeGreaterThan(34);
      expect(bottom).toBeLessThan(39);
      const date = linesOf(last.words).find((line) => line.text === '2025年11月12日');
      expect(date?.bottom ?? Infinity).toBeLessThan(printed?.top ?? 0);
      expect(all.slice(0, -1).some((page) => textOf(page).includes('印发'))).toBe(false);
    }
  });

  it('begins the issuer’s mark 35 mm below the text area’s upper edge', () => {
    const mark = linesOf(pagesOf('official')[0]?.words ?? []).find((line) =>
      line.text.includes('领导小组文件'),
    );
    expect(Math.abs(mm(mark?.top ?? 0) - (37 + 35))).toBeLessThan(4);
  });

  it('shows rare characters and markup, and loses control characters, over 234 findings', () => {
    const text = pagesOf('hard').map(textOf).join('');
    expect(text).toContain('邓㛃等');
    expect(text.match(/龚䶮/g)).toHaveLength(234);
    expect(text).toContain('&lt;b&gt;第77件&amp;');
    expect(text).not.toContain('聚焦巡察整改落实情况');
    expect(text).toContain('78.关于');
  });

  it('repeats the table’s head on every page and splits no row that fits one', () => {
    const all = pagesOf('rows');
    expect(all.length).toBeGreaterThan(3);
    // The fill-in line stays with the last rows, so every page has the table.
    for (const page of all) expect(textOf(page)).toContain('表头序号');
    for (let row = 0; row < 40; row++) {
      if (row === 20) continue;
      const on = (mark: string) => all.findIndex((page) => textOf(page).includes(`${mark}${row}。`));
      expect(on('首')).toBeGreaterThanOrEqual(0);
      expect(on('首')).toBe(on('尾'));
    }
    const long = all.map((page) => textOf(page).match(/长/g)?.length ?? 0);
    expect(long.reduce((sum, count) => sum + count, 0)).toBe(9000);
  });

  it('keeps every date of a ledger in one line and the whole table on the page', () => {
    for (const page of pagesOf('ledger')) {
      expect(textOf(page)).toContain('反馈问题');
      for (const word of page.words) expect(word.right).toBeLessThan(page.width - 19 * POINTS_PER_MM);
    }
    // The two columns of days stand side by side; the notes have days of their own.
    const column = (from: number, to: number) => (page: Page) =>
      linesOf(page.words.filter(({ left }) => left > from * page.width && left < to * page.width));
    const dates = pagesOf('ledger')
      .flatMap((page) => [...column(0.52, 0.63)(page), ...column(0.63, 0.735)(page)])
      .flatMap(({ text }) => text.match(/^\d{4}年\d{1,2}月\d{1,2}日/) ?? []);
    const expected = ledgerModel()
      .rows.flatMap((row) => [row.startedOn, row.dueOn, row.doneOn])
      .filter((day) => /^\d/.test(day ?? ''));
    expect(dates).toHaveLength(expected.length);
  });
});
