/**
 * Sealing of one row: AES-256-GCM (NIST SP 800-38D) with a fresh random 96-bit nonce. The associated data ties the
 * sealed bytes to their vault, table, row and revision, so that a row can be neither swapped nor moved.
 * Layout: nonce (12) | cipher text | tag (16).
 */
import { createCipheriv, createDecipheriv, randomFillSync } from 'node:crypto';
import type { KeyRing } from '../keys';
import { WorkbenchError } from '../../src-shared/errors';

const NONCE = 12;
const TAG = 16;

export interface RowSealer {
  /** Seals a text for one place. */
  seal(table: string, row: string, revision: number, clear: string): Uint8Array;
  /**
   * Opens what `seal` made for the same place.
   * @throws WorkbenchError STORE_ROW_DAMAGED if a single bit, or the place, differs.
   */
  open(table: string, row: string, revision: number, sealed: Uint8Array): string;
}

/** Sealer with the vault's `rows` key. 2^32 seals under one key stay within the GCM limit for random nonces. */
export function rowSealer(keys: Pick<KeyRing, 'vaultId' | 'subkey'>): RowSealer {
  const key = keys.subkey('rows');
  const place = (table: string, row: string, revision: number) =>
    Buffer.from(`${keys.vaultId}|${table}|${row}|${revision}`, 'utf8');

  // Nonces are drawn from the system generator 256 at a time: one call per row would cost more than the cipher.
  const pool = Buffer.alloc(NONCE * 256);
  let used = pool.length;
  const nonce = (): Buffer => {
    if (used === pool.length) {
      randomFillSync(pool);
      used = 0;
    }
    used += NONCE;
    return pool.subarray(used - NONCE, used);
  };

  return {
    seal(table, row, revision, clear) {
      const iv = nonce();
      const cipher = createCipheriv('aes-256-gcm', key, iv);
      cipher.setAAD(place(table, row, revision));
      const body = cipher.update(clear, 'utf8');
      cipher.final();
      return Buffer.concat([iv, body, cipher.getAuthTag()]);
    },
    open(table, row, revision, sealed) {
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE), {
          authTagLength: TAG,
        });
        decipher.setAAD(place(table, row, revision));
        decipher.setAuthTag(sealed.subarray(sealed.length - TAG));
        const body = decipher.update(sealed.subarray(NONCE, sealed.length - TAG));
        decipher.final();
        return body.toString('utf8');
      } catch (cause) {
        throw new WorkbenchError(
          'STORE_ROW_DAMAGED',
          `数据文件中有一行（${table} / ${row}）打不开：内容被改动或损坏。请运行“核验”查看范围，并从备份恢复。`,
          [],
          { cause },
        );
      }
    },
  };
}
