/** Whatever a file holds: it is imported whole, or refused with every complaint in its place, and nothing is kept. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import sampleRound from '../../assets/sample/sample-round.json';
import { planRound, readRoundText } from '../../src-main/services/rounds';
import { openWorkspace, type OpenWorkspace } from '../../src-main/services/workspace';
import { createVault, type VaultSession } from '../../src-main/vault/vault';
import { kindOf } from '../../src-shared/domain/kinds';
import { idsOf } from '../../src-shared/domain/define';
import { checkValues } from '../../src-shared/domain/validate';
import { WorkbenchError } from '../../src-shared/errors';
import type { ChangeDraft } from '../../src-shared/merge/change';
import { bytesOf, someCase, type Case } from './malformed';

const LONG = process.env.LONG === '1';
const CASES = LONG ? 10_000 : 500;
const WORKSPACE_CASES = LONG ? 600 : 80;
jest.setTimeout(LONG ? 900_000 : 120_000);

const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'fuzz-'));
const file = path.join(dir, 'round.json');

const CHINESE = /[\u4e00-\u9fff]/;
const ENGLISH = /expected|invalid|undefined|unexpected|too (big|small)/i;

/** A refusal as a person can use it. */
function checkRefusal(error: unknown): void {
  if (!(error instanceof WorkbenchError)) throw error;
  expect(error.code).toMatch(/^IMPORT_/);
  expect(error.message).toMatch(CHINESE);
  if (error.code === 'IMPORT_INVALID') expect(error.problems.length).toBeGreaterThan(0);
  const useless = error.problems.filter(
    ({ place, message }) => place === '' || !CHINESE.test(message) || ENGLISH.test(message),
  );
  expect(useless).toEqual([]);
}

let session: VaultSession;
/** A vault that the files go into, and one that stays empty. */
let workspace: OpenWorkspace;
let empty: OpenWorkspace;
beforeAll(async () => {
  const vault = path.join(dir, 'vault');
  const founder = { name: '闻知远', role: 'leader', passphrase: '清晨薄雾 2026 出发' } as const;
  ({ session } = await createVault(vault, founder));
  workspace = openWorkspace({ dir: vault, session });
  empty = openWorkspace({ dir: fs.mkdtempSync(path.join(dir, 'empty-')), session });
});
afterAll(() => {
  workspace.close();
  empty.close();
  session.lock();
  fs.rmSync(dir, { recursive: true, force: true });
});

/** Records that hang together: every value fits its field, every id that is named is there. */
function checkWhole(drafts: readonly ChangeDraft[]): void {
  const ids = new Map(drafts.map((draft) => [draft.recordId, draft.kind]));
  const kindAt = (id: unknown) => ids.get(id as string) ?? 'nothing';
  const faults: unknown[] = [];
  for (const { kind: name, set } of drafts) {
    const kind = kindOf(name)!;
    const values = Object.entries(set).filter(([field]) => !field.startsWith('$') && !field.includes('/'));
    faults.push(...checkValues(kind, Object.fromEntries(values), name));
    for (const [field, value] of values) {
      const { type, to } = kind.fields[field]!.info;
      if (type === 'reference' && !idsOf(value).every((id) => to!.includes(kindAt(id))))
        faults.push(`${name}.${field} points nowhere`);
    }
    for (const field of Object.keys(set))
      if (field.includes('/') && !ids.has(field.split('/')[1]!)) faults.push(`${name}: ${field} is nothing`);
    const placed = kind.parents.length > 0 ? kind.parents.includes(kindAt(set.$parent)) : !('$parent' in set);
    if (!placed) faults.push(`${name} hangs under ${kindAt(set.$parent)}`);
  }
  expect(faults).toEqual([]);
  expect(ids.size).toBe(drafts.length);
}

/** The text of the file, read from the disk as the program reads it. */
function textOf(bytes: Buffer): string {
  fs.writeFileSync(file, bytes);
  return readRoundText(file);
}

it(`${CASES} damaged files are each taken whole or refused with places`, () => {
  let taken = 0;
  let refused = 0;
  fc.assert(
    fc.property(someCase, (one: Case) => {
      try {
        checkWhole(planRound(empty, textOf(bytesOf(one))).drafts);
        taken += 1;
      } catch (error) {
        checkRefusal(error);
        refused += 1;
      }
    }),
    { numRuns: CASES },
  );
  // Both ends of the property are visited, or it says nothing.
  expect(taken).toBeGreaterThan(CASES / 20);
  expect(refused).toBeGreaterThan(CASES / 20);
});

describe('into a vault', () => {
  const petitions = () => workspace.index.list('petition').length;
  /** Of each petition who reported is a change of its own, in a box. */
  const state = () => [
    workspace.store.recordCount,
    workspace.store.lastSeq - petitions(),
    workspace.index.size,
  ];

  it(`${WORKSPACE_CASES} damaged files leave all of their records or none`, async () => {
    let n = 0;
    fc.assert(
      fc.property(someCase, (one: Case) => {
        n += 1;
        const [records, seq, size] = state() as [number, number, number];
        try {
          const added = workspace.importRound(textOf(bytesOf(one, `R${n}`)));
          // And the entry of the 操作日志 that goes with them.
          const all = added + 1;
          expect(state()).toEqual([records + all, seq + all, size + all]);
        } catch (error) {
          checkRefusal(error);
          expect(state()).toEqual([records, seq, size]);
        }
      }),
      { numRuns: WORKSPACE_CASES },
    );
    expect((await workspace.store.verify()).problems).toEqual([]);
  });

  it('a round with 234 problems is taken', () => {
    const round = structuredClone(sampleRound);
    round.round.id = 'ALL-234';
    const [paper] = round.findings;
    for (let i = 18; i < 234; i += 1) round.findings.push({ ...paper!, 编号: `WT-${i + 100}` });
    const before = workspace.index.list('workingPaper').length;
    workspace.importRound(textOf(Buffer.from(JSON.stringify(round))));
    expect(workspace.index.list('workingPaper')).toHaveLength(before + 234);
  });
});

describe('a file', () => {
  const code = (act: () => unknown): string => {
    try {
      act();
    } catch (error) {
      checkRefusal(error);
      return (error as WorkbenchError).code;
    }
    return 'none';
  };

  it('that is not there, is a folder, is no text or is too large is refused', () => {
    expect(code(() => readRoundText(path.join(dir, 'nothing.json')))).toBe('IMPORT_UNREADABLE');
    expect(code(() => readRoundText(dir))).toBe('IMPORT_UNREADABLE');
    for (const bytes of [
      Buffer.from([0x7b, 0, 0x7d]),
      Buffer.from([0xff, 0xff]),
      Buffer.from(`${'青'.repeat(40)}青禾`).subarray(0, 122),
    ])
      expect(code(() => textOf(bytes))).toBe('IMPORT_NOT_JSON');
    fs.truncateSync(file, 65 * 1024 * 1024);
    expect(code(() => readRoundText(file))).toBe('IMPORT_TOO_LARGE');
  });

  it('that nests without end is refused, not followed', () => {
    for (const text of [
      '['.repeat(100_000),
      `${'[['.repeat(50_000)}${']]'.repeat(50_000)}`,
      '{"round":'.repeat(20_000),
    ])
      expect(code(() => planRound(empty, text))).toMatch(/^IMPORT_/);
    const deep = `{"expected":${'['.repeat(1000)}${']'.repeat(1000)},`;
    // Of two that are called alike none would be taken.
    const { expected: _own, ...round } = sampleRound;
    expect(code(() => planRound(empty, deep + JSON.stringify(round).slice(1)))).toBe('none');
  });
});
