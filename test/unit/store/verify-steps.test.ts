/** Verification beside work: commits between its steps disturb it as little as it does them, and a lock ends it. */
import { openStore, type Store } from '../../../src-main/store/store';
import {
  calledOffAt,
  creating,
  editing,
  keyRing,
  noTurns,
  removing,
  temporaryFolders,
} from '../../fixtures/store-kit';

const newFolder = temporaryFolders();
const keys = keyRing();

let store: Store;
beforeEach(() => {
  store = openStore({ dir: newFolder(), keys });
  store.commit(Array.from({ length: 300 }, (_, i) => creating({ a: i })));
});
afterEach(() => store.close());

test('what is written, removed and added while it runs is no finding', async () => {
  const records = [...store.records()];
  let steps = 0;
  const breathe = async () => {
    // Before and behind the place it has reached, and new ones anywhere.
    store.commit([
      editing(records[steps]!, { a: 'changed' }),
      editing(records[records.length - 1 - steps]!, { b: 'changed' }),
      creating({ a: 'new' }),
      removing(records[100 + steps]!),
    ]);
    steps += 1;
  };
  const report = await store.verify({ progress: () => {}, breathe });
  expect(steps).toBeGreaterThan(5);
  expect(report).toMatchObject({ ok: true, problems: [], counts: { changes: 300, records: 300 } });
  expect((await store.verify()).counts.changes).toBe(300 + 4 * steps);
});

test('progress goes up to the whole', async () => {
  const told: [number, number][] = [];
  await store.verify({ ...noTurns, progress: (...progress) => void told.push(progress) });
  expect(told.map(([done]) => done)).toEqual(told.map(([done]) => done).sort((a, b) => a - b));
  expect(told.at(-1)).toEqual([1000, 1000]);
});

test('it ends where it is called off, and the store works on', async () => {
  const off = store.verify(calledOffAt(1));
  await expect(off).rejects.toThrow('called off');
  expect((await store.verify()).ok).toBe(true);
  store.backup();
});
