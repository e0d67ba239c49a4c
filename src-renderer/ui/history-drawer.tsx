/** Who changed what and when, in labels and readable values; the newest first. */
import { Button, Drawer, Empty, Spin, Timeline } from 'antd';
import { useEffect, useState, type ReactNode } from 'react';
import type { AppContract, OutputOf } from '../../src-shared/contract';
import type { AnyKind, Entity } from '../../src-shared/domain/define';
import { labelOf, useJudge } from '../replica';
import { call } from '../session/workbench';
import { useCommands } from './commands';
import { formatValue, infoOf, when } from './format';
import './history-drawer.css';

type Entry = OutputOf<AppContract, 'record.history'>[number];
type FieldChange = Entry['fields'][number];
/** The button that brings a value back, where it may be. */
type Restore = (change: FieldChange) => ReactNode;

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

const ACTIONS: Readonly<Record<string, string>> = {
  create: '新建',
  edit: '修改',
  remove: '删除',
  restore: '恢复',
  sign: '签字',
  import: '导入',
  export: '导出',
  resolve: '选定分歧',
  undo: '撤销',
  redo: '重做',
};

/** A value in words, as a line of an entry says it. */
function wordsOf(kind: AnyKind, field: string, value: unknown): string {
  const info = infoOf(kind, field);
  return info ? formatValue(info, value, labelOf) || '空' : '';
}

/** One line of an entry: the field's label, what was there and what is. */
function lineOf(kind: AnyKind, { field, before, after }: FieldChange) {
  const info = infoOf(kind, field);
  if (info) {
    return {
      label: info.label,
      before: before === undefined ? undefined : wordsOf(kind, field, before),
      after: after === undefined ? '（清空）' : wordsOf(kind, field, after),
    };
  }
  const [set = '', member = ''] = field.split('/');
  const label = Object.hasOwn(kind.sets, set) ? kind.sets[set]! : undefined;
  if (label === undefined) return { label: '新版本的栏目', after: '' };
  const named = typeof after === 'string' ? after : typeof before === 'string' ? before : undefined;
  const name = set === 'evidence' ? (named ?? member.slice(0, 8)) : labelOf(member);
  return { label, after: `${after === undefined ? '移出' : '加入'} ${name}` };
}

export function HistoryDrawer(props: {
  readonly kind: AnyKind;
  readonly record: Entity;
  readonly onClose: () => void;
}) {
  const { kind, record, onClose } = props;
  const judge = useJudge();
  const { attempt, save } = useCommands();
  const [entries, setEntries] = useState<readonly Entry[]>();
  useEffect(() => {
    let here = true;
    void attempt(() => call('record.history', { id: record.id })).then((found) => {
      if (here) setEntries(found ?? []);
    });
    return () => {
      here = false;
    };
  }, [attempt, record.id, record.updatedAt]);
  const restore: Restore = ({ field, after }) => {
    const info = infoOf(kind, field);
    if (!info || info.derived || info.machine || after === undefined) return null;
    if (same(after, record.values[field])) return null;
    if (!judge.may(record, { act: 'write', fields: [field] })) return null;
    return (
      <Button
        type="link"
        size="small"
        onClick={() => void save(kind.kind, record.id, { [field]: after as never })}
      >
        恢复此值
      </Button>
    );
  };
  return (
    <Drawer open title="修改历史" size={520} onClose={onClose}>
      {!entries && <Spin />}
      {entries?.length === 0 && <Empty description="没有修改记录" />}
      {entries && entries.length > 0 && (
        <Timeline
          items={[...entries]
            .reverse()
            .map((entry, i) => ({ key: i, content: <Change kind={kind} entry={entry} restore={restore} /> }))}
        />
      )}
    </Drawer>
  );
}

function Change({ kind, entry, restore }: { kind: AnyKind; entry: Entry; restore: Restore }) {
  return (
    <div>
      <div className="pw-words">
        {when(entry.at)} · {entry.author} · {entry.step ?? ACTIONS[entry.action] ?? '其他操作'}
      </div>
      {entry.reason && <div>理由：{entry.reason}</div>}
      {entry.fields.map((change) => {
        const { label, before, after } = lineOf(kind, change);
        return (
          <div key={change.field} className="pw-change">
            {label}：
            {before !== undefined && (
              <>
                <del>{before}</del> →{' '}
              </>
            )}
            {after}
            {restore(change)}
          </div>
        );
      })}
    </div>
  );
}
