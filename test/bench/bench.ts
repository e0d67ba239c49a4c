/**
 * What the core costs, each beside a yardstick measured in the same run (`npm run bench`). Records only: a time limit
 * that fails on a slow laptop would say nothing of the program. Writes out/bench.json and prints a table.
 */
import { spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { buildSync } from 'esbuild';
import { unzipSync, zipSync } from 'fflate';
import sampleRound from '../../assets/sample/sample-round.json';
import { createRecordIndex } from '../../src-main/services/index-of-records';
import { openWorkspace } from '../../src-main/services/workspace';
import { openStore, type Store } from '../../src-main/store/store';
import { deriveKey, KDF_FLOOR } from '../../src-main/vault/kdf';
import { newPerson } from '../../src-main/vault/held-keys';
import { createVault, unlockVault } from '../../src-main/vault/vault';
import { canonicalChange, type Change, type ChangeDraft } from '../../src-shared/merge/change';
import { draftEdit } from '../../src-shared/merge/registers';
import { keyRingOf } from '../fixtures/vault-key';
import { cellsOf, longLedger } from './ledger-rows';
import { median, percentile, several, table, timed, type Measure } from './measure';

const ROOT = path.join(__dirname, '../..');
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'bench-'));
const at = (name: string): string => path.join(folder, name);
const keys = keyRingOf(randomBytes(32));
const writer = newPerson(keys.vaultId);
const PASSPHRASE = '清晨薄雾 2026 出发';

/** Drafts of records like those of the sample: talks, with their points as text. */
function talks(count: number): ChangeDraft[] {
  return Array.from({ length: count }, (_, i) => {
    const talk = sampleRound.interviews[i % sampleRound.interviews.length]!;
    const set = {
      $parent: '0123456789abcdef0123',
      code: `T${i + 1}`,
      interviewee: talk.对象,
      post: talk.职务,
      category: talk.类别,
      heldOn: talk.日期,
      startedAt: talk.起,
      endedAt: talk.止,
      place: talk.地点,
      form: '个别谈话',
      personTimes: 1,
      mattersNamed: talk.要点.map((point) => point.内容).join('\n'),
    };
    return {
      author: 'user',
      at: '2026-03-20T09:00:00Z',
      kind: 'interview',
      recordId: randomBytes(10).toString('hex'),
      action: 'create',
      set,
      replaces: {},
    };
  });
}

function fill(store: Store, drafts: readonly ChangeDraft[]): void {
  for (let from = 0; from < drafts.length; from += 5000) store.commit(drafts.slice(from, from + 5000));
}

/** Commits of one field of one record, each followed by a plain write and fsync of as many bytes. */
async function commitOne(): Promise<Measure[]> {
  const store = openStore({ dir: at('commit'), keys, sign: (bytes) => writer.sign(bytes) });
  const drafts = talks(1000);
  fill(store, drafts);
  const edit = (n: number): ChangeDraft => {
    const state = store.record(drafts[n % drafts.length]!.recordId)!;
    return {
      author: 'user',
      at: '2026-03-20T09:00:00Z',
      kind: 'interview',
      recordId: state.id,
      action: 'edit',
      ...draftEdit(state, { mattersNamed: `要点第${n}次修改，自动保存的一段文字` }),
    };
  };
  // How many bytes a commit hands to the disk, counted at the only call that does so.
  const write = fs.writeSync;
  let handed = 0;
  fs.writeSync = ((...args: Parameters<typeof write>) => {
    const written = write(...args);
    handed += written;
    return written;
  }) as typeof write;
  for (let n = 0; n < 50; n += 1) store.commit([edit(n)]);
  fs.writeSync = write;
  const bytes = Buffer.alloc(Math.round(handed / 50), 7);

  const plain = fs.openSync(at('plain'), 'w');
  const runs: { commit: number[]; plain: number[] }[] = [];
  for (let run = 0; run < 5; run += 1) {
    const times = { commit: [] as number[], plain: [] as number[] };
    for (let n = 0; n < 100; n += 1) {
      const draft = edit(run * 100 + n);
      times.commit.push(await timed(() => store.commit([draft])));
      times.plain.push(
        await timed(() => {
          fs.writeSync(plain, bytes);
          fs.fsyncSync(plain);
        }),
      );
    }
    runs.push(times);
  }
  fs.closeSync(plain);
  store.close();
  const over = (key: 'commit' | 'plain', share: number) =>
    median(runs.map((run) => percentile(run[key], share)));
  return [
    {
      name: 'commit of one change',
      unit: 'ms',
      value: over('commit', 0.5),
      p50: over('commit', 0.5),
      p95: over('commit', 0.95),
      runs: 500,
      yardstick: { name: `write+fsync of ${bytes.length} bytes, p50 ms`, value: over('plain', 0.5) },
    },
    {
      name: 'commit of one change, p95',
      unit: 'ms',
      value: over('commit', 0.95),
      runs: 500,
      yardstick: { name: `write+fsync of ${bytes.length} bytes, p95 ms`, value: over('plain', 0.95) },
    },
  ];
}

async function unlock(): Promise<Measure[]> {
  const dir = at('vault');
  const { session } = await createVault(dir, { name: '闻知远', role: 'leader', passphrase: PASSPHRASE });
  session.lock();
  const kdf: number[] = [];
  const unlocked = await several(5, async () => {
    (await unlockVault(dir, { passphrase: PASSPHRASE })).lock();
  });
  kdf.push(...(await several(5, () => deriveKey(PASSPHRASE, randomBytes(16), KDF_FLOOR))));
  return [
    {
      name: 'unlock',
      unit: 'ms',
      value: median(unlocked),
      runs: 5,
      yardstick: { name: 'Argon2id alone, ms', value: median(kdf) },
    },
  ];
}

async function openAndProject(count: number, runs: number): Promise<Measure> {
  const dir = at(`open-${count}`);
  const store = openStore({ dir, keys });
  const drafts = talks(count);
  fill(store, drafts);
  store.close();
  const texts = drafts.map((draft) => JSON.stringify(draft.set));
  let reached = 0;
  const opened: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    globalThis.gc?.();
    let again: Store | undefined;
    opened.push(
      await timed(() => {
        again = openStore({ dir, keys });
        const index = createRecordIndex();
        index.apply(again.records());
        for (const record of index.all()) reached += record.values.interviewee ? 1 : 0;
      }),
    );
    again?.close();
  }
  if (reached !== count * runs) throw new Error(`opened ${reached} records of ${count * runs}`);
  const parsed = await several(runs, () => texts.forEach((text) => void JSON.parse(text)));
  fs.rmSync(dir, { recursive: true });
  const each = (times: readonly number[]) => (median(times) * 1000) / count;
  return {
    name: `open + project, ${count.toLocaleString('en')} records`,
    unit: 'µs a record',
    value: each(opened),
    runs,
    yardstick: { name: 'JSON.parse of the same, µs a record', value: each(parsed) },
    goal: '≤ 50, linear',
  };
}

interface Made {
  readonly ms: number;
  readonly growthMiB: number;
  readonly bytes: number;
}

function made(command: string, args: readonly string[], input?: string): Made {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: ROOT, encoding: 'utf8', input });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as Made;
}

function ledgers(): Measure[] {
  const rows = 2000;
  const child = (maker: string) => () =>
    made(process.execPath, [
      '--expose-gc',
      '--import',
      'tsx',
      path.join(__dirname, 'ledger-child.ts'),
      maker,
      `${rows}`,
    ]);
  const makers: Record<string, () => Made> = { ours: child('ours'), docxtemplater: child('docxtemplater') };
  if (spawnSync('python3', ['-c', 'import docx']).status === 0) {
    const input = JSON.stringify(longLedger(rows).rows.map(cellsOf));
    makers['python-docx'] = () => made('python3', [path.join(__dirname, 'ledger.py')], input);
  }
  const results = new Map<string, Made[]>(Object.keys(makers).map((name) => [name, []]));
  // In turn, so that a busy minute strikes all alike.
  for (let run = 0; run < 5; run += 1)
    for (const [name, make] of Object.entries(makers)) results.get(name)!.push(make());
  const of = (name: string, key: keyof Made) => median(results.get(name)!.map((one) => one[key]));
  const others = Object.keys(makers).filter((name) => name !== 'ours');
  return others.flatMap((other): Measure[] => [
    {
      name: `ledger of ${rows} rows, beside ${other}`,
      unit: 'ms',
      value: of('ours', 'ms'),
      runs: 5,
      yardstick: { name: `${other}, ms`, value: of(other, 'ms') },
      goal: '≤ 1000, fastest',
    },
    {
      name: `its peak memory growth, beside ${other}`,
      unit: 'MiB',
      value: of('ours', 'growthMiB'),
      runs: 5,
      yardstick: { name: `${other}, MiB`, value: of(other, 'growthMiB') },
      goal: '≤ 250',
    },
  ]);
}

async function feedback(): Promise<Measure> {
  const dir = at('feedback');
  const { session } = await createVault(dir, { name: '闻知远', role: 'leader', passphrase: PASSPHRASE });
  const workspace = openWorkspace({ dir, session });
  workspace.importRound(JSON.stringify(sampleRound), 'asInFile');
  const inspection = workspace.index.list('inspection')[1]!.id;
  let bytes: Uint8Array = new Uint8Array();
  const times = await several(11, async () => {
    ({ bytes } = await workspace.makeDocument({ paper: 'feedback', inspection }));
  });
  workspace.close();
  session.lock();
  const parts = unzipSync(bytes);
  const zipped = await several(11, () => zipSync(parts));
  return {
    name: 'feedback report from records',
    unit: 'ms',
    value: median(times),
    p50: median(times),
    p95: percentile(times, 0.95),
    runs: 11,
    yardstick: { name: 'zipping its parts, ms', value: median(zipped) },
    goal: '≤ 500',
  };
}

async function merge(): Promise<Measure> {
  const away = openStore({ dir: at('away'), keys });
  const base = talks(2000);
  fill(away, base);
  const known = [...away.changesSince(0)].map(({ change }) => change);
  for (let round = 0; round < 5; round += 1) {
    away.commit(
      base.map(({ recordId }) => {
        const state = away.record(recordId)!;
        const edit = draftEdit(state, { mattersNamed: `第${round}次补充的要点` });
        return {
          author: 'user',
          at: '2026-03-20T09:00:00Z',
          kind: 'interview',
          recordId,
          action: 'edit',
          ...edit,
        };
      }),
    );
  }
  const foreign: Change[] = [...away.changesSince(known.length)].map(({ change }) => change);
  away.close();
  const homes = Array.from({ length: 3 }, (_, i) => {
    const home = openStore({ dir: at(`home-${i}`), keys });
    home.mergeChanges(known);
    return home;
  });
  const times = await several(homes.length, (run) => {
    const { added } = homes[run]!.mergeChanges(foreign);
    if (added.length !== 10_000) throw new Error(`merged ${added.length}`);
  });
  for (const home of homes) home.close();
  const texts = foreign.map((change) => canonicalChange(change));
  const hashed = await several(3, () =>
    texts.forEach((text) => {
      createHash('sha256').update(text).digest('hex');
      JSON.parse(text);
    }),
  );
  return {
    name: 'merge of 10,000 foreign changes',
    unit: 'ms',
    value: median(times),
    runs: 3,
    yardstick: { name: 'SHA-256 and JSON.parse of them, ms', value: median(hashed) },
  };
}

/** A child as it is shipped: what runs the sources as they are gives every function its name while it works. */
function builtChild(name: string): string {
  const outfile = path.join(ROOT, `out/bench/${name}.cjs`);
  buildSync({
    entryPoints: [path.join(__dirname, `${name}.ts`)],
    outfile,
    bundle: true,
    platform: 'node',
    packages: 'external',
    logLevel: 'error',
  });
  return outfile;
}

/** A list of 5,000 rows × 12 columns in, and one out, each beside the library that does the reading and the writing alone. */
function tables(): Measure[] {
  const rows = 5000;
  const script = builtChild('table-child');
  interface Run {
    readonly ms: number;
    readonly peakMiB: number;
  }
  const acts = ['import', 'read', 'export', 'write'] as const;
  const results = new Map<string, Run[]>(acts.map((act) => [act, []]));
  for (let run = 0; run < 5; run += 1)
    for (const act of acts) {
      const args = ['--expose-gc', script, act, `${rows}`];
      const { stdout, stderr, status } = spawnSync(process.execPath, args, { encoding: 'utf8' });
      if (status !== 0) throw new Error(stderr);
      results.get(act)!.push(JSON.parse(stdout) as Run);
    }
  const of = (act: (typeof acts)[number], key: keyof Run) => median(results.get(act)!.map((one) => one[key]));
  const beside = (
    name: string,
    act: 'import' | 'export',
    alone: 'read' | 'write',
    goal: string,
  ): Measure[] => [
    {
      name: `${name} of ${rows} rows`,
      unit: 'ms',
      value: of(act, 'ms'),
      runs: 5,
      yardstick: { name: 'the library alone, ms', value: of(alone, 'ms') },
      goal,
    },
    {
      name: `its peak memory, whole process`,
      unit: 'MiB',
      value: of(act, 'peakMiB'),
      runs: 5,
      yardstick: { name: 'the library alone, MiB', value: of(alone, 'peakMiB') },
    },
  ];
  return [
    ...beside('table in: preview and commit', 'import', 'read', '≤ ×3'),
    ...beside('table out: workbook', 'export', 'write', '≤ ×2'),
  ];
}

/** 2,000 changes and 250 photographs of 2 MiB as a packet: written and read back, and opened; beside a plain copy. */
function packets(): Measure[] {
  const script = builtChild('packet-child');
  const from = at('photographs');
  fs.mkdirSync(from);
  for (let n = 0; n < 250; n += 1) fs.writeFileSync(path.join(from, n.toString(16)), randomBytes(2 << 20));
  const acts = ['copy', 'packet', 'open'] as const;
  const results = new Map(acts.map((act) => [act, [] as { ms: number; peakMiB: number }[]]));
  for (let run = 0; run < 5; run += 1) {
    for (const act of acts) {
      const to = at(act === 'copy' ? 'copied' : 'stick');
      fs.mkdirSync(to, { recursive: true });
      const { stdout, stderr, status } = spawnSync(process.execPath, [script, act, from, to], {
        encoding: 'utf8',
      });
      if (status !== 0) throw new Error(stderr);
      results.get(act)!.push(JSON.parse(stdout) as { ms: number; peakMiB: number });
    }
    for (const name of ['copied', 'stick']) fs.rmSync(at(name), { recursive: true });
  }
  const of = (act: (typeof acts)[number], key: 'ms' | 'peakMiB') =>
    median(results.get(act)!.map((one) => one[key]));
  const yardstick = { name: 'plain copy with SHA-256 and fsync, ms', value: of('copy', 'ms') };
  const memory = { name: 'the copy, MiB', value: of('copy', 'peakMiB') };
  return [
    {
      name: 'packet of 2,000 changes and 500 MiB',
      unit: 'ms',
      value: of('packet', 'ms'),
      runs: 5,
      yardstick,
      goal: '≤ ×2',
    },
    {
      name: 'its peak memory, whole process',
      unit: 'MiB',
      value: of('packet', 'peakMiB'),
      runs: 5,
      yardstick: memory,
    },
    { name: 'the packet opened and read whole', unit: 'ms', value: of('open', 'ms'), runs: 5, yardstick },
    {
      name: 'its peak memory, whole process',
      unit: 'MiB',
      value: of('open', 'peakMiB'),
      runs: 5,
      yardstick: memory,
    },
  ];
}

async function main(): Promise<void> {
  try {
    const measures: Measure[] = [
      ...(await commitOne()),
      ...(await unlock()),
      await openAndProject(1000, 5),
      await openAndProject(10_000, 5),
      await openAndProject(50_000, 3),
      ...ledgers(),
      ...tables(),
      ...packets(),
      await feedback(),
      await merge(),
    ];
    const machine = {
      at: new Date().toISOString(),
      node: process.version,
      processor: os.cpus()[0]?.model ?? '',
      cores: os.cpus().length,
      memoryGiB: Math.round(os.totalmem() / 2 ** 30),
      load: os.loadavg()[0],
    };
    fs.mkdirSync(path.join(ROOT, 'out'), { recursive: true });
    fs.writeFileSync(
      path.join(ROOT, 'out/bench.json'),
      `${JSON.stringify({ machine, measures }, null, 2)}\n`,
    );
    process.stdout.write(`${table(measures)}\n`);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

void main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = 1;
});
