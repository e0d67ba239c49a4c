/**
 * What stands in place of everything that is read after the unlock screen where the program's files are damaged. Plain
 * elements: those of `error-boundary.tsx` are part of what could not be read.
 */
import { Plate } from './plate';

export function Unreadable() {
  return (
    <Plate title="界面无法打开" lead="程序的文件不完整。已保存的记录不受影响。">
      <p role="alert">请关闭程序后重新打开；仍不成功请用安装包重新安装，安装不会改动记录。</p>
    </Plate>
  );
}
