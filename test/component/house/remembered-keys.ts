/**
 * A passphrase is made into a key once in a process: the same words, salt and cost always give the same key, and a third of a
 * second for each opening would be most of what these tests take. Loaded before anything that derives keys.
 */
import '../../../src-main/vault/kdf';
import type * as kdf from '../../../src-main/vault/kdf';
import { around } from './around';

const derived = new Map<string, Promise<Buffer>>();

around<typeof kdf, 'deriveKey'>(
  require.resolve('../../../src-main/vault/kdf'),
  'deriveKey',
  (deriveKey) => async (passphrase, salt, cost) => {
    const asked = JSON.stringify([passphrase, salt.toString('hex'), cost]);
    const key = derived.get(asked) ?? deriveKey(passphrase, salt, cost);
    derived.set(asked, key);
    // Whoever asked overwrites his copy when he is done.
    return Buffer.from(await key);
  },
);
