/** Files kept with a record, sealed in the vault: added through the open dialog, shown or played in the window. */
import { DeleteOutlined, DownloadOutlined, EyeOutlined, PaperClipOutlined } from '@ant-design/icons';
import { App, Button, Modal } from 'antd';
import { useEffect, useState } from 'react';
import type { AnyKind, Entity } from '../../src-shared/domain/define';
import { hasHome, useJudge } from '../replica';
import { call } from '../session/workbench';
import { useCommands } from './commands';

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

interface EvidenceListProps {
  readonly kind: AnyKind;
  readonly record: Entity;
  readonly set?: string;
}

export function EvidenceList({ kind, record, set = 'evidence' }: EvidenceListProps) {
  const commands = useCommands();
  const readOnly = !useJudge().may(record, { act: 'write', fields: [set] });
  const { message } = App.useApp();
  const [shown, setShown] = useState<{ readonly hash: string; readonly name: string }>();
  const [busy, setBusy] = useState(false);
  const label = kind.sets[set] ?? '附件';
  const hashes = record.sets[set] ?? [];
  const add = async () => {
    setBusy(true);
    await commands.attempt(async () => {
      const { paths } = await call('shell.chooseOpenFiles', { title: `选择${label}`, multiple: true });
      if (paths.length === 0) return;
      await call('evidence.add', { id: record.id, set, paths });
    });
    setBusy(false);
  };
  const saveAs = (hash: string, name: string) =>
    commands.attempt(async () => {
      const { path } = await call('shell.chooseSaveFile', { title: `另存${label}`, defaultName: name });
      if (path === null) return;
      await call('evidence.export', { id: record.id, hash, path });
      void message.success('已另存，并记入“导出登记”。该文件不再加密，请按规定保管');
    });
  const remove = (hash: string) =>
    commands.save(kind.kind, record.id, {}, { [set]: { add: [], remove: [hash] } });
  return (
    <fieldset className="pw-rows">
      <legend>{label}</legend>
      {hashes.length === 0 && <div className="pw-words">还没有文件。加入的文件加密保存在本机资料库中。</div>}
      {hashes.map((hash, index) => {
        const name = record.names?.[hash] ?? `附件${index + 1}`;
        return (
          <div key={hash} className="pw-file">
            <PaperClipOutlined />
            <span>{name}</span>
            <span className="pw-words">{`校验码 ${hash.slice(0, 8)}`}</span>
            <Button
              type="text"
              size="small"
              icon={<EyeOutlined />}
              aria-label={`查看${name}`}
              onClick={() => setShown({ hash, name })}
            />
            {hasHome(record) && (
              <Button
                type="text"
                size="small"
                icon={<DownloadOutlined />}
                aria-label={`另存${name}`}
                title="另存到本程序之外"
                onClick={() => void saveAs(hash, name)}
              />
            )}
            {!readOnly && (
              <Button
                type="text"
                size="small"
                icon={<DeleteOutlined />}
                aria-label={`移出${name}`}
                onClick={() => void remove(hash)}
              />
            )}
          </div>
        );
      })}
      {!readOnly && (
        <div className="pw-row-actions">
          <Button size="small" icon={<PaperClipOutlined />} loading={busy} onClick={() => void add()}>
            {`添加${label}`}
          </Button>
        </div>
      )}
      {shown && <FileView id={record.id} {...shown} onClose={() => setShown(undefined)} />}
    </fieldset>
  );
}

/** A picture, a recording or a film in the window; its bytes are let go when the dialog is closed. */
function FileView({
  id,
  hash,
  name,
  onClose,
}: {
  id: string;
  hash: string;
  name: string;
  onClose: () => void;
}) {
  const { attempt } = useCommands();
  const [view, setView] = useState<{ readonly url?: string; readonly tag?: Media['tag'] }>();
  useEffect(() => {
    let url: string | undefined;
    let here = true;
    void attempt(() => call('evidence.read', { id, hash })).then((file) => {
      if (!here) return;
      const media = file && mediaOf(file.bytes);
      if (file && media) {
        url = URL.createObjectURL(new Blob([new Uint8Array(file.bytes)], { type: media.type }));
      }
      setView({ url, tag: media?.tag });
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
      {view && !view.tag && (
        <p>
          此类文件不能在窗口内显示。为防止明文落盘，程序不把它交给其他软件打开；确需使用的，请“另存”后按规定保管。
        </p>
      )}
    </Modal>
  );
}
