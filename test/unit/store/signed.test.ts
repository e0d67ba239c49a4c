/** Who wrote a change is proved: nothing that was altered, moved, signed by somebody else or not at all passes for his. */
import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { newPerson } from '../../../src-main/vault/held-keys';
import { hashText } from '../../../src-main/store/log';
import { checkSignature, signChange, type KeysOf, type Signer } from '../../../src-main/store/signed';
import { openStore, type Store } from '../../../src-main/store/store';
import { readDirectory, DIRECTORY_KINDS } from '../../../src-main/services/directory';
import {
  canonicalChange,
  isSealed,
  type Change,
  type ChangeDraft,
  type FieldValue,
} from '../../../src-shared/merge/change';
import { isPlainlySound, parseChange } from '../../../src-shared/merge/logs';
import { draftEdit } from '../../../src-shared/merge/registers';
import { creating, newRecordId, temporaryFolders } from '../../fixtures/store-kit';
import { keyRingOf } from '../../fixtures/vault-key';

const folder = temporaryFolders();
const secret = randomBytes(32);
const keys = keyRingOf(secret);
const [me, other] = [newPerson(keys.vaultId), newPerson(keys.vaultId)];
const PEOPLE: Readonly<Record<string, string>> = { 'user-1': me.public.sign, 'user-2': other.public.sign };
const keysOf: KeysOf = (userId) => (Object.hasOwn(PEOPLE, userId) ? [PEOPLE[userId]!] : []);
const bySign = (bytes: Buffer) => me.sign(bytes);

const open = (dir: string): Store =>
  openStore({
    dir,
    keys,
    sealedPartOf: ({ kind }) => (kind === 'clue' ? 'all' : kind === 'petition' ? ['reporter'] : []),
    sign: bySign,
    signatories: { kinds: DIRECTORY_KINDS, read: (changes) => readDirectory(changes, keysOf) },
  });

/** The changes of a log as who holds the 线索钥匙 reads them. */
const readable = (store: Store, draft: ChangeDraft): readonly Change[] => {
  store.commit([draft]);
  return store.changesOf(draft.recordId);
};

const values = fc.dictionary(
  fc.stringMatching(/^[a-z]{1,8}$/),
  fc.oneof(fc.string({ maxLength: 40 }), fc.integer(), fc.boolean(), fc.array(fc.string(), { maxLength: 4 })),
  { maxKeys: 5 },
) as fc.Arbitrary<Record<string, FieldValue>>;

describe('a change that was committed', () => {
  test('is signed by its author, in the open and in a box, and still so when the store is opened again', () => {
    fc.assert(
      fc.property(fc.array(values, { minLength: 1, maxLength: 4 }), (written) => {
        const dir = folder();
        const store = open(dir);
        const ids = written.map(() => newRecordId());
        store.commit(
          written.flatMap((set, i) =>
            ['interview', 'clue', 'petition'].map((kind, k) => ({
              ...creating({ ...set, reporter: '郑怀素' }, `${ids[i]}${k}`),
              kind,
            })),
          ),
        );
        store.close();
        const again = open(dir);
        const read = ids.flatMap((id) => [0, 1, 2].flatMap((k) => again.changesOf(`${id}${k}`)));
        // A petition has two halves, each signed.
        expect(read).toHaveLength(4 * written.length);
        expect(read.map((change) => checkSignature(change, keysOf))).toEqual(read.map(() => 'good'));
        again.close();
      }),
      { numRuns: 20 },
    );
  });

  test('shows nobody without the key whose box it is: outside there is no signature', () => {
    const store = open(folder());
    const recordId = newRecordId();
    store.commit([{ ...creating({ content: '线索内容' }, recordId), kind: 'clue' }]);
    const [boxed] = [...store.changesSince(0)].map(({ change }) => change);
    expect(isSealed(boxed!)).toBe(true);
    expect(boxed).not.toHaveProperty('sig');
    expect(boxed!.author).toBe('');
    expect(checkSignature(boxed!, keysOf)).toBe('unsigned');
    expect(checkSignature(store.changesOf(recordId)[0]!, keysOf)).toBe('good');
    store.close();
  });

  test('is of the format, for the quick look and the schema alike', () => {
    const store = open(folder());
    const [change] = readable(store, creating({ topic: '一' }));
    expect(isPlainlySound(change)).toBe(true);
    expect(parseChange(change)).toEqual({ ok: true, change });
    for (const sig of ['', change!.sig!.slice(1), `${change!.sig!.slice(0, 85)}B==`, 5, null]) {
      expect(isPlainlySound({ ...change, sig })).toBe(false);
      expect(parseChange({ ...change, sig })).toMatchObject({ ok: false });
    }
    store.close();
  });
});

describe('what passes for nobody', () => {
  const made = (): { open: Change; boxed: Change } => {
    const store = open(folder());
    const [plain] = readable(store, creating({ topic: '原话', note: '附注' }));
    const [boxed] = readable(store, { ...creating({ content: '线索内容' }), kind: 'clue' });
    store.close();
    return { open: plain!, boxed: boxed! };
  };
  const { open: plain, boxed } = made();
  const text = fc.string({ minLength: 1, maxLength: 20 });
  /** One thing in a change that is not as it was. */
  const alteration: fc.Arbitrary<Partial<Change> & { part?: true }> = fc.oneof(
    fc.record({ author: fc.constantFrom('user-2', '') }),
    fc.record({ at: text }),
    fc.record({ kind: text }),
    fc.record({ recordId: text }),
    fc.record({ action: text }),
    fc.record({ reason: text }),
    fc.record({ part: fc.constant(true as const) }),
    fc.record({ set: fc.dictionary(fc.stringMatching(/^[a-z]{1,6}$/), text) }),
    fc.record({
      replaces: fc.dictionary(fc.stringMatching(/^[a-z]{1,6}$/), fc.constant(['ab'.repeat(8) + '.1'])),
    }),
    fc.record({ prev: fc.stringMatching(/^[0-9a-f]{64}$/) }),
    fc.integer({ min: 2, max: 1e6 }).map((n) => ({ n, id: `${plain.device}.${n}` })),
    fc.stringMatching(/^[0-9a-f]{16}$/).map((device) => ({ device, id: `${device}.${plain.n}` })),
    fc.stringMatching(/^[a-z]{9}$/).map((key) => ({ [key]: 'of a newer version' })),
  );

  test('a change with anything in it altered, its place in the chain included', () => {
    fc.assert(
      fc.property(fc.constantFrom(plain, boxed), alteration, (change, altered) => {
        const forged = { ...change, ...altered } as Change;
        fc.pre(canonicalChange({ ...forged, hash: '' }) !== canonicalChange(change));
        // Signed by the one, claimed for the other: his key says no as well.
        expect(['wrong', 'unknown']).toContain(checkSignature(forged, keysOf));
        const fresh = { ...forged, hash: hashText(canonicalChange(forged)) };
        expect(['wrong', 'unknown']).toContain(checkSignature(fresh, keysOf));
      }),
      { numRuns: 500 },
    );
  });

  test('one with another signature: of another person, of another text, of any bytes', () => {
    const { sig: _sig, ...bare } = plain;
    expect(checkSignature(bare, keysOf)).toBe('unsigned');
    expect(checkSignature({ ...plain, sig: signChange(plain, (bytes) => other.sign(bytes)) }, keysOf)).toBe(
      'wrong',
    );
    expect(checkSignature({ ...plain, sig: boxed.sig! }, keysOf)).toBe('wrong');
    expect(checkSignature({ ...plain, author: 'somebody' }, keysOf)).toBe('unknown');
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 64, maxLength: 64 }), (bytes) => {
        const sig = Buffer.from(bytes).toString('base64');
        expect(checkSignature({ ...plain, sig }, keysOf)).toBe('wrong');
      }),
    );
  });

  test('what is signed as something else than a change', () => {
    const { sig: _sig, hash: _hash, ...body } = plain;
    for (const said of [canonicalChange(body), hashText(canonicalChange(body))]) {
      const sig = me.sign(Buffer.from(said)).toString('base64');
      expect(checkSignature({ ...plain, sig }, keysOf)).toBe('wrong');
    }
  });

  test('nor does a locked person sign', () => {
    const gone = newPerson(keys.vaultId);
    gone.lock();
    expect(() => gone.sign(Buffer.from('x'))).toThrow(expect.objectContaining({ code: 'VAULT_LOCKED' }));
  });
});

describe('verification of a store', () => {
  /** The account of who founded the group, as his own first change. */
  const founding: ChangeDraft = {
    ...creating({ name: '闻知远', role: 'leader', signKey: me.public.sign, boxKey: me.public.box }, 'user-1'),
    kind: 'account',
  };
  const adding: ChangeDraft = {
    ...creating({ name: '纪南乔', role: 'member', signKey: other.public.sign }, 'user-2'),
    kind: 'account',
  };
  const problems = async (store: Store) => (await store.verify()).problems;

  /** Another laptop's log with these changes, as somebody with tools of his own can make it. */
  function foreign(drafts: readonly ChangeDraft[], sign: Signer | undefined): Change[] {
    const store = openStore({ dir: folder(), keys, ...(sign ? { sign } : {}) });
    const { changes } = store.commit(drafts);
    store.close();
    return [...changes];
  }
  const begun = (): Store => {
    const store = open(folder());
    store.commit([
      founding,
      adding,
      creating({ topic: '一' }),
      { ...creating({ content: '二' }), kind: 'clue' },
    ]);
    return store;
  };

  test('finds nothing in what its people wrote', async () => {
    const store = begun();
    store.mergeChanges(foreign([{ ...creating({ topic: '三' }), author: 'user-2' }], (b) => other.sign(b)));
    expect(await problems(store)).toEqual([]);
    store.close();
  });

  test.each<[string, Partial<ChangeDraft>, Signer | undefined, string]>([
    ['written in somebody else’s name', { author: 'user-1' }, (b) => other.sign(b), '冒名'],
    ['by nobody of the group', { author: 'user-9' }, (b) => other.sign(b), '不在使用者登记中'],
    ['not signed', { author: 'user-1' }, undefined, '没有签名'],
  ])('names a change that is %s, by its place', async (_what, draft, sign, words) => {
    const store = begun();
    const [forged] = foreign([{ ...creating({ topic: '伪造' }), ...draft }], sign);
    store.mergeChanges([forged]);
    const found = await problems(store);
    expect(found).toEqual([{ place: `变更 ${forged!.id}`, message: expect.stringContaining(words) }]);
    store.close();
  });

  test('names one that lies in a box', async () => {
    const store = begun();
    const from = openStore({ dir: folder(), keys, sealedPartOf: () => 'all', sign: (b) => other.sign(b) });
    const forged = from.commit([{ ...creating({ content: '伪造' }), kind: 'clue', author: 'user-1' }])
      .changes[0]!;
    store.mergeChanges([...from.changesSince(0)].map(({ change }) => change));
    from.close();
    expect(await problems(store)).toEqual([
      { place: `变更 ${forged.id}`, message: expect.stringContaining('冒名') },
    ]);
    store.close();
  });

  test('does not believe a key that somebody gives himself or another', async () => {
    const store = begun();
    const thief = newPerson(keys.vaultId);
    const state = store.record('user-1');
    const taking = (sign: Signer, author: string): Change[] =>
      foreign(
        [
          {
            ...creating({}, 'user-1'),
            kind: 'account',
            author,
            action: 'edit',
            ...draftEdit(state, { signKey: thief.public.sign }),
          },
          { ...creating({ topic: '冒充组长' }), author: 'user-1' },
        ],
        sign,
      );
    // First under the leader's name, then as the 组员 that he is.
    for (const changes of [taking((b) => thief.sign(b), 'user-1'), taking((b) => other.sign(b), 'user-2')]) {
      store.mergeChanges(changes);
      const places = (await problems(store)).map(({ place }) => place);
      expect(places).toEqual(expect.arrayContaining(changes.map(({ id }) => `变更 ${id}`)));
    }
    store.close();
  });

  test('takes what was written before changes were signed as somebody who may has vouched for it', async () => {
    const dir = folder();
    const old = openStore({ dir, keys });
    old.commit([creating({ topic: '旧' }), creating({ topic: '更旧' })]);
    const { deviceId, ends } = old;
    old.close();
    const store = open(dir);
    // Nobody is recorded yet, so nothing is said of it.
    expect(await problems(store)).toEqual([]);
    store.commit([founding]);
    // Read in the order of their records.
    expect((await problems(store)).map(({ place }) => place).sort()).toEqual([
      `变更 ${deviceId}.1`,
      `变更 ${deviceId}.2`,
    ]);
    const { n, hash } = ends[deviceId]!;
    const vouch = (values: Record<string, FieldValue>): ChangeDraft => ({
      ...creating(values),
      kind: 'vouching',
    });
    store.commit([vouch({ device: deviceId, n, hash })]);
    expect(await problems(store)).toEqual([]);
    store.commit([vouch({ device: deviceId, n, hash: '0'.repeat(64) })]);
    expect(await problems(store)).toMatchObject([{ place: `变更 ${deviceId}.2` }]);
    store.close();
  });

  test('many findings are counted, not listed', async () => {
    const store = begun();
    const drafts = Array.from({ length: 150 }, (_, i) => ({
      ...creating({ topic: `第${i}条` }),
      author: 'user-9',
    }));
    store.mergeChanges(foreign(drafts, bySign));
    const found = await problems(store);
    expect(found).toHaveLength(101);
    expect(found.at(-1)!.message).toContain('另有50条');
    store.close();
  });
});
