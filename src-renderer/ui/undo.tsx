/** 撤销: by the keyboard, the menu, a button, and from the words that tell what was done. */
import { UndoOutlined } from '@ant-design/icons';
import { App, Button, Tooltip } from 'antd';
import { useCallback, useEffect, useEffectEvent, useMemo } from 'react';
import { askTakeBack } from '../session/take-back-request';
import { doAgain, isBrowsersUndo, takeBack, type Undone } from '../session/undoing';
import { CallFailed, sentenceOf, workbench } from '../session/workbench';

/** How long one may take it back here, in seconds; Ctrl+Z does so until the next lock, and 回收站 has what was removed. */
const SECONDS = 10;
/** One at a time: what is told later is what Ctrl+Z would take back first. */
const TOLD = 'undo';

/** @returns tells what was done, with a link beside it; it stays though the screen that told it is left */
function useToldWith(): (words: string, action: string, act: () => unknown) => void {
  const { message } = App.useApp();
  return useCallback(
    (words, action, act) => {
      const press = () => {
        message.destroy(TOLD);
        act();
      };
      void message.info({
        key: TOLD,
        duration: SECONDS,
        content: (
          <>
            {words}
            <Button type="link" size="small" onClick={press}>
              {action}
            </Button>
          </>
        ),
      });
    },
    [message],
  );
}

/** @returns tells what was done, with 撤销 beside it */
export function useUndoToast(): (words: string, undo: () => unknown) => void {
  const tell = useToldWith();
  return useCallback((words, undo) => tell(words, '撤销', undo), [tell]);
}

export interface Undoing {
  /** Takes back an act, the last one where none is named, and says what that was or why not. */
  undo(act?: string): Promise<void>;
  redo(): Promise<void>;
  /** Tells what was done, with 撤销 beside it. */
  offer(words: string, act: string): void;
}

export function useUndo(): Undoing {
  const { message } = App.useApp();
  const tell = useToldWith();
  return useMemo(() => {
    const run = async (act: () => Promise<Undone>, told: (said: string) => void) => {
      try {
        told((await act()).said);
      } catch (error) {
        // Many records would go: the person says why first.
        const entry = error instanceof CallFailed && error.code === 'UNDO_REASON' && error.problems[0]?.place;
        if (entry) return askTakeBack(entry);
        const expected = error instanceof CallFailed && error.code.startsWith('UNDO_');
        void message[expected ? 'info' : 'error']({ key: TOLD, content: sentenceOf(error), duration: 6 });
      }
    };
    const undoing: Undoing = {
      undo: (act) =>
        run(
          () => takeBack(act),
          (said) => tell(said, '重做', () => void undoing.redo()),
        ),
      redo: () => run(doAgain, (said) => void message.info({ key: TOLD, content: said })),
      offer: (words, act) => tell(words, '撤销', () => void undoing.undo(act)),
    };
    return undoing;
  }, [message, tell]);
}

/** A dialog has its own keys, and what stands behind it is not in sight. */
const isBehind = (): boolean => document.querySelector('[role="dialog"]') !== null;

/** 撤销 and 重做 of the whole window: Ctrl+Z, Ctrl+Y or Ctrl+Shift+Z, the menu 编辑, and a button. */
export function UndoButton() {
  const { undo, redo } = useUndo();
  const onKey = useEffectEvent((e: KeyboardEvent) => {
    if (e.defaultPrevented || e.isComposing || !e.ctrlKey || e.altKey) return;
    const key = e.key.toLowerCase();
    const again = (key === 'z' && e.shiftKey) || (key === 'y' && !e.shiftKey);
    if (!again && (key !== 'z' || e.shiftKey)) return;
    if (isBehind() || isBrowsersUndo()) return;
    e.preventDefault();
    void (again ? redo() : undo());
  });
  const onMenu = useEffectEvent(({ what }: { what: 'undo' | 'redo' }) => {
    // Old, and the only call that reaches what was typed into a field.
    if (isBrowsersUndo() || isBehind()) document.execCommand(what);
    else void (what === 'redo' ? redo() : undo());
  });
  useEffect(() => {
    const listener = (e: KeyboardEvent): void => onKey(e);
    window.addEventListener('keydown', listener);
    const stop = workbench().subscribe('shell.undoWanted', (wanted) => onMenu(wanted));
    return () => {
      window.removeEventListener('keydown', listener);
      stop();
    };
  }, []);
  return (
    <Tooltip title="撤销上一步操作（Ctrl+Z），重做（Ctrl+Y）">
      <Button type="text" icon={<UndoOutlined />} aria-label="撤销" onClick={() => void undo()} />
    </Tooltip>
  );
}
