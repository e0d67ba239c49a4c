/**
 * Whatever bytes call themselves a table: a sentence, or a preview; never a crash. What is refused changes nothing, what is
 * written is written whole, and the same bytes once more find nothing left to do.
 */
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { read, write } from '@e965/xlsx';
import fc from 'fast-check';
import { importTable, previewTable } from '../../src-main/services/tables';
import { kindOf } from '../../src-shared/domain/kinds';
import type { AnyKind } from '../../src-shared/domain/define';
import { WorkbenchError } from '../../src-shared/errors';
import { SAMPLE_TEXT, useDesk } from '../unit/services/desk';

const LONG = process.env.LONG === '1';
const CASES = LONG ? 10_000 : 1000;
jest.setTimeout(LONG ? 1_800_000 : 300_000);

const desk = useDesk(SAMPLE_TEXT);
const FOLDER = path.join(__dirname, '../fixtures/tables');
const ledgers = readdirSync(FOLDER).map((name) => readFileSync(path.join(FOLDER, name)));
/** The same ledger as old programs and WPS keep it. */
const oldOnes = (['biff8', 'xlml', 'html', 'ods'] as const).map((bookType) =>
  Buffer.from(write(read(ledgers[0]!, { type: 'buffer' }), { type: 'buffer', bookType }) as Uint8Array),
);
/** One of which every row may be written: the others lack what their rows refer to. */
const sound = Buffer.from(
  [
    '被巡察单位,编号,方式,日期,地点,走访人次',
    'U1,,走访,2025-09-12,青山村,6',
    'U1,,暗访,2025-09-13,菜市场,',
  ].join('\r\n'),
);
const whole = [...ledgers, ...oldOnes, sound];

/** One thing that happens to a file on a stick: bytes turned, a piece lost, doubled, or another file's in its place. */
const damage = fc.oneof(
  fc.record({
    how: fc.constant('flip' as const),
    at: fc.nat(),
    byte: fc.nat(255),
    count: fc.integer({ min: 1, max: 20 }),
  }),
  fc.record({ how: fc.constant('cut' as const), at: fc.nat() }),
  fc.record({ how: fc.constant('drop' as const), at: fc.nat(), count: fc.integer({ min: 1, max: 400 }) }),
  fc.record({
    how: fc.constant('put' as const),
    at: fc.nat(),
    bytes: fc.uint8Array({ minLength: 1, maxLength: 200 }),
  }),
);
type Damage = typeof damage extends fc.Arbitrary<infer T> ? T : never;

function damaged(bytes: Buffer, done: Damage): Buffer {
  const at = done.at % bytes.length;
  switch (done.how) {
    case 'flip': {
      const copy = Buffer.from(bytes);
      for (let i = 0; i < done.count; i += 1) copy[(at + i * 37) % copy.length] = done.byte;
      return copy;
    }
    case 'cut':
      return bytes.subarray(0, at);
    case 'drop':
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + done.count)]);
    case 'put':
      return Buffer.concat([bytes.subarray(0, at), done.bytes, bytes.subarray(at)]);
  }
}

const file = fc.oneof(
  {
    weight: 8,
    arbitrary: fc
      .tuple(fc.constantFrom(...whole), fc.array(damage, { minLength: 1, maxLength: 3 }))
      .map(([bytes, all]) => all.reduce(damaged, bytes)),
  },
  { weight: 1, arbitrary: fc.constantFrom(...whole) },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 600 }) },
  { weight: 1, arbitrary: fc.string({ maxLength: 300, unit: 'binary' }).map((text) => Buffer.from(text)) },
);

// The library complains to the console of every record that it does not know.
beforeAll(() => void jest.spyOn(console, 'error').mockImplementation());

test(`${CASES} broken workbooks and CSV files`, () => {
  const workspace = desk.open();
  const kinds = ['rectificationItem', 'visit', 'workingPaper'].map((name) => kindOf(name) as AnyKind);
  const seen = { read: 0, refused: 0, written: 0 };
  fc.assert(
    fc.property(file, fc.constantFrom(...kinds), (bytes, kind) => {
      const stood = workspace.store.changeCount;
      try {
        const plan = previewTable(workspace, bytes, { kind });
        const { preview } = plan;
        seen.read += 1;
        const rows = [...preview.new, ...preview.changed].map(({ row }) => row);
        expect(new Set(rows).size).toBe(rows.length);
        for (const { message } of preview.refused) expect(message).toMatch(/[\u4e00-\u9fff]/);
        importTable(workspace, kind, plan);
        // Whole, with the one entry of the act; or nothing.
        const written = workspace.store.changeCount - stood;
        expect(written).toBe(rows.length === 0 ? 0 : plan.drafts.length + 1);
        if (written > 0) seen.written += 1;
        const again = previewTable(workspace, bytes, { kind }).preview;
        expect([again.new, again.changed]).toEqual([[], []]);
      } catch (error) {
        if (!(error instanceof WorkbenchError)) throw error;
        expect(workspace.store.changeCount).toBe(stood);
        seen.refused += 1;
        expect(error.code).toMatch(/^TABLE_/);
        expect(error.message).toMatch(/[\u4e00-\u9fff].*。$/s);
        expect(error.message).not.toMatch(/error|unsupported|invalid|undefined/i);
      }
    }),
    // The short form is the same every time: what is new is looked for by the long one.
    { numRuns: CASES, ...(LONG ? {} : { seed: 20261126 }) },
  );
  // All ways were gone.
  expect(Math.min(seen.read, seen.refused)).toBeGreaterThan(CASES / 50);
  expect(seen.written).toBeGreaterThan(0);
});
