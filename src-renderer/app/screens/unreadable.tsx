import { Component, type ReactNode } from 'react';
import { Plate } from './plate';

/**
 * The net under everything that is read after the unlock screen, for a program whose files are damaged. Plain elements:
 * the other net (`error-boundary.tsx`) is part of what could not be read.
 */
export class Unreadable extends Component<{ readonly children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    return (
      <Plate title="界面无法打开" lead="程序的文件不完整。已保存的记录不受影响。">
        <p role="alert">请关闭程序后重新打开；仍不成功请用安装包重新安装，安装不会改动记录。</p>
      </Plate>
    );
  }
}
