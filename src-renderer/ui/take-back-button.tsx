/** 撤销 of an act on many records, beside its entry in the 操作日志. */
import { UndoOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import type { Entity } from '../../src-shared/domain/define';
import { useRecords } from '../replica';
import { askTakeBack } from '../session/take-back-request';

export function TakeBackButton({ entry }: { readonly entry: Entity }) {
  const entries = useRecords('operation');
  const { act, changes } = entry.values;
  if (typeof changes !== 'number') return null;
  if (entries?.some(({ values }) => values.takesBack === entry.id))
    return <span className="pw-words">已撤销</span>;
  const words = act === 'tableImported' ? '撤销本次导入…' : '撤销这次操作…';
  return (
    <Button size="small" icon={<UndoOutlined />} onClick={() => askTakeBack(entry.id)}>
      {words}
    </Button>
  );
}
