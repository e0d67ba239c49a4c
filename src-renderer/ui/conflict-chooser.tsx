/** The marker of a field that two people filled in differently, and the choice between what they wrote. */
import { WarningOutlined } from '@ant-design/icons';
import { Button, Popover, Spin } from 'antd';
import { useState } from 'react';
import type { ConflictShown, ConflictVersion } from '../../src-shared/contract';
import type { AnyKind, Entity } from '../../src-shared/domain/define';
import { dropField } from '../session/autosave';
import { call } from '../session/workbench';
import { useCommands } from './commands';
import { saidBy, versionWords } from './conflict-words';
import { infoOf } from './format';
import { useUndo } from './undo';
import './conflict-chooser.css';

export function ConflictChooser(props: { kind: AnyKind; record: Entity; field: string }) {
  const { kind, record, field } = props;
  const { attempt, settle } = useCommands();
  const { offer } = useUndo();
  const [open, setOpen] = useState(false);
  const [conflict, setConflict] = useState<ConflictShown | null>();
  const info = infoOf(kind, field);
  const show = async (next: boolean) => {
    setOpen(next);
    if (!next) return;
    const found = await attempt(() => call('conflict.list', { id: record.id }));
    setConflict(found?.find((one) => one.field === field) ?? null);
  };
  const choose = async ({ change }: ConflictVersion) => {
    const act = await settle([{ id: record.id, field, take: change }]);
    if (act === undefined) return;
    dropField(record.id, field);
    setOpen(false);
    offer(`已选定“${info?.label ?? ''}”`, act);
  };
  const list =
    conflict === undefined ? (
      <Spin size="small" />
    ) : (
      <div className="pw-candidates">
        {conflict?.versions.map((version) => (
          <div key={version.change} className="pw-candidate">
            <div>
              <div className="pw-version">{versionWords(conflict, version.value)}</div>
              <div className="pw-words">{saidBy(version)}</div>
            </div>
            <Button size="small" type="primary" ghost onClick={() => void choose(version)}>
              采用
            </Button>
          </div>
        ))}
        {conflict?.before && (
          <div className="pw-words">原来：{versionWords(conflict, conflict.before.value)}</div>
        )}
      </div>
    );
  return (
    <Popover
      trigger="click"
      open={open}
      onOpenChange={(next) => void show(next)}
      title="两人填写不一致，请选定一个"
      content={list}
    >
      <Button
        size="small"
        type="text"
        danger
        icon={<WarningOutlined />}
        aria-label={`${info?.label}：有分歧`}
      >
        有分歧
      </Button>
    </Popover>
  );
}
