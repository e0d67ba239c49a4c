/** A box for several lines that grows with its words. */
import { Input, type GetProps } from 'antd';
import type { CSSProperties } from 'react';

interface Props extends GetProps<typeof Input.TextArea> {
  /** Lines that it has at least and at most. */
  readonly lines: readonly [least: number, most: number];
}

export function GrowingText({ lines: [least, most], ...props }: Props) {
  // By style (ui.css): antd's own way measures the whole page anew at every key.
  const style = { '--least-lines': least, '--most-lines': most } as CSSProperties;
  return <Input.TextArea {...props} classNames={{ textarea: 'grows' }} styles={{ textarea: style }} />;
}
