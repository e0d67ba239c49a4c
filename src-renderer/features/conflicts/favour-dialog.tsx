/** 以某人为准: what it would come to, before it is done. */
import { Modal, Spin } from 'antd';
import { useEffect, useState } from 'react';
import type { AppContract, ConflictShown, OutputOf } from '../../../src-shared/contract';
import { call } from '../../session/workbench';
import { useCommands } from '../../ui/commands';
import { choicesFor, type Favoured } from './favour';

type Settling = OutputOf<AppContract, 'conflict.settling'>;

interface FavourDialogProps {
  readonly favoured: Favoured;
  /** Those that the page shows. */
  readonly conflicts: readonly ConflictShown[];
  readonly onDone: (act: string, words: string) => void;
  readonly onCancel: () => void;
}

export function FavourDialog({ favoured, conflicts, onDone, onCancel }: FavourDialogProps) {
  const { attempt, settle } = useCommands();
  const [plan, setPlan] = useState<Settling>();
  const [busy, setBusy] = useState(false);
  const [choices] = useState(() => choicesFor(conflicts, favoured.id));
  useEffect(() => {
    let here = true;
    void attempt(() => call('conflict.settling', { choices: [...choices] })).then((found) => {
      if (!here) return;
      if (found) setPlan(found);
      else onCancel();
    });
    return () => {
      here = false;
    };
  }, [attempt, choices, onCancel]);
  const count = plan?.settled.length ?? 0;
  const left = conflicts.length - choices.length;
  const go = async () => {
    const may = new Set(plan?.settled.map(({ record, field }) => `${record}/${field}`));
    setBusy(true);
    const act = await settle(choices.filter(({ id, field }) => may.has(`${id}/${field}`)));
    setBusy(false);
    if (act !== undefined) onDone(act, `已以${favoured.label}为准处理${count}处`);
  };
  return (
    <Modal
      open
      title={`以“${favoured.label}”为准`}
      okText={`处理${count}处`}
      okButtonProps={{ disabled: count === 0, loading: busy, autoFocus: true }}
      cancelText="取消"
      onOk={() => void go()}
      onCancel={onCancel}
    >
      {plan ? (
        <div className="pw-favour">
          <p>{`当前列出的${conflicts.length}处冲突中，${count}处采用“${favoured.label}”的内容，作为一次操作，可一步撤销。`}</p>
          {plan.removed > 0 && <p>{`其中按删除办理的，共删除${plan.removed}条记录（连同下属记录）。`}</p>}
          {plan.restored > 0 && <p>{`其中保留的，连带恢复${plan.restored}条记录。`}</p>}
          {left > 0 && <p>{`另有${left}处没有“${favoured.label}”的内容，或有两个不同内容，保持不变。`}</p>}
          {plan.refused.length > 0 && (
            <>
              <p>{`${plan.refused.length}处您不能处理，保持不变：`}</p>
              <ul>
                {plan.refused.map(({ record, field, title, why }) => (
                  <li key={`${record}/${field}`}>{`${title}：${why}`}</li>
                ))}
              </ul>
            </>
          )}
        </div>
      ) : (
        <Spin />
      )}
    </Modal>
  );
}
