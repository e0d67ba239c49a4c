import { newRecoveryCode, readRecoveryCode } from '../../../src-main/vault/recovery-code';
import { codeOf, failureOf } from './fixture';

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

test('a code is six groups of five without I, L, O and U, and reads back as its 25 secret characters', () => {
  for (let i = 0; i < 200; i++) {
    const code = newRecoveryCode();
    expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{5}-){5}[0-9A-HJKMNP-TV-Z]{5}$/);
    expect(readRecoveryCode(code)).toBe(code.replaceAll('-', '').slice(0, 25));
  }
});

test('every character of the alphabet comes up, and no code twice', () => {
  const codes = Array.from({ length: 500 }, newRecoveryCode);
  expect(new Set(codes).size).toBe(500);
  expect(new Set(codes.join('').replaceAll('-', '')).size).toBe(32);
});

test('every single wrong character, check group included, is named as a typo', async () => {
  const code = newRecoveryCode();
  for (let at = 0; at < code.length; at++) {
    if (code[at] === '-') continue;
    for (const other of ALPHABET) {
      if (other === code[at]) continue;
      const typed = code.slice(0, at) + other + code.slice(at + 1);
      expect([typed, await codeOf(() => readRecoveryCode(typed))]).toEqual([typed, 'RECOVERY_CODE_TYPO']);
    }
  }
});

test('exchanged neighbours and exchanged groups are named as typos', async () => {
  const code = newRecoveryCode().replaceAll('-', '');
  for (let at = 0; at + 1 < code.length; at++) {
    if (code[at] === code[at + 1]) continue;
    const typed = code.slice(0, at) + code[at + 1] + code[at] + code.slice(at + 2);
    expect(await codeOf(() => readRecoveryCode(typed))).toBe('RECOVERY_CODE_TYPO');
  }
  const groups = code.slice(5, 10) + code.slice(0, 5) + code.slice(10);
  expect(await codeOf(() => readRecoveryCode(groups))).toBe('RECOVERY_CODE_TYPO');
});

test('lower case, full width, blanks and any dash read the same; O, I and L are read as digits', () => {
  let code = newRecoveryCode();
  while (!/0/.test(code) || !/1/.test(code)) code = newRecoveryCode();
  const secret = readRecoveryCode(code);
  const wide = [...code]
    .map((c) => (c === '-' ? '—' : String.fromCharCode(c.charCodeAt(0) + 0xfee0)))
    .join('');
  for (const typed of [
    code.toLowerCase(),
    code.replaceAll('-', ' '),
    ` ${code.replaceAll('-', '')}\n`,
    wide,
    code.replaceAll('0', 'o').replaceAll('1', 'l'),
    code.replaceAll('0', 'O').replaceAll('1', 'I'),
  ]) {
    expect(readRecoveryCode(typed)).toBe(secret);
  }
});

test('the message says how many characters there should be and are, and not which', async () => {
  const code = newRecoveryCode();
  const short = await failureOf(() => readRecoveryCode(code.slice(0, -1)));
  expect(short?.message).toContain('应为 30 个字符');
  expect(short?.message).toContain('现在是 29 个');
  expect(short?.message).not.toContain(code.slice(0, 5));
  expect(await codeOf(() => readRecoveryCode(''))).toBe('RECOVERY_CODE_TYPO');
  expect((await failureOf(() => readRecoveryCode('汉'.repeat(30))))?.message).toContain('不会使用的字符');
});
