/** Files dropped on a form or pasted into it, and their way into the vault: piece by piece, one after another. */
import { App } from 'antd';
import { useEffect, useEffectEvent, useRef, useState, type RefObject } from 'react';
import { call, CallFailed } from '../session/workbench';
import { useCommands } from './commands';

/** Bytes of a piece. */
const PIECE = 1024 * 1024;
/** Files taken at one time. */
const MAX_FILES = 50;

/** The file that is on its way. */
export interface Sending {
  readonly name: string;
  readonly number: number;
  readonly of: number;
  readonly percent: number;
}

/** Sends files to a set of a record. `cancel` stops before the next piece; what is in already stays. */
export function useSending(record: string, set: string) {
  const { attempt } = useCommands();
  const { message } = App.useApp();
  const [sending, setSending] = useState<Sending>();
  const stopped = useRef(false);
  const send = async (files: readonly File[]) => {
    if (sending) return void message.info('上一批文件还没加完，请稍候再拖入');
    if (files.length > MAX_FILES) return void message.warning(`一次最多加入${MAX_FILES}个文件，请分批拖入`);
    stopped.current = false;
    for (const [i, file] of files.entries()) {
      const done = await attempt(() =>
        sendFile(record, set, file, (percent) => {
          setSending({ name: file.name, number: i + 1, of: files.length, percent });
          return !stopped.current;
        }),
      );
      if (!done) break;
    }
    setSending(undefined);
  };
  return {
    sending,
    send: (files: readonly File[]) => void send(files),
    cancel: () => void (stopped.current = true),
  };
}

/** @param goOn told how much of it is through; answers whether to go on @returns whether all of it is in */
async function sendFile(
  id: string,
  set: string,
  file: File,
  goOn: (percent: number) => boolean,
): Promise<boolean> {
  goOn(0);
  const { upload } = await call('evidence.begin', {
    id,
    set,
    name: file.name || '粘贴的图片.png',
    size: file.size,
  });
  try {
    for (let at = 0; at < file.size; at += PIECE) {
      const bytes = new Uint8Array(await bytesOf(file.slice(at, at + PIECE)));
      await call('evidence.piece', { upload, bytes });
      if (!goOn(Math.floor((Math.min(at + PIECE, file.size) * 100) / file.size))) {
        await call('evidence.abandon', { upload });
        return false;
      }
    }
  } catch (error) {
    await call('evidence.abandon', { upload });
    if (error instanceof CallFailed) throw error;
    throw new Error(`“${file.name}”读不到，没有加入。请确认它是文件（不是文件夹）、没有被移走。`, {
      cause: error,
    });
  }
  await call('evidence.finish', { upload });
  return true;
}

/** A folder or a file that is gone cannot be read: the promise is rejected. */
export const bytesOf = (part: Blob): Promise<ArrayBuffer> =>
  new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result as ArrayBuffer);
    reader.onerror = () => reject(reader.error ?? new Error('unreadable'));
    reader.readAsArrayBuffer(part);
  });

const hasFiles = (data: DataTransfer | null): boolean => data?.types.includes('Files') ?? false;

/** A picture on the clipboard has no name of its own worth keeping. */
function named(file: File): File {
  if (file.name !== 'image.png') return file;
  const at = new Date();
  const two = (n: number) => String(n).padStart(2, '0');
  const stamp = `${at.getFullYear()}${two(at.getMonth() + 1)}${two(at.getDate())}-${two(at.getHours())}${two(at.getMinutes())}${two(at.getSeconds())}`;
  return new File([file], `粘贴的图片${stamp}.png`, { type: file.type });
}

/**
 * Takes what is dropped on or pasted into the form around an element. Words on the clipboard go where the cursor is, also
 * where a picture of them lies beside (WPS copies both).
 * @param take absent: nothing may be added here
 * @returns whether files are being dragged over the form
 */
export function useDropZone(
  inside: RefObject<HTMLElement | null>,
  take: ((files: readonly File[]) => void) | undefined,
): boolean {
  const [over, setOver] = useState(false);
  const onTake = useEffectEvent((files: readonly File[]) => {
    if (files.length > 0) take?.(files);
  });
  const open = take !== undefined;
  useEffect(() => {
    const zone = inside.current?.closest<HTMLElement>('.pw-form') ?? inside.current;
    if (!zone || !open) return;
    const drag = (e: DragEvent) => {
      if (!hasFiles(e.dataTransfer)) return;
      e.preventDefault();
      setOver(true);
    };
    const leave = (e: DragEvent) => {
      if (!zone.contains(e.relatedTarget as Node | null)) setOver(false);
    };
    const drop = (e: DragEvent) => {
      if (!hasFiles(e.dataTransfer)) return;
      e.preventDefault();
      setOver(false);
      onTake([...(e.dataTransfer?.files ?? [])]);
    };
    const paste = (e: ClipboardEvent) => {
      const data = e.clipboardData;
      if (!data || data.files.length === 0 || data.types.includes('text/plain')) return;
      e.preventDefault();
      onTake([...data.files].map(named));
    };
    zone.addEventListener('dragover', drag);
    zone.addEventListener('dragleave', leave);
    zone.addEventListener('drop', drop);
    zone.addEventListener('paste', paste);
    return () => {
      zone.removeEventListener('dragover', drag);
      zone.removeEventListener('dragleave', leave);
      zone.removeEventListener('drop', drop);
      zone.removeEventListener('paste', paste);
    };
  }, [inside, open]);
  return over;
}
