/** AES-256-GCM and HKDF as the vault uses them. No cipher or mode of our own. */
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { WorkbenchError } from '../../src-shared/errors';
import { canonicalJson } from '../../src-shared/merge/change';
import { sealBox } from '../hpke';
import type { KeyRing } from '../keys';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
export const KEY_BYTES = 32;

/** Length of {@link seal}'s text for `plain` bytes: base64 of nonce, ciphertext and tag. */
export const sealedLength = (plain: number): number => Math.ceil((NONCE_BYTES + plain + TAG_BYTES) / 3) * 4;

/**
 * Seals bytes under a 32-byte key with a fresh nonce.
 * @param about everything the sealed text must stay attached to (associated data).
 * @returns base64 of nonce ‖ ciphertext ‖ tag
 */
export function seal(key: Buffer, plain: Buffer, about: unknown): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(Buffer.from(canonicalJson(about), 'utf8'));
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]).toString('base64');
}

/** What {@link seal} sealed, or `undefined` when key, text or `about` is not the same. */
export function unseal(key: Buffer, sealed: string, about: unknown): Buffer | undefined {
  const bytes = Buffer.from(sealed, 'base64');
  if (bytes.length < NONCE_BYTES + TAG_BYTES) return undefined;
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(Buffer.from(canonicalJson(about), 'utf8'));
  decipher.setAuthTag(bytes.subarray(bytes.length - TAG_BYTES));
  try {
    return Buffer.concat([
      decipher.update(bytes.subarray(NONCE_BYTES, bytes.length - TAG_BYTES)),
      decipher.final(),
    ]);
  } catch {
    return undefined;
  }
}

/** The vault key while the vault is open. Belongs to the vault; other rooms see only {@link KeyRing}. */
export interface VaultKey extends Omit<KeyRing, 'clues'> {
  /** Seals the vault key itself, and 32 bytes beside it, under a slot's key. @throws WorkbenchError VAULT_LOCKED */
  wrap(slotKey: Buffer, about: unknown, beside: Buffer): string;
  /** Seals the vault key itself for the holder of a box key (../hpke.ts), base64. @throws WorkbenchError VAULT_LOCKED */
  sealFor(recipient: Buffer, info: string, about: Buffer): string;
  /** HMAC-SHA-256, hex, over the canonical JSON of `value` under a sub-key of its own. @throws VAULT_LOCKED */
  mac(value: unknown): string;
  /** Sub-key for what the header holds about the users. @throws VAULT_LOCKED */
  userKey(): Buffer;
  /** Sub-key for the 线索钥匙 of a vault that comes from format 2. @throws VAULT_LOCKED */
  escrowKey(): Buffer;
  /** Overwrites the vault key; every later call throws VAULT_LOCKED. */
  lock(): void;
}

/**
 * Takes ownership of the 32 bytes of a vault key: {@link VaultKey.lock} overwrites that very buffer.
 *
 * `subkey` gives a fresh copy each time and the receiver clears it when it closes. A shared buffer that locking
 * overwrites would let a write in progress seal a record under a key of zeros.
 */
export function holdVaultKey(vaultId: string, key: Buffer): VaultKey {
  let locked = false;
  const open = (): Buffer => {
    if (locked) throw lockedError();
    return key;
  };
  // Two families of labels, so that no purpose named by another room can equal one of the vault's own.
  const derive = (label: string): Buffer =>
    Buffer.from(
      hkdfSync('sha256', open(), Buffer.from(vaultId, 'hex'), `patrol-workbench/1/${label}`, KEY_BYTES),
    );
  return {
    vaultId,
    subkey: (purpose) => derive(`use/${purpose}`),
    wrap(slotKey, about, beside) {
      const both = Buffer.concat([open(), beside]);
      try {
        return seal(slotKey, both, about);
      } finally {
        both.fill(0);
      }
    },
    sealFor: (recipient, info, about) => sealBox(recipient, info, about, open()).toString('base64'),
    mac: (value) =>
      createHmac('sha256', derive('vault/header')).update(canonicalJson(value), 'utf8').digest('hex'),
    userKey: () => derive('vault/users'),
    escrowKey: () => derive('vault/escrow'),
    lock() {
      locked = true;
      key.fill(0);
    },
  };
}

export function lockedError(): WorkbenchError {
  return new WorkbenchError('VAULT_LOCKED', '保险库已锁定，本次操作未执行。请重新输入口令打开后再试。');
}
