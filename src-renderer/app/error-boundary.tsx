/** The last net under the screens: a sentence and a way on, never a stack trace. */
import { Button, Result } from 'antd';
import { Component, type ReactNode } from 'react';

interface Props {
  readonly children: ReactNode;
  /** What to call the part that failed. */
  readonly part?: string;
}

export class ErrorBoundary extends Component<Props, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    return (
      <Result
        status="warning"
        title={`${this.props.part ?? '这个界面'}没有显示出来`}
        subTitle="程序遇到未预料的错误。已保存的内容不受影响。请点“重新显示”；仍不成功请锁定后重新解锁，或重新启动程序。"
        extra={
          <Button type="primary" onClick={() => this.setState({ failed: false })}>
            重新显示
          </Button>
        }
      />
    );
  }
}
