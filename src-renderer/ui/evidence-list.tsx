/** Files kept with a record, sealed in the vault: added through the open dialog, pictures shown in the window. */
import { DeleteOutlined, EyeOutlined, PaperClipOutlined } from '@ant-design/icons';
import { Button, Modal } from 'antd';
import { useEffect, useState } from 'react';
import type { AnyKind, Entity } from '../../src-shared/domain/define';
import { call } from '../session/workbench';
import { useCommands } from './commands';

/** What can be shown in the window, by the first bytes of the file. */
function pictureType(bytes: Uint8Array): string | undefined {
  const [a, b, c, d] = bytes;
  if (a === 0xff && b === 0xd8) return 'image/jpeg';
  if (a === 0x89 && b === 0x50 && c === 0x4e && d === 0x47) return 'image/png';
  if (a === 0x47 && b === 0x49 && c === 0x46) return 'image/gif';
  return undefined;
}

interface EvidenceListProps {
  readonly kind: AnyKind;
  readonly record: Entity;
  readonly set?: string;
  readonly readOnly?: boolean;
}

export function EvidenceList({ kind, record, set = 'evidence', readOnly }: EvidenceListProps) {
  const commands = useCommands();
  const [shown, setShown] = useState<string>();
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
              onClick={() => setShown(hash)}
            />
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
      {shown && <FileView id={record.id} hash={shown} onClose={() => setShown(undefined)} />}
    </fieldset>
  );
}

/** A picture in the window; its bytes are let go when the dialog is closed. */
function FileView({ id, hash, onClose }: { id: string; hash: string; onClose: () => void }) {
  const { attempt } = useCommands();
  const [view, setView] = useState<{ readonly url?: string }>();
  useEffect(() => {
    let url: string | undefined;
    let here = true;
    void attempt(() => call('evidence.read', { id, hash })).then((file) => {
      if (!here) return;
      const type = file && pictureType(file.bytes);
      if (file && type) url = URL.createObjectURL(new Blob([new Uint8Array(file.bytes)], { type }));
      setView({ url });
    });
    return () => {
      here = false;
      if (url) URL.revokeObjectURL(url);
    };
  }, [attempt, id, hash]);
  return (
    <Modal open title="查看附件" footer={null} width="80vw" onCancel={onClose} loading={!view}>
      {view?.url && <img src={view.url} alt="附件" className="pw-picture" />}
      {view && !view.url && <p>此类文件不能在窗口内显示。为防止明文落盘，程序不把它交给其他软件打开。</p>}
    </Modal>
  );
}
