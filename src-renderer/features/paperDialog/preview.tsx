/** The document itself, shown as pages. */
import { Alert, Spin } from 'antd';
import { useEffect, useRef, useState, type RefObject } from 'react';
import { sentenceOf } from '../../session/workbench';
import './preview.css';

interface Props {
  readonly bytes: Uint8Array | undefined;
  readonly fault: string | undefined;
  /** What holds the pages once they are shown. */
  readonly pages: RefObject<HTMLDivElement | null>;
  /** Told the bytes of the paper that is now shown. */
  readonly onShown: (bytes: Uint8Array) => void;
}

/** Room beside a page, in CSS pixels: the wrapper's padding on both sides. */
const MARGIN = 40;

/** Makes the widest page as wide as the place it is shown in, but never wider than on paper. */
function fitWidth(frame: HTMLElement, pages: HTMLElement): void {
  pages.style.zoom = '1';
  const widths = [...pages.querySelectorAll<HTMLElement>('section.docx')].map((page) => page.offsetWidth);
  const widest = Math.max(0, ...widths);
  if (widest > 0) pages.style.zoom = String(Math.min(1, frame.clientWidth / (widest + MARGIN)));
}

export function Preview({ bytes, fault, pages, onShown }: Props) {
  const [failed, setFailed] = useState<string>();
  const [shown, setShown] = useState<Uint8Array>();
  const frame = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (frame.current === null || shown === undefined) return;
    const watch = new ResizeObserver(() => {
      if (frame.current && pages.current) fitWidth(frame.current, pages.current);
    });
    watch.observe(frame.current);
    return () => watch.disconnect();
  }, [shown, pages]);
  useEffect(() => {
    const place = pages.current;
    if (bytes === undefined || place === null) return;
    let current = true;
    const sheet = document.createElement('div');
    void import('docx-preview')
      .then(({ renderAsync }) =>
        renderAsync(bytes, sheet, sheet, {
          className: 'docx',
          ignoreLastRenderedPageBreak: false,
          useBase64URL: true,
        }),
      )
      .then(
        () => {
          if (!current) return;
          place.replaceChildren(sheet);
          if (frame.current) fitWidth(frame.current, place);
          setFailed(undefined);
          setShown(bytes);
          onShown(bytes);
        },
        (error: unknown) => current && setFailed(sentenceOf(error)),
      );
    return () => {
      current = false;
    };
  }, [bytes, pages, onShown]);
  const told = fault ?? (failed && '预览没有显示出来，不影响导出。请导出后用 Word 或 WPS 查看。');
  return (
    <div className="preview" ref={frame} role="region" aria-label="文件预览" tabIndex={0}>
      {told !== undefined && <Alert type="warning" showIcon title={told} className="gap" />}
      {told === undefined && (bytes === undefined || shown !== bytes) && (
        <Spin className="preview-wait" description="正在生成预览…" />
      )}
      <div ref={pages} className="preview-pages" hidden={told !== undefined} />
    </div>
  );
}
