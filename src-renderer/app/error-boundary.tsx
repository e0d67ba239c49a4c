/** The last net under the screens: a sentence and a way on, never a stack trace. */
import { Button, Result } from 'antd';
import type { ReactNode } from 'react';
import { Net } from './net';

interface Props {
  readonly children: ReactNode;
  /** What to call the part that failed. */
  readonly part?: string;
}

export function ErrorBoundary({ children, part = '这个界面' }: Props) {
  return (
    <Net
      instead={(again) => (
        <Result
          status="warning"
          title={`${part}没有显示出来`}
          subTitle="程序遇到未预料的错误。已保存的内容不受影响。请点“重新显示”；仍不成功请锁定后重新解锁，或重新启动程序。"
          extra={
            <Button type="primary" onClick={again}>
              重新显示
            </Button>
          }
        />
      )}
    >
      {children}
    </Net>
  );
}
