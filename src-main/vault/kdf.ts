/**
 * From a passphrase to a key: Argon2id (RFC 9106) by hash-wasm, in a worker thread.
 */
import { Worker } from 'node:worker_threads';
import { WorkbenchError } from '../../src-shared/errors';
import { oneWorker } from '../one-worker';

/** What one derivation costs. */
export interface KdfCost {
  readonly memoryKiB: number;
  /** Passes over the memory (Argon2's t). */
  readonly iterations: number;
  /** Lanes (Argon2's p); hash-wasm computes them one after the other. */
  readonly parallelism: number;
}

/**
 * RFC 9106 §4, second recommended option: 64 MiB, t = 3 (p = 1 here, as wasm has one thread). Both the default and the
 * floor: a header that asks for less was not written by this program.
 */
export const KDF_FLOOR: KdfCost = { memoryKiB: 65_536, iterations: 3, parallelism: 1 };
/** A forged header must not exhaust the laptop before the passphrase is even checked: 1 GiB, 20 passes, 4 lanes. */
const KDF_CEILING: KdfCost = { memoryKiB: 1_048_576, iterations: 20, parallelism: 4 };

const KEY_BYTES = 32;

/**
 * @throws WorkbenchError VAULT_WEAK_KDF below the floor.
 * @throws WorkbenchError VAULT_EXCESSIVE_KDF above the ceiling.
 */
export function checkCost(cost: KdfCost): void {
  const names = ['memoryKiB', 'iterations', 'parallelism'] as const;
  if (names.some((name) => !(cost[name] >= KDF_FLOOR[name]))) {
    throw new WorkbenchError(
      'VAULT_WEAK_KDF',
      '保险库的口令保护强度低于最低要求，可能被人改动过，没有打开。请停止使用此文件夹，从可靠的备份恢复 vault.header 文件，并报告巡察办。',
    );
  }
  if (names.some((name) => cost[name] > KDF_CEILING[name])) {
    throw new WorkbenchError(
      'VAULT_EXCESSIVE_KDF',
      '保险库的口令保护参数超出本程序允许的上限，可能被人改动过，没有打开。请从可靠的备份恢复 vault.header 文件，并报告巡察办。',
    );
  }
}

/**
 * The worker is a few lines of text that load hash-wasm by its absolute path. A worker *file* would need a different
 * address under jest, under tsx and in the bundled core process (and TypeScript is not loaded in a worker by any of them
 * without help); text and an absolute path are the same in all three. hash-wasm takes new memory for each derivation, so
 * that none of it is kept; what the collector has not cleared yet ends with the process, at the lock.
 */
const WORKER_TEXT = `
const { parentPort, workerData } = require('node:worker_threads');
const { argon2id } = require(workerData.library);
parentPort.on('message', (options) => argon2id(options).then((key) => {
  options.password.fill(0);
  parentPort.postMessage(key);
}));
`;

type Argon2Options = Readonly<Record<string, unknown>>;

const derivations = oneWorker<Argon2Options, Uint8Array>(
  () =>
    new Worker(WORKER_TEXT, {
      eval: true,
      // Not the parent's flags: under tsx they would load the TypeScript compiler into the worker.
      execArgv: [],
      workerData: { library: require.resolve('hash-wasm') },
    }),
);

/** Starts the worker while the passphrase is still being typed: a tenth of a second less to wait. */
export function prepareDerivation(): void {
  derivations.prepare();
}

/**
 * Derives 32 bytes from a passphrase that is already normalised ({@link normalisePassphrase}). About 0.3 s at the floor.
 * @param passphrase not empty
 * @param salt 16 random bytes
 * @throws WorkbenchError VAULT_WEAK_KDF, VAULT_EXCESSIVE_KDF; VAULT_KDF_FAILED when the memory cannot be had.
 */
export async function deriveKey(passphrase: string, salt: Buffer, cost: KdfCost): Promise<Buffer> {
  checkCost(cost);
  const password = new TextEncoder().encode(passphrase);
  try {
    const bytes = await derivations.run({
      password,
      salt: Uint8Array.from(salt),
      memorySize: cost.memoryKiB,
      iterations: cost.iterations,
      parallelism: cost.parallelism,
      hashLength: KEY_BYTES,
      outputType: 'binary',
    });
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  } catch (cause) {
    throw new WorkbenchError(
      'VAULT_KDF_FAILED',
      '口令校验没有完成，可能是内存不足。请关闭其他程序后重试；仍不成功请重新启动电脑。',
      [],
      { cause },
    );
  } finally {
    password.fill(0);
  }
}
