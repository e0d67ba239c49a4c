/** One conflict: whose it is, what stood there before, what each said, and the ways out. */
import { Button, Flex, Input } from 'antd';
import { useState } from 'react';
import type { ConflictShown } from '../../../src-shared/contract';
import { kindOf } from '../../../src-shared/domain/kinds';
import { REMOVED_FIELD } from '../../../src-shared/merge/change';
import { getRecord, labelOf } from '../../replica';
import { openRecord } from '../../session/navigation';
import type { Choice } from '../../ui/commands';
import { fieldWords, infoOfConflict, saidBy, versionWords } from '../../ui/conflict-words';
import { grouped } from './favour';

export interface ConflictProps {
  readonly conflict: ConflictShown;
  readonly busy: boolean;
  readonly onChoose: (choice: Choice, words: string) => void;
}

/** Versions that say the same, as one. */
const distinct = ({ versions }: ConflictShown) => [
  ...grouped(versions, ({ value }) => JSON.stringify(value)).values(),
];

export function ConflictCard({ conflict, busy, onChoose }: ConflictProps) {
  const { record: id, field, kind, title, inspection, before } = conflict;
  const [joined, setJoined] = useState<string>();
  const record = getRecord(id);
  const label = fieldWords(conflict);
  const mayJoin = infoOfConflict(conflict)?.type === 'longText';
  const groups = distinct(conflict);
  const join = () =>
    setJoined(groups.map(([first]) => (typeof first!.value === 'string' ? first!.value : '')).join('\n'));
  return (
    <li className="pw-conflict" aria-label={`${title} ${label}`}>
      <header className="pw-conflict-head">
        <span className="pw-words">{kindOf(kind)?.label}</span>
        {record ? (
          <button type="button" className="link" onClick={() => openRecord(record, getRecord)}>
            {title}
          </button>
        ) : (
          <b>{title}</b>
        )}
        {inspection !== null && <span className="pw-words">{labelOf(inspection)}</span>}
        <b className="pw-conflict-field">{label}</b>
      </header>
      {before && (
        <p className="pw-conflict-before pw-words">
          {`原来：${before.value === undefined ? '（空）' : versionWords(conflict, before.value)}`}
        </p>
      )}
      <div className="pw-conflict-versions">
        {groups.map((group) => {
          const [first] = group;
          const words = versionWords(conflict, first!.value);
          return (
            <div key={first!.change} className="pw-conflict-version">
              <div className="pw-conflict-text">{words}</div>
              {group.map((version) => (
                <div key={version.change} className="pw-words">
                  {saidBy(version)}
                </div>
              ))}
              <Button
                size="small"
                data-take
                disabled={busy}
                danger={field === REMOVED_FIELD && first!.value === true}
                aria-label={`${label}：采用${first!.by}的“${words.slice(0, 40)}”`}
                onClick={() =>
                  onChoose({ id, field, take: first!.change }, `${title}“${label}”采用了${first!.by}的内容`)
                }
              >
                {field === REMOVED_FIELD
                  ? first!.value === true
                    ? '按删除办理'
                    : '保留修改并恢复'
                  : '采用这个'}
              </Button>
            </div>
          );
        })}
      </div>
      {mayJoin && joined === undefined && (
        <Button size="small" type="link" className="pw-conflict-join" disabled={busy} onClick={join}>
          合并两段…
        </Button>
      )}
      {joined !== undefined && (
        <div className="pw-conflict-joined">
          <Input.TextArea
            autoFocus
            autoSize={{ minRows: 3, maxRows: 14 }}
            aria-label={`${label}：合并后的内容`}
            value={joined}
            onChange={({ target }) => setJoined(target.value)}
          />
          <Flex gap={8}>
            <Button
              size="small"
              type="primary"
              disabled={busy}
              onClick={() => onChoose({ id, field, value: joined }, `${title}“${label}”已合并`)}
            >
              保存合并内容
            </Button>
            <Button size="small" onClick={() => setJoined(undefined)}>
              取消
            </Button>
          </Flex>
        </div>
      )}
    </li>
  );
}
