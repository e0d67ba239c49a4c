/** The text of a round file: JSON in whatever encoding, each key once, within limits. */
import fs from 'node:fs';
import { cleanText } from '../../../src-shared/domain/cleaning';
import { WorkbenchError, type Problem } from '../../../src-shared/errors';
import { decodeText } from '../tables/read-text';
import { repeatedKeys } from './repeated-keys';
import type { Place } from './ledger';

/** A round file larger than this is refused unread: 64 MiB is some 100,000 records. */
const MAX_ROUND_BYTES = 64 * 1024 * 1024;
/** Complaints listed at most; the last line says how many more there are. */
const MAX_PROBLEMS = 200;

const tooLarge = () =>
  new WorkbenchError('IMPORT_TOO_LARGE', '文件过大（超过64兆字节），未导入。请确认选对了文件。');

/**
 * Reads a round file from disk: UTF-8, UTF-16, GBK and GB18030 are told apart by what is in it.
 * @throws WorkbenchError IMPORT_UNREADABLE, IMPORT_TOO_LARGE, IMPORT_NOT_JSON
 */
export function readRoundText(file: string): string {
  let bytes: Buffer;
  try {
    if (fs.statSync(file).size > MAX_ROUND_BYTES) throw tooLarge();
    bytes = fs.readFileSync(file);
  } catch (cause) {
    if (cause instanceof WorkbenchError) throw cause;
    throw new WorkbenchError(
      'IMPORT_UNREADABLE',
      '读不到这个文件，未导入。请确认文件存在、没有被其他程序占用。',
      [],
      { cause },
    );
  }
  const decoded = decodeText(bytes);
  if (decoded === undefined || (decoded.encoding === 'GB18030' && isDamagedUtf8(bytes)))
    throw new WorkbenchError(
      'IMPORT_NOT_JSON',
      '文件不是完好的文字（UTF-8、UTF-16或GBK），未导入任何记录。请重新导出或复制后再试。',
    );
  return decoded.text;
}

/** Nearly any bytes are some text in GB18030: where all but a few are good UTF-8, those few were damaged. */
function isDamagedUtf8(bytes: Uint8Array): boolean {
  const text = new TextDecoder('utf-8').decode(bytes);
  const [lost, beyond] = [text.match(/\ufffd/g), text.match(/[^\0-\x7f]/g)];
  return (lost?.length ?? 0) * 10 < (beyond?.length ?? 0);
}

/**
 * What the text says. A key that stands twice is refused: which of the two was meant nobody knows.
 * @param wordsOf a place in the file in words
 * @throws WorkbenchError IMPORT_TOO_LARGE, IMPORT_NOT_JSON, IMPORT_INVALID
 */
export function parseRound(text: string, wordsOf: (place: Place, json: unknown) => string): unknown {
  if (text.length > MAX_ROUND_BYTES) throw tooLarge();
  const plain = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  let json: unknown;
  try {
    // Cleaned at once, so that a number that another row names is found whatever hides in it.
    json = JSON.parse(plain, (_key, value: unknown) =>
      typeof value === 'string' ? cleanText(value) : value,
    );
  } catch (cause) {
    const at = /position (\d+)/.exec(String(cause))?.[1];
    const line = at ? plain.slice(0, Number(at)).split('\n').length : undefined;
    throw new WorkbenchError(
      'IMPORT_NOT_JSON',
      '文件内容不是有效的轮次数据（JSON），未导入任何记录。请重新导出后再试。',
      [{ place: line ? `第${line}行` : '文件', message: '此处不符合JSON格式' }],
    );
  }
  const twice = repeatedKeys(plain);
  if (twice.length > 0)
    throw invalidRound(
      twice.map(({ path, line }) => ({
        place: wordsOf(path, json),
        message: `这一项写了两次（第二次在第${line}行），分不清以哪个为准，请删去一个`,
      })),
    );
  return json;
}

/** The refusal of a file with these problems, as many as a person can read. */
export function invalidRound(problems: readonly Problem[]): WorkbenchError {
  const shown = problems.slice(0, MAX_PROBLEMS);
  if (problems.length > shown.length)
    shown.push({ place: '其余', message: `另有${problems.length - shown.length}处错误` });
  return new WorkbenchError(
    'IMPORT_INVALID',
    `文件中有${problems.length}处错误，未导入任何记录。请按列出的位置改正后重新导入。`,
    shown,
  );
}
