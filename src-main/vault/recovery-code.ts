/**
 * The recovery code: 125 random bits in Crockford's base32 (no I, L, O, U, so that print and handwriting read alike),
 * in five groups of five, and a sixth group that checks the five, so that a slip of the pen is told from a wrong code.
 */
import { createHash, randomBytes } from 'node:crypto';
import { WorkbenchError } from '../../src-shared/errors';

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const GROUP = 5;
/** 25 characters × 5 bits = 125 bits. */
const BODY = 25;
const LENGTH = BODY + GROUP;

/** A new code as it is printed: `XXXXX-XXXXX-XXXXX-XXXXX-XXXXX-CCCCC`. */
export function newRecoveryCode(): string {
  const body = letters(randomBytes(BODY));
  return (body + checkGroup(body)).match(/.{5}/g)!.join('-');
}

/**
 * The 25 secret characters of a code as somebody typed it: any case, width, blanks and dashes; O read as 0, I and L as 1.
 * @throws WorkbenchError RECOVERY_CODE_TYPO when the length, a character or the check group is wrong.
 */
export function readRecoveryCode(typed: string): string {
  const code = typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\p{Pd}_.]/gu, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1');
  const count = [...code].length;
  if (count !== LENGTH) {
    throw typo(`应为 ${LENGTH} 个字符（6 组，每组 5 个），现在是 ${count} 个`);
  }
  if ([...code].some((character) => !ALPHABET.includes(character))) {
    throw typo('其中有恢复码不会使用的字符');
  }
  const body = code.slice(0, BODY);
  if (checkGroup(body) !== code.slice(BODY)) throw typo('与最后一组校验码不符，有字符抄错');
  return body;
}

function checkGroup(body: string): string {
  return letters(
    createHash('sha256').update(`patrol-workbench/recovery-check/${body}`).digest().subarray(0, GROUP),
  );
}

/** One character per byte: 256 is a multiple of 32, so the low five bits are uniform. */
function letters(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => ALPHABET[byte & 31]).join('');
}

function typo(what: string): WorkbenchError {
  return new WorkbenchError(
    'RECOVERY_CODE_TYPO',
    `恢复码输入有误：${what}。请对照打印件逐组核对后重新输入。`,
  );
}
