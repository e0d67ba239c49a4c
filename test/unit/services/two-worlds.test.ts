/**
 * Two vaults that differ only in what one person may not see answer that person alike, byte for byte: what he is fed, what
 * he finds, the numbers his records get, the words of every refusal, the papers he looks at.
 */
import { createHash, randomBytes } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createCore, type Core } from '../../../src-main/core';
import { coreContract } from '../../../src-shared/contract/core';
import { serve, type Dispatch } from '../../../src-shared/contract/define';
import type { Role } from '../../../src-shared/domain/roles';

// A key is derived for every account, on purpose slowly.
jest.setTimeout(600_000);

const LEADER = { name: '闻知远', passphrase: '清晨薄雾 2026 出发' };
const PASSPHRASE = '今年的桂花开得晚了些';
/** Who looks, and whether clues, informants and the unit of a recusal are kept from him. */
const READERS = {
  副组长: { name: '沈砚秋', role: 'deputyLeader', hides: ['pry', 'reporter'] },
  联络员: { name: '温子衡', role: 'liaison', hides: ['pry'] },
  组员: { name: '纪南乔', role: 'member', hides: ['pry', 'reporter', 'clue'] },
  巡察办: { name: '骆行简', role: 'office', hides: ['pry', 'reporter', 'clue'] },
  回避的组员: { name: '邱望舒', role: 'member', hides: ['pry', 'reporter', 'clue', 'unit'] },
  回避的联络员: { name: '邱望舒（二）', role: 'liaison', hides: ['pry', 'unit'] },
} as const satisfies Record<string, { name: string; role: Role; hides: readonly string[] }>;
type ReaderName = keyof typeof READERS;

interface Entity {
  readonly id: string;
  readonly kind: string;
  readonly parent: string | null;
  readonly values: Readonly<Record<string, unknown>>;
  readonly sets: Readonly<Record<string, readonly string[]>>;
}

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) fs.rmSync(folder, { recursive: true, force: true });
});

/** One vault with its core; everything in it happens at one moment. */
class World {
  readonly dir = fs.mkdtempSync(path.join(os.tmpdir(), 'world-'));
  readonly #core: Core;
  readonly #dispatch: Dispatch;
  #told: { name: string; payload: { changed?: Entity[] } }[] = [];
  /** Ids of records that the reader may not see; of records that do not exist in the world without them. */
  readonly hidden: string[] = [];
  hash = '';

  /** @param from the vault that it is a copy of */
  constructor(from?: string) {
    folders.push(this.dir);
    if (from !== undefined) fs.cpSync(from, this.dir, { recursive: true });
    this.#core = createCore({
      dataDir: this.dir,
      now: () => new Date('2026-03-20T08:00:00.000Z'),
      publish: (name, payload) => this.#told.push({ name, payload: payload as { changed?: Entity[] } }),
    });
    this.#dispatch = serve(coreContract, this.#core.handlers);
  }

  ask(name: string, input: unknown) {
    return this.#dispatch(name, input);
  }

  async must<T>(name: string, input: unknown): Promise<T> {
    const answer = await this.ask(name, input);
    if (!answer.ok) throw new Error(`${name}: ${answer.code} ${answer.message}`);
    return answer.value as T;
  }

  /** Everything that was told of records since the last look. */
  told(): Entity[] {
    const all = this.#told.flatMap(({ name, payload }) =>
      name === 'records' ? (payload.changed ?? []) : [],
    );
    this.#told = [];
    return all;
  }

  async feed(): Promise<Entity[]> {
    this.told();
    const { epoch, total } = await this.must<{ epoch: number; total: number }>('feed.start', {});
    const all = this.told();
    while (all.length < total) {
      await this.must('feed.more', { epoch });
      const more = this.told();
      if (more.length === 0) break;
      all.push(...more);
    }
    return all;
  }

  close = () => this.#core.close('user');
}

let base: World;
beforeAll(async () => {
  base = new World();
  await base.must('vault.create', { ...LEADER, role: 'leader', sample: true });
  const members = (await base.feed()).filter((e) => e.kind === 'member');
  for (const { name, role } of Object.values(READERS)) {
    const member = members.find((e) => name.startsWith(String(e.values.name)));
    const memberId = member ? { memberId: member.id } : {};
    await base.must('vault.addUser', { name, role, passphrase: PASSPHRASE, ...memberId });
  }
  await base.must('vault.lock', {});
});

/** Makes a world for a reader. @param full with what is kept from him; else with other, or none, of it */
async function makeWorld(reader: ReaderName, full: boolean): Promise<World> {
  const { name, hides } = READERS[reader];
  const kept: readonly string[] = hides;
  const world = new World(base.dir);
  await world.must('vault.unlock', LEADER);
  const all = await world.feed();
  const unit = (code: string) => all.find((e) => e.kind === 'unit' && e.values.code === code)!.id;
  const inspection = (code: string) =>
    all.find((e) => e.kind === 'inspection' && e.values.unit === unit(code))!.id;
  const save = async (kind: string, parent: string, set: object) =>
    (await world.must<{ id: string }>('record.save', { kind, parent, set })).id;
  const team = all.find((e) => e.kind === 'team')!.id;
  const hide = (id: string) => world.hidden.push(id);
  const reported = { receivedOn: '2026-03-18', content: '反映道路积水', inScope: '属于' };
  await save('petition', inspection('U1'), {
    ...reported,
    reporter: kept.includes('reporter') && !full ? '陆九渊' : '郑怀素',
  });
  if (full) {
    if (kept.includes('pry')) hide(await save('pryReport', team, { person: '温庭筠', content: '打听线索' }));
    if (kept.includes('clue'))
      hide(await save('clue', inspection('U1'), { accused: '段成式', content: '收受礼金' }));
    if (kept.includes('unit')) {
      const talk = await save('interview', inspection('U3'), { interviewee: '皮日休' });
      hide(talk);
      hide(await save('petition', inspection('U3'), { ...reported, content: '反映校服价格' }));
      hide(await save('workingPaper', inspection('U3'), { title: '校服采购不规范' }));
      const file = path.join(world.dir, 'letter.txt');
      fs.writeFileSync(file, 'a letter that only this unit has');
      const [added] = await world.must<{ hash: string }[]>('evidence.add', {
        id: talk,
        set: 'evidence',
        paths: [file],
      });
      world.hash = added!.hash;
      const gone = await save('visit', inspection('U3'), { place: '食堂' });
      await world.must('record.remove', { id: gone, reason: '误登' });
      hide(gone);
    }
  }
  await world.must('vault.lock', {});
  await world.must('vault.unlock', { name, passphrase: PASSPHRASE });
  return world;
}

/** What the reader is answered, in the order in which he asks. @param hidden ids that he has heard of somewhere */
async function answers(world: World, hidden: readonly string[], hash: string): Promise<string> {
  const said: [string, unknown][] = [];
  const say = async (name: string, input: unknown): Promise<unknown> => {
    const answer = await world.ask(name, input);
    said.push([name, withoutBytes(answer)]);
    said.push(['told', world.told()]);
    return answer.ok ? answer.value : undefined;
  };
  const all = await world.feed();
  said.push(['feed', all]);
  const u1 = all.find(
    (e) => e.kind === 'inspection' && all.some((u) => u.id === e.values.unit && u.values.code === 'U1'),
  )!.id;
  const round = all.find((e) => e.kind === 'round')!.id;
  const team = all.find((e) => e.kind === 'team')!.id;
  for (const text of ['郑怀素', '陆九渊', '段成式', '温庭筠', '皮日休', '校服', '反映', '县', '食堂', hash])
    await say('search.find', { text, limit: 200 });
  for (const [kind, parent, set] of [
    ['interview', u1, { interviewee: '某甲' }],
    ['petition', u1, { content: '反映路灯' }],
    ['documentRequest', u1, { name: '账簿' }],
    ['visit', u1, { place: '村部' }],
    ['workingPaper', u1, { title: '某问题' }],
    ['rectificationItem', all.find((e) => e.kind === 'workingPaper')!.id, { task: '某任务' }],
    ['clue', u1, { accused: '某乙' }],
    ['pryReport', team, { person: '某丙' }],
    ['inquiry', round, { content: '某情况' }],
    ['recusal', round, { name: '某丁' }],
  ] as const)
    await say('record.save', { kind, parent, set });
  const mine = all.find((e) => e.kind === 'interview')!;
  for (const id of hidden) {
    for (const kind of ['interview', 'petition', 'clue', 'pryReport', 'workingPaper', 'visit']) {
      await say('record.save', { kind, id, set: {} });
      await say('record.save', { kind, parent: id, set: {} });
    }
    await say('record.save', { kind: 'exchange', parent: id, set: {} });
    await say('record.save', { kind: 'immediateOrder', parent: u1, set: { paper: id } });
    await say('record.save', {
      kind: 'workingPaper',
      parent: u1,
      set: {},
      sets: { support: { add: [id], remove: [] } },
    });
    await say('record.step', { id, field: 'state', to: 'toReview' });
    await say('record.remove', { id, reason: '试' });
    await say('record.restore', { id });
    await say('conflict.settle', { choices: [{ id, field: 'title', value: 'x' }] });
    await say('conflict.settling', { choices: [{ id, field: '$removed', value: true }] });
    await say('record.history', { id });
    await say('conflict.list', { id });
    await say('evidence.read', { id, hash });
    await say('evidence.add', { id, set: 'evidence', paths: ['/etc/hostname'] });
    await say('document.preview', { paper: 'form', record: id, layout: 'group' });
    await say('document.preview', { paper: 'register', kind: 'interview', ids: [mine.id, id] });
    await say('document.preview', { paper: 'feedback', inspection: id });
    await say('document.printCancelled', { entry: id });
    await say('desk.remember', { page: 'interview', record: id, inspection: id, round: id });
    await say('vault.linkMember', { userId: 'nobody', memberId: id });
  }
  await say('record.save', {
    kind: 'interview',
    parent: u1,
    set: {},
    sets: { evidence: { add: [hash], remove: [] } },
  });
  for (const kind of new Set(all.map((e) => e.kind))) {
    const { id } = all.find((e) => e.kind === kind)!;
    await say('record.history', { id });
    await say('document.preview', { paper: 'form', record: id, layout: 'group' });
    const ids = all.filter((e) => e.kind === kind).map((e) => e.id);
    await say('document.preview', { paper: 'register', kind, ids });
  }
  // Names that may be somebody's secret, put where a paper for the unit would show whether they are.
  const fed = all.find((e) => e.kind === 'feedback' && e.parent === u1)!;
  await say('record.save', {
    kind: 'feedback',
    id: fed.id,
    set: { overview: '郑怀素、陆九渊、段成式表示支持。' },
  });
  const item = all.find((e) => e.kind === 'rectificationItem')!;
  await say('record.save', { kind: 'rectificationItem', id: item.id, set: { note: '郑怀素、陆九渊已知悉' } });
  for (const document of ['feedback', 'ledger'] as const) {
    await say('document.preview', { paper: document, inspection: u1 });
    await say('document.print', { paper: document, inspection: u1 });
    await say('document.check', { paper: document, inspection: u1 });
  }
  for (const kind of ['round', 'team', 'inspection'])
    for (const { id } of all.filter((e) => e.kind === kind)) await say('record.remove', { id, reason: '试' });
  await say('record.removed', {});
  for (const name of [
    'recusal.review',
    'vault.users',
    'store.verify',
    'store.backup',
    'store.backups',
    'store.care',
  ])
    await say(name, {});
  await say('vault.lock', {});
  return JSON.stringify(said);
}

/** Bytes by their hash: a difference is seen, and not printed. */
const withoutBytes = (answer: unknown): unknown =>
  JSON.parse(
    JSON.stringify(answer, (_key, value: unknown) =>
      value instanceof Uint8Array ? createHash('sha256').update(value).digest('hex') : value,
    ),
  );

/** Random ids by the order in which they are first said. */
function normalised(text: string): string {
  const names = new Map<string, string>();
  // Each world has a folder of its own.
  return text.replace(/world-\w{6}/g, 'world').replace(/\b[0-9a-f]{20}\b/g, (id) => {
    if (!names.has(id)) names.set(id, `#${names.size}`);
    return names.get(id)!;
  });
}

describe.each(Object.keys(READERS) as ReaderName[])('to %s', (reader) => {
  it('a world with what he may not see and one without it are one', async () => {
    const [full, empty] = [await makeWorld(reader, true), await makeWorld(reader, false)];
    expect(full.hidden.length).toBeGreaterThan(0);
    const hash = full.hash || createHash('sha256').update('no such letter').digest('hex');
    const one = normalised(await answers(full, full.hidden, hash));
    const unknown = full.hidden.map(() => randomBytes(10).toString('hex'));
    const other = normalised(await answers(empty, unknown, hash));
    await full.close();
    await empty.close();
    expect(differenceOf(one, other)).toBeUndefined();
    expect(one.length).toBeGreaterThan(50_000);
  });
});

/** The first place where two texts part, with some of each. */
function differenceOf(one: string, other: string): readonly [string, string] | undefined {
  if (one === other) return undefined;
  let at = 0;
  while (one[at] === other[at]) at += 1;
  const around = (text: string) => text.slice(Math.max(0, at - 300), at + 200);
  return [around(one), around(other)];
}
