/**
 * Every paper of the sample round, word for word as it was handed out before: `test/golden/papers` holds what each says and
 * how it is set, `test/golden/asked.txt` who gets which under what name. `GOLDEN=write npx jest …` writes them anew; look at
 * the difference and at the rendered pages (`scripts/golden-pages.mjs`) before it is committed.
 */
import fs from 'node:fs';
import path from 'node:path';
import type { PaperRequest } from '../../../src-shared/contract/core';
import { checkPaper, planPaper } from '../../../src-main/services/papers';
import { save } from '../../../src-main/services/records';
import type { OpenWorkspace } from '../../../src-main/services/workspace';
import { kinds } from '../../../src-shared/domain/kinds';
import type { AnyKind, Entity } from '../../../src-shared/domain/define';
import { formCopies, registerCopies } from '../../../src-shared/domain/define/paper-form';
import { WorkbenchError } from '../../../src-shared/errors';
import { inspectionOf, numbered, PEOPLE, type Person, SAMPLE_TEXT, useDesk } from '../services/desk';
import { docxOutline } from './outline';

jest.setTimeout(300_000);
const GOLDEN = path.join(__dirname, '../../golden');
const WRITE = process.env.GOLDEN === 'write';
const UNITS = ['U1', 'U2', 'U3'] as const;

const desk = useDesk(SAMPLE_TEXT);

/** What the sample leaves to be given: a number for the 公文 layout, how to reach the group, a second thing to ask for. */
function complete(workspace: OpenWorkspace): void {
  const [feedback] = workspace.index.children(inspectionOf(workspace, 'U1').id, 'feedback');
  save(workspace, { kind: 'feedback', id: feedback!.id, set: { numberSerial: 21 } });
  const inspection = inspectionOf(workspace, 'U1').id;
  const reach = { phone: '0870-5551234', postBox: '青禾县第16号信箱', boxPlace: '县水务局一楼大厅' };
  const visits = { visitHours: '工作日9:00至17:00，县水务局3楼305室', announcedOn: '2025-09-02' };
  save(workspace, { kind: 'inspection', id: inspection, set: { ...reach, ...visits } });
  const letter = numbered(workspace, 'inquiry', 'HX-01');
  const more = { contact: '温子衡 0870-5555678', delivery: 'sealed' };
  const numberOf = { letterNumber: '青巡办函〔2025〕3号' };
  save(workspace, { kind: 'inquiry', id: letter.id, set: { ...more, ...numberOf } });
}

/** The fullest record of a kind: most of its form is seen. */
function fullest(workspace: OpenWorkspace, kind: string): Entity | undefined {
  const size = ({ id, values, sets }: Entity) =>
    Object.keys(values).length + Object.values(sets).flat().length + workspace.index.children(id).length;
  return [...workspace.index.list(kind)]
    .sort((a, b) => String(a.values.code ?? '').localeCompare(String(b.values.code ?? '')))
    .reduce<Entity | undefined>((best, one) => (best && size(best) >= size(one) ? best : one), undefined);
}

/** Everything a person can ask for, by the name of its golden file. */
function* asked(workspace: OpenWorkspace): Generator<readonly [string, PaperRequest]> {
  for (const unit of UNITS) {
    const inspection = inspectionOf(workspace, unit).id;
    yield [`feedback-B-${unit}`, { paper: 'feedback', inspection, layout: 'B' }];
    yield [`feedback-A-${unit}`, { paper: 'feedback', inspection, layout: 'A' }];
    yield [`announcement-${unit}`, { paper: 'announcement', inspection }];
    yield [`ledger-${unit}`, { paper: 'ledger', inspection }];
  }
  for (const kind of Object.values(kinds) as unknown as AnyKind[]) {
    const record = fullest(workspace, kind.kind);
    if (!record) continue;
    for (const { id: copy } of formCopies(kind.paper))
      yield [`form-${kind.kind}-${copy}`, { paper: 'form', record: record.id, layout: copy }];
    for (const { id: copy } of registerCopies(kind.paper)) {
      const rows = workspace.index.list(kind.kind);
      const ofUnit = rows.filter((row) => row.inspection === record.inspection);
      for (const [what, list] of [
        ['all', rows],
        ['unit', ofUnit],
      ] as const) {
        const ids = list.map(({ id }) => id);
        if (what === 'all' || ids.length < rows.length)
          yield [
            `register-${kind.kind}-${copy}-${what}`,
            { paper: 'register', kind: kind.kind, ids, layout: copy },
          ];
      }
    }
  }
  const second = workspace.index.list('weeklyReport').find(({ values }) => values.week === 2)!.id;
  yield ['weekly', { paper: 'weekly', record: second }];
  yield ['weekly-blank', { paper: 'weekly', record: second, layout: 'blank' }];
  const round = workspace.index.list('round')[0]!.id;
  yield ['weekly-summary', { paper: 'weeklySummary', round, on: '2025-09-10' }];
  const questionnaire = workspace.index.list('questionnaire')[0]!.id;
  yield ['questionnaire', { paper: 'questionnaire', record: questionnaire }];
  for (const code of ['HX-01', 'HX-02'])
    yield [
      `inquiryLetter-${code}`,
      { paper: 'inquiryLetter', record: numbered(workspace, 'inquiry', code).id },
    ];
  yield ['tally', { paper: 'tally', record: questionnaire }];
  yield [
    'order-notice-2',
    { paper: 'form', record: numbered(workspace, 'immediateOrder', 'LX-02').id, layout: 'notice' },
  ];
}

/** Compares with what is kept, or keeps it. */
function compare(file: string, text: string): void {
  const target = path.join(GOLDEN, file);
  if (WRITE) {
    fs.mkdirSync(path.dirname(target), { recursive: true });
    fs.writeFileSync(target, text);
  }
  expect(text).toBe(fs.readFileSync(target, 'utf8'));
}

/** The paper as this person gets it; undefined where it is refused. */
async function made(workspace: OpenWorkspace, request: PaperRequest): Promise<Buffer | undefined> {
  try {
    return (await workspace.makeDocument(request)).bytes;
  } catch (error) {
    if (error instanceof WorkbenchError) return undefined;
    throw error;
  }
}

it('every paper says what it said, set as it was', async () => {
  const leader = desk.open();
  complete(leader);
  if (WRITE) fs.rmSync(path.join(GOLDEN, 'papers'), { recursive: true, force: true });
  const papers = new Map<string, string>();
  const keep = (name: string, bytes: Buffer) => {
    papers.set(name, docxOutline(bytes));
    if (process.env.GOLDEN_DOCX) fs.writeFileSync(path.join(process.env.GOLDEN_DOCX, `${name}.docx`), bytes);
  };
  for (const [name, request] of asked(leader)) {
    const bytes = await made(leader, request);
    if (bytes) keep(name, bytes);
  }
  // Whoever may not read every field has fewer on his paper.
  const member = desk.open('member');
  for (const [name, request] of asked(member)) {
    const bytes = await made(member, request);
    if (bytes && docxOutline(bytes) !== papers.get(name)) keep(`${name}@member`, bytes);
  }
  for (const [name, text] of papers) compare(`papers/${name}.txt`, text);
  const kept = fs.readdirSync(path.join(GOLDEN, 'papers')).sort();
  expect(kept).toEqual([...papers.keys()].map((name) => `${name}.txt`).sort());
});

/** How one person's request ends: the file name, what the log of exports says of it, what must be decided; or the refusal. */
function outcome(workspace: OpenWorkspace, request: PaperRequest): string {
  try {
    const { undecided, standing } = checkPaper(workspace, request);
    if (undecided.length > 0) return `to decide: ${undecided.map(({ word }) => word).join(' ')}`;
    const { fileName, label, audience, subject = '-', home } = planPaper(workspace, request);
    const place = workspace.index.get(home)!.kind;
    return [fileName, label, audience, subject, place, standing.length].join(' | ');
  } catch (error) {
    if (error instanceof WorkbenchError) return `${error.code} ${error.message}`;
    throw error;
  }
}

it('every person gets what he got, under the same name, or the same refusal', () => {
  const lines: string[] = [];
  for (const person of Object.keys(PEOPLE) as Person[]) {
    const workspace = desk.open(person);
    lines.push(`== ${person}`);
    for (const [name, request] of asked(workspace)) lines.push(`${name}: ${outcome(workspace, request)}`);
  }
  compare('asked.txt', `${lines.join('\n')}\n`);
});
