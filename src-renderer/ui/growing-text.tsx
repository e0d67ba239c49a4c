/** A box for several lines that grows with its words. */
import { Input, type GetProps } from 'antd';
import type { CSSProperties } from 'react';
import './growing-text.css';

interface Props extends GetProps<typeof Input.TextArea> {
  /** Lines that it has at least and at most. */
  readonly lines: readonly [least: number, most: number];
}

/**
 * The form of index.html whose boxes Chromium does not complete. It keeps what stands in any other box in the history of the
 * page, which is in the memory of another process than the page's and there outlives a lock.
 */
const NOT_KEPT = 'not-kept';

export function GrowingText({ lines: [least, most], ...props }: Props) {
  // By style (growing-text.css): antd's own way measures the whole page anew at every key.
  const style = { '--least-lines': least, '--most-lines': most } as CSSProperties;
  return (
    <Input.TextArea
      {...props}
      form={NOT_KEPT}
      classNames={{ textarea: 'grows' }}
      styles={{ textarea: style }}
    />
  );
}
