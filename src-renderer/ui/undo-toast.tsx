/** Says that something was done and offers to take it back for a while. */
import { App, Button } from 'antd';
import { useCallback, useId, useRef } from 'react';

/** How long one may take it back here, in seconds; afterwards 回收站 has it. */
const SECONDS = 10;

/** @returns tells what was done, with 撤销 beside it; it stays though the screen that told it is left */
export function useUndoToast(): (words: string, undo: () => unknown) => void {
  const { message } = App.useApp();
  const own = useId();
  const told = useRef(0);
  return useCallback(
    (words, undo) => {
      const key = `undo-${own}-${(told.current += 1)}`;
      const takeBack = () => {
        message.destroy(key);
        undo();
      };
      void message.info({
        key,
        duration: SECONDS,
        content: (
          <>
            {words}
            <Button type="link" size="small" onClick={takeBack}>
              撤销
            </Button>
          </>
        ),
      });
    },
    [message, own],
  );
}
