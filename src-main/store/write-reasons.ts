/** What the system says about a place outside the vault that cannot be written, in words. */
const REASONS: Readonly<Record<string, string>> = {
  ENOSPC: '磁盘空间不足。请清理空间或换一个位置后重试。',
  EDQUOT: '磁盘空间不足。请清理空间或换一个位置后重试。',
  ENAMETOOLONG: '文件名太长。请换一个短些的文件名后重试。',
  ENOENT: '保存位置不见了，U盘可能已经拔出。请换一个位置后重试。',
  EROFS: '该位置写保护，不能写入。请换一个位置后重试。',
};
const OTHER_REASON = '该位置不能写入，或文件正被其他程序打开。请关闭该文件或换一个位置后重试。';

/** The reason and what to do, by the error's code; a general one for all others. */
export const writeReason = (error: unknown): string =>
  REASONS[(error as NodeJS.ErrnoException).code ?? ''] ?? OTHER_REASON;
