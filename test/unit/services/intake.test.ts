/** Files on their way to a record: what no record names does not stay, whatever ended the work. */
import fs from 'node:fs';
import path from 'node:path';
import { createCore, type Core } from '../../../src-main/core';
import { clearIntake, createIntake } from '../../../src-main/services/intake';
import { openStore, type Store } from '../../../src-main/store/store';
import { coreContract } from '../../../src-shared/contract/core';
import { serve } from '../../../src-shared/contract/define';
import { creating, keyRing, temporaryFolders } from '../../fixtures/store-kit';

jest.setTimeout(120_000);
const newFolder = temporaryFolders();

async function* bytes(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}

describe('the store remembers what is on its way', () => {
  const keys = keyRing();
  let dir: string;
  let store: Store;
  beforeEach(() => {
    dir = newFolder();
    store = openStore({ dir, keys });
  });
  afterEach(() => store.close());
  const reopen = () => {
    store.close();
    store = openStore({ dir, keys });
    clearIntake(store);
  };

  test('a file that no record came to name is gone after the next opening; one that was there stays', async () => {
    const batch = createIntake(store).begin('interview');
    const { hash } = await batch.put(bytes('已登记'));
    store.commit([creating({ [`evidence/${hash}`]: true })]);
    batch.joined();
    const late = createIntake(store).begin('interview');
    await late.put(bytes('没有登记'));
    await late.put(bytes('已登记'));
    expect(store.evidence.list()).toHaveLength(2);
    reopen();
    expect(store.evidence.list()).toEqual([store.evidence.tagOf(hash)]);
    expect(store.fact('adding')).toEqual([]);
  });

  test('a file whose record was written before the end was told stays', async () => {
    const batch = createIntake(store).begin('interview');
    const { hash } = await batch.put(bytes('已登记'));
    store.commit([creating({ [`evidence/${hash}`]: true })]);
    reopen();
    expect(store.evidence.has(hash)).toBe(true);
  });

  test('one act that is given up takes nothing from another that is about to name the same', async () => {
    const intake = createIntake(store);
    const [one, two] = [intake.begin('interview'), intake.begin('interview')];
    await one.put(bytes('同一份'));
    const { hash } = await two.put(bytes('同一份'));
    one.givenUp();
    expect(store.evidence.has(hash)).toBe(true);
    two.givenUp();
    two.givenUp();
    expect(store.evidence.has(hash)).toBe(false);
  });
});

describe('adding files to a record', () => {
  let core: Core;
  let dir: string;
  let talk: string;
  const call = async (name: string, input: unknown) => {
    const result = await serve(coreContract, core.handlers)(name, input);
    return result.ok ? result.value : result.code;
  };
  const kept = () =>
    fs.existsSync(path.join(dir, 'evidence'))
      ? (fs.readdirSync(path.join(dir, 'evidence'), { recursive: true }) as string[]).filter(
          (name) => name.length > 2,
        )
      : [];
  let onProgress: () => void = () => {};
  beforeAll(async () => {
    dir = path.join(newFolder(), 'vault');
    core = createCore({ dataDir: dir, publish: (event) => event === 'progress' && onProgress() });
    await call('vault.create', {
      name: '闻知远',
      role: 'leader',
      passphrase: '清晨薄雾 2026 出发',
      sample: true,
    });
    const found = (await call('search.find', { text: '灌渠', limit: 1 })) as { id: string }[];
    talk = found[0]!.id;
  });
  afterAll(() => core.close());
  afterEach(() => {
    onProgress = () => {};
  });

  function source(name: string, size: number): string {
    const file = path.join(newFolder(), name);
    fs.writeFileSync(file, Buffer.alloc(size, name));
    return file;
  }
  const add = (...paths: string[]) => call('evidence.add', { id: talk, set: 'evidence', paths });

  test.each([
    ['cut', (file: string) => fs.truncateSync(file, 200_000)],
    ['changed', (file: string) => fs.writeFileSync(file, 'y', { flag: 'r+' })],
    ['added to', (file: string) => fs.appendFileSync(file, 'y')],
  ])('a file that is %s while it is read is noticed, and nothing of it stays', async (_what, change) => {
    const large = source('扫描件.pdf', 3 << 20);
    let once = true;
    onProgress = () => {
      if (once) change(large);
      once = false;
    };
    expect(await add(large)).toBe('EVIDENCE_CHANGED');
    expect(kept()).toEqual([]);
  });

  test('called off after the first of two files was stored, nothing of them stays', async () => {
    const first = () => kept().some((name) => !name.startsWith('tmp-'));
    const watch = setInterval(() => first() && void call('task.cancel', { task: 'addEvidence' }), 1);
    const added = await add(source('一.jpg', 1000), source('二.pdf', 32 << 20));
    clearInterval(watch);
    expect(added).toBe('TASK_CANCELLED');
    expect(kept()).toEqual([]);
  });

  test('a dropped file of which a part is missing leaves nothing', async () => {
    const { upload } = (await call('evidence.begin', {
      id: talk,
      set: 'evidence',
      name: '照片.jpg',
      size: 10,
    })) as { upload: string };
    await call('evidence.piece', { upload, bytes: Uint8Array.of(1, 2, 3) });
    expect(await call('evidence.finish', { upload })).toBe('UPLOAD_CUT');
    expect(kept()).toEqual([]);
  });
});
