/** Files kept with a record, sealed in the vault: added through the open dialog, shown or played in the window. */
import { DeleteOutlined, DownloadOutlined, EyeOutlined, PaperClipOutlined } from '@ant-design/icons';
import { App, Button } from 'antd';
import { useRef, useState } from 'react';
import type { AnyKind, Entity } from '../../src-shared/domain/define';
import { hasHome, useJudge } from '../replica';
import { makeNow } from '../session/autosave';
import { call } from '../session/workbench';
import { useCommands } from './commands';
import { useDropZone, useSending } from './dropped-files';
import { EvidenceView } from './evidence-view';
import { TaskBar, TaskProgress } from './task-progress';
import './evidence.css';

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
  const [saving, setSaving] = useState(false);
  const label = kind.sets[set] ?? '附件';
  const hashes = record.sets[set] ?? [];
  const add = async () => {
    setBusy(true);
    await commands.attempt(async () => {
      const { paths } = await call('shell.chooseOpenFiles', { title: `选择${label}`, multiple: true });
      if (paths.length === 0) return;
      await call('evidence.add', { id: await makeNow(record.id), set, paths });
    });
    setBusy(false);
  };
  const saveAs = async (hash: string, name: string) => {
    setSaving(true);
    await commands.attempt(async () => {
      const { path } = await call('shell.chooseSaveFile', { title: `另存${label}`, defaultName: name });
      if (path === null) return;
      await call('evidence.export', { id: record.id, hash, path });
      void message.success('已另存，并记入“导出登记”。该文件不再加密，请按规定保管');
    });
    setSaving(false);
  };
  const remove = (hash: string) =>
    commands.save(kind.kind, record.id, {}, { [set]: { add: [], remove: [hash] } });
  const { sending, send, cancel } = useSending(record.id, set);
  const box = useRef<HTMLFieldSetElement>(null);
  const over = useDropZone(box, readOnly ? undefined : send);
  return (
    <fieldset className={over ? 'pw-rows pw-drop-here' : 'pw-rows'} ref={box}>
      <legend>{label}</legend>
      {hashes.length === 0 && (
        <div className="pw-words">
          {readOnly
            ? '没有文件。'
            : '还没有文件。可以把文件拖到本表上，或按 Ctrl+V 粘贴图片；加入的文件加密保存在本机资料库中。'}
        </div>
      )}
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
      {sending && (
        <TaskBar
          words={`正在加入第${sending.number}个，共${sending.of}个：${sending.name}`}
          part={sending.percent / 100}
          onCancel={cancel}
        />
      )}
      <TaskProgress task="addEvidence" active={busy} />
      <TaskProgress task="saveEvidence" active={saving} />
      {shown && <EvidenceView id={record.id} {...shown} onClose={() => setShown(undefined)} />}
    </fieldset>
  );
}
