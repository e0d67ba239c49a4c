import { checkNewPassphrase, normalisePassphrase } from '../../../src-main/vault/passphrase';
import { failureOf } from './fixture';

test.each([
  '今天早晨食堂的包子很香',
  'correct horse battery',
  '二〇二五年的那场大雪',
  '12345 上山打老虎',
  '𠮷野家的牛肉饭真好吃',
])('accepts %s', (passphrase) => {
  expect(checkNewPassphrase(passphrase, '王建国')).toBe(passphrase);
});

test.each([
  ['', '太短'],
  ['九个字的口令不够用', '太短'],
  ['𠮷'.repeat(9), '太短'],
  ['字'.repeat(201), '太长'],
  ['我是王建国今年四十五岁', '本人姓名'],
  ['王 建 国 今年四十五岁啦啦', '本人姓名'],
  ['1111111111', '重复'],
  ['121212121212', '重复'],
  ['112233112233', '重复'],
  ['abcdeabcdeab', '重复'],
  ['巡察办公室巡察办公室', '重复'],
  ['1234567890', '连续'],
  ['0987654321', '连续'],
  ['Qwertyuiop', '连续'],
  ['abcdefghijkl', '连续'],
  ['１２３４５６７８９０', '连续'],
  ['1qaz2wsx3edc', '连续'],
])('refuses %s and says why', async (passphrase, reason) => {
  const failure = await failureOf(() => checkNewPassphrase(passphrase, '王建国'));
  expect(failure?.code).toBe('VAULT_PASSPHRASE_WEAK');
  expect(failure?.message).toContain(reason);
  if (passphrase !== '') expect(failure?.message).not.toContain(passphrase);
});

test('a name in Latin letters is found in any case', async () => {
  const failure = await failureOf(() => checkNewPassphrase('my name is WANGJG ok', 'Wangjg'));
  expect(failure?.message).toContain('本人姓名');
});

test('full-width letters and surrounding blanks are the same passphrase', () => {
  expect(normalisePassphrase('　ＡＢＣ１２３ ')).toBe('ABC123');
});
