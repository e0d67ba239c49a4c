/** What can go wrong with a packet, in words that say what to do. */
import { WorkbenchError, type Problem } from '../../src-shared/errors';

const NOTHING_TAKEN = '没有收入任何内容';

/** What the system says about a place that cannot be written. */
const WRITE_REASONS: Readonly<Record<string, string>> = {
  ENOSPC: '磁盘空间不足。请清理空间或换一个U盘后重试',
  EDQUOT: '磁盘空间不足。请清理空间或换一个U盘后重试',
  EROFS: '该位置写保护，不能写入。请关掉U盘上的写保护开关或换一个U盘后重试',
  ENOENT: '保存位置不见了，U盘可能已经拔出。请插好U盘后重试',
  ENODEV: '保存位置不见了，U盘可能已经拔出。请插好U盘后重试',
  ENXIO: '保存位置不见了，U盘可能已经拔出。请插好U盘后重试',
  EIO: '写入磁盘失败，U盘可能已经拔出或损坏。请插好U盘或换一个后重试',
  EFBIG: '该磁盘放不下这么大的文件。请换一个U盘后重试',
  ENAMETOOLONG: '文件名太长。请换一个短些的文件名后重试',
};
const OTHER_REASON = '该位置不能写入。请检查U盘是否正常、是否写保护，或换一个位置后重试';

const reasonOf = (cause: unknown): string =>
  WRITE_REASONS[(cause as NodeJS.ErrnoException | undefined)?.code ?? ''] ?? OTHER_REASON;

export const writeFailed = (cause: unknown): WorkbenchError =>
  new WorkbenchError('PACKET_WRITE_FAILED', `数据包没有做成：${reasonOf(cause)}。`, [], { cause });

export const nameTooLong = (): WorkbenchError =>
  new WorkbenchError('PACKET_NAME', `数据包没有做成：${WRITE_REASONS.ENAMETOOLONG!}。`);

export const wrongName = (): WorkbenchError =>
  new WorkbenchError('PACKET_NAME', '数据包没有做成：文件名应以“.xcpack”结尾。请改好文件名后重试。');

/** The stick is gone or failing: what stands there of an unfinished packet stays. */
export const leftBehind = (cause: unknown): WorkbenchError =>
  new WorkbenchError(
    'PACKET_LEFTOVER',
    `${cause instanceof WorkbenchError ? cause.message : '数据包没有做成。'}U盘或文件夹里还留着一个没写完的文件（名称以“xcpack-”开头，不能读取），下次在那里发出数据包时自动删除，也可以自行删除。`,
    cause instanceof WorkbenchError ? cause.problems : [],
    { cause },
  );

export function noSpace(needed: number, free: number): WorkbenchError {
  const megabytes = (bytes: number) => Math.ceil(bytes / 1e6);
  return new WorkbenchError(
    'PACKET_NO_SPACE',
    `所选磁盘空间不足：约需${megabytes(needed)}兆字节，只剩${megabytes(free)}兆字节，数据包没有做成。请清理空间或换一个U盘。`,
  );
}

export const alreadyThere = (name: string): WorkbenchError =>
  new WorkbenchError(
    'PACKET_EXISTS',
    `那里已有同名的文件“${name}”，没有覆盖，数据包没有做成。请换一个文件名，或先把原来的移走。`,
  );

export const readBackDiffers = (): WorkbenchError =>
  new WorkbenchError(
    'PACKET_READ_BACK',
    '写入后重新读出核对，内容不一致，数据包没有做成。这个U盘可能已损坏，请换一个U盘重做。',
  );

export const badAddressee = (cause?: unknown): WorkbenchError =>
  new WorkbenchError(
    'PACKET_ADDRESSEE',
    '收件电脑登记的公钥不对，数据包没有做成。请在电脑名单中核对这台电脑，必要时重新登记。',
    [],
    { cause },
  );

export const sourceDiffers = (): WorkbenchError =>
  new WorkbenchError(
    'PACKET_SOURCE',
    '有一份佐证材料的长度与登记的不一致，数据包没有做成。请先在设置中核验数据，再重新发出。',
  );

export const tooLargeToWrite = (): WorkbenchError =>
  new WorkbenchError(
    'PACKET_TOO_LARGE',
    '要发出的内容超过一个数据包所能装下的，数据包没有做成。请分几次发出。',
  );

export const tooLargeToRead = (): WorkbenchError =>
  new WorkbenchError(
    'PACKET_TOO_LARGE',
    `数据包里的内容超过本程序允许的大小，${NOTHING_TAKEN}。请让对方核对后分几次重新发出。`,
  );

export const packetMissing = (cause?: unknown): WorkbenchError =>
  new WorkbenchError('PACKET_MISSING', '找不到所选的数据包文件，U盘可能已经拔出。请插好U盘，重新选择。', [], {
    cause,
  });

export const readFailed = (cause: unknown): WorkbenchError =>
  new WorkbenchError(
    'PACKET_READ_FAILED',
    `数据包读不出来，${NOTHING_TAKEN}。U盘可能接触不良、已经拔出或损坏。请插好U盘再试；仍不行请对方换一个U盘重新发出。`,
    [],
    { cause },
  );

export const noPacket = (): WorkbenchError =>
  new WorkbenchError(
    'PACKET_UNKNOWN',
    '所选文件不是数据包，没有收入任何内容。请选择名称以“.xcpack”结尾的文件；若名称没错，文件已损坏，请对方重新发出。',
  );

export const emptyPacket = (): WorkbenchError =>
  new WorkbenchError(
    'PACKET_EMPTY',
    `所选文件是空的（0字节），${NOTHING_TAKEN}。多半是没有复制完就拔了U盘，请对方重新复制。`,
  );

export const newerPacket = (): WorkbenchError =>
  new WorkbenchError(
    'PACKET_NEWER',
    `数据包由更新版本的程序做成，本机程序读不了，${NOTHING_TAKEN}。请把本机程序升级到同一版本后再收入。`,
  );

export const cutPacket = (name: string): WorkbenchError =>
  new WorkbenchError(
    'PACKET_CUT',
    `文件“${name}”不完整，后面缺了一截，${NOTHING_TAKEN}。多半是没有复制完就拔了U盘，请对方重新复制或重新发出。`,
  );

export const damagedPacket = (name?: string): WorkbenchError =>
  new WorkbenchError(
    'PACKET_DAMAGED',
    `${name === undefined ? '数据包' : `文件“${name}”`}已损坏或被改动，${NOTHING_TAKEN}。请对方换一个U盘重新发出。`,
  );

export const otherAddressee = (): WorkbenchError =>
  new WorkbenchError(
    'PACKET_NOT_FOR_US',
    `这个数据包不是发给本机的，本机打不开，${NOTHING_TAKEN}。请核对收件电脑，或请对方向本机重新发出。`,
  );

/** @param missing numbers of the parts, ascending @param problems files that stand under their names and are something else */
export const partsMissing = (
  missing: readonly number[],
  count: number,
  problems: readonly Problem[],
): WorkbenchError =>
  new WorkbenchError(
    'PACKET_PART_MISSING',
    `这个数据包共有${count}个分卷，缺第${missing.join('、')}卷，${NOTHING_TAKEN}。请把各分卷放在同一个文件夹里再试。`,
    problems,
  );

export const foreignPart = (): string => '不是这个数据包的分卷，或者不完整';

export const closedPacket = (): WorkbenchError =>
  new WorkbenchError('PACKET_CLOSED', `数据包已经关闭，${NOTHING_TAKEN}。请重新选择数据包。`);
