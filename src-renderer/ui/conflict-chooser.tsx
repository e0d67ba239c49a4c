/** The marker of a field that two people filled in differently, and the choice between what they wrote. */
import { WarningOutlined } from '@ant-design/icons';
import { Button, Popover, Spin } from 'antd';
import { useState } from 'react';
import type { AppContract, OutputOf } from '../../src-shared/contract';
import type { AnyKind, Entity } from '../../src-shared/domain/define';
import { glossaryIn } from '../../src-shared/domain/glossary';
import { labelOf, look } from '../replica';
import { dropField } from '../session/autosave';
import { call } from '../session/workbench';
import { useCommands } from './commands';
import { formatValue, infoOf, when } from './format';
import './conflict-chooser.css';

type Candidate = OutputOf<AppContract, 'record.conflict'>[string][number];

export function ConflictChooser(props: { kind: AnyKind; record: Entity; field: string }) {
  const { kind, record, field } = props;
  const commands = useCommands();
  const [open, setOpen] = useState(false);
  const [candidates, setCandidates] = useState<readonly Candidate[]>();
  const info = infoOf(kind, field);
  const show = async (next: boolean) => {
    setOpen(next);
    if (!next) return;
    const found = await commands.attempt(() => call('record.conflict', { id: record.id }));
    setCandidates(found?.[field] ?? []);
  };
  const choose = async (value: unknown) => {
    if (!(await commands.resolve(record.id, field, value))) return;
    dropField(record.id, field);
    setOpen(false);
  };
  const list = candidates ? (
    <div className="pw-candidates">
      {candidates.map(({ value, author, at }) => (
        <div key={author + at} className="pw-candidate">
          <div>
            <div>
              {(info && formatValue(info, value, labelOf, glossaryIn(look).words(record))) || '（空）'}
            </div>
            <div className="pw-words">
              {author} · {when(at)}
            </div>
          </div>
          <Button size="small" type="primary" ghost onClick={() => void choose(value)}>
            采用
          </Button>
        </div>
      ))}
    </div>
  ) : (
    <Spin size="small" />
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
