/** Names of users: what is kept, and what two spellings of one name have in common. */
import { WorkbenchError } from '../../src-shared/errors';

/** Longer than any name on an identity card, the long ones of the minorities included. */
const MAX_NAME = 40;

/**
 * The name as it will be shown: NFKC, trimmed.
 * @throws WorkbenchError VAULT_NAME_INVALID when empty, longer than 40 characters or with control characters.
 */
export function checkName(name: string): string {
  const shown = name.normalize('NFKC').trim();
  if (shown === '' || [...shown].length > MAX_NAME || /[\p{Cc}\p{Cf}\p{Cs}]/u.test(shown)) {
    throw new WorkbenchError(
      'VAULT_NAME_INVALID',
      `用户姓名应为 1 至 ${MAX_NAME} 个字，不能含有控制字符。请重新填写姓名。`,
    );
  }
  return shown;
}

/**
 * What a name is recognised by when somebody signs in: NFKC without white space (“张 伟” is 张伟), and one dot for the
 * several that input methods give in names like 阿依古丽·买买提.
 */
export function nameKey(name: string): string {
  return name
    .normalize('NFKC')
    .replace(/\s+/gu, '')
    .replace(/[•・‧∙⋅]/gu, '·');
}
