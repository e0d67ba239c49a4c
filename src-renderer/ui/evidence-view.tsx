/** A kept file shown or played in the window; its bytes are let go when the dialog is closed. */
import { Modal } from 'antd';
import { useEffect, useState } from 'react';
import { call } from '../session/workbench';
import { useCommands } from './commands';
import './evidence.css';

interface Media {
  readonly tag: 'img' | 'audio' | 'video';
  readonly type: string;
}

/** First bytes in Latin letters, from a place on, of what the window can show or play. */
const MEDIA: readonly (readonly [at: number, letters: string, media: Media])[] = [
  [0, '\xff\xd8', { tag: 'img', type: 'image/jpeg' }],
  [0, '\x89PNG', { tag: 'img', type: 'image/png' }],
  [0, 'GIF8', { tag: 'img', type: 'image/gif' }],
  [8, 'WEBP', { tag: 'img', type: 'image/webp' }],
  [0, 'BM', { tag: 'img', type: 'image/bmp' }],
  [0, 'ID3', { tag: 'audio', type: 'audio/mpeg' }],
  [0, '\xff\xfb', { tag: 'audio', type: 'audio/mpeg' }],
  [8, 'WAVE', { tag: 'audio', type: 'audio/wav' }],
  [0, 'OggS', { tag: 'audio', type: 'audio/ogg' }],
  [4, 'ftypM4A', { tag: 'audio', type: 'audio/mp4' }],
  [4, 'ftyp', { tag: 'video', type: 'video/mp4' }],
];

/** What a file is, by its first bytes; undefined where the window cannot show it. */
function mediaOf(bytes: Uint8Array): Media | undefined {
  const head = String.fromCharCode(...bytes.subarray(0, 16));
  return MEDIA.find(([at, letters]) => head.startsWith(letters, at))?.[2];
}

/** Larger files are not shown in the window, which would have to hold them whole: an hour of speech is about 60 MiB. */
const LARGEST_SHOWN = 100 << 20;

interface View {
  readonly tag?: Media['tag'];
  readonly url?: string;
  readonly tooLarge?: boolean;
}

/** Reads a file in parts, as far as it can be shown. @returns undefined where `isWanted` says so meanwhile */
async function readView(id: string, hash: string, isWanted: () => boolean): Promise<View | undefined> {
  const first = await call('evidence.read', { id, hash });
  const media = mediaOf(first.bytes);
  if (media === undefined) return {};
  if (first.size > LARGEST_SHOWN) return { tooLarge: true };
  const parts = [new Uint8Array(first.bytes)];
  for (let read = first.bytes.length; read < first.size;) {
    if (!isWanted()) return undefined;
    const { bytes } = await call('evidence.read', { id, hash, from: read });
    parts.push(new Uint8Array(bytes));
    read += bytes.length;
  }
  return isWanted()
    ? { tag: media.tag, url: URL.createObjectURL(new Blob(parts, { type: media.type })) }
    : undefined;
}

interface EvidenceViewProps {
  readonly id: string;
  readonly hash: string;
  readonly name: string;
  readonly onClose: () => void;
}

export function EvidenceView({ id, hash, name, onClose }: EvidenceViewProps) {
  const { attempt } = useCommands();
  const [view, setView] = useState<View>();
  useEffect(() => {
    let url: string | undefined;
    let here = true;
    void attempt(() => readView(id, hash, () => here)).then((read) => {
      if (!here) return;
      url = read?.url;
      setView(read ?? {});
    });
    return () => {
      here = false;
      if (url) URL.revokeObjectURL(url);
    };
  }, [attempt, id, hash]);
  return (
    <Modal open title={name} footer={null} width="80vw" onCancel={onClose} loading={!view}>
      {view?.tag === 'img' && <img src={view.url} alt={name} className="pw-picture" />}
      {view?.tag === 'audio' && <audio src={view.url} controls className="pw-player" aria-label={name} />}
      {view?.tag === 'video' && <video src={view.url} controls className="pw-picture" aria-label={name} />}
      {view?.tooLarge && <p>文件较大（超过100兆字节），不在窗口内打开。请“另存”后查看，用后按规定保管。</p>}
      {view && !view.tag && !view.tooLarge && (
        <p>
          此类文件不能在窗口内显示。为防止明文落盘，程序不把它交给其他软件打开；确需使用的，请“另存”后按规定保管。
        </p>
      )}
    </Modal>
  );
}
