/** The envelope of the vault's small files: one line of JSON, then the SHA-256 of that line, then the end. */
import { createHash } from 'node:crypto';

const SUM_DIGITS = 64;

/** `JSON` + `\n` + 64 hex digits of SHA-256 over everything before + `\n`. */
export function withChecksum(json: string): Buffer {
  const line = `${json}\n`;
  return Buffer.from(`${line}${createHash('sha256').update(line, 'utf8').digest('hex')}\n`, 'utf8');
}

/** The JSON value inside the envelope, or `undefined` when any byte of the file is not as it was written. */
export function readChecksummed(bytes: Buffer): unknown {
  const lineLength = bytes.length - SUM_DIGITS - 1;
  if (lineLength < 1) return undefined;
  const line = bytes.subarray(0, lineLength);
  const sum = createHash('sha256').update(line).digest('hex');
  if (bytes.toString('latin1', lineLength) !== `${sum}\n`) return undefined;
  try {
    return JSON.parse(line.toString('utf8'));
  } catch {
    return undefined;
  }
}
