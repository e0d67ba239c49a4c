/** 撤销本次导入, 撤销批量修改: what would go and what stays, and why it is done. */
import { App, Spin } from 'antd';
import { useEffect, useState } from 'react';
import type { AppContract, OutputOf } from '../../src-shared/contract';
import { closeTakeBack, useTakeBackRequest } from '../session/take-back-request';
import { takeBack } from '../session/undoing';
import { call, sentenceOf } from '../session/workbench';
import { useCommands } from './commands';
import { ReasonDialog } from './reason-dialog';
import './take-back-dialog.css';

type Plan = OutputOf<AppContract, 'record.takingBack'>;

/** The dialog of the frame. */
export function TakeBackDialog() {
  const entry = useTakeBackRequest((state) => state.entry);
  return entry === undefined ? null : <Asking key={entry} entry={entry} />;
}

function Asking({ entry }: { readonly entry: string }) {
  const { message } = App.useApp();
  const { attempt } = useCommands();
  const [plan, setPlan] = useState<Plan>();
  useEffect(() => {
    let here = true;
    call('record.takingBack', { entry }).then(
      (found) => here && setPlan(found),
      (error: unknown) => {
        if (!here) return;
        void message.info({ content: sentenceOf(error), duration: 6 });
        closeTakeBack();
      },
    );
    return () => {
      here = false;
    };
  }, [entry, message]);
  if (!plan) return <Spin fullscreen delay={300} />;
  const confirm = async (reason: string): Promise<boolean> => {
    const undone = await attempt(() => takeBack(entry, reason));
    if (!undone) return false;
    void message.success({ content: undone.said, duration: 6 });
    return true;
  };
  return (
    <ReasonDialog
      title="撤销这次操作"
      record={entry}
      about={<WhatItDoes plan={plan} />}
      action="撤销"
      danger
      onCancel={closeTakeBack}
      onReason={confirm}
    />
  );
}

/** What the taking back comes to, in a sentence. */
export function sumOf({ removed, changedBack, restored }: Plan): string {
  return [
    removed > 0 && `${removed}条移入回收站`,
    changedBack > 0 && `${changedBack}条恢复原来的内容`,
    restored > 0 && `${restored}条从回收站恢复`,
  ]
    .filter(Boolean)
    .join('，');
}

function WhatItDoes({ plan }: { readonly plan: Plan }) {
  return (
    <div className="take-back">
      <p>{plan.words}</p>
      <p>{`撤销后：${sumOf(plan)}。`}</p>
      {plan.kept.length > 0 && (
        <>
          <p>{`以下${plan.kept.length}条保持不变，或只恢复一部分：`}</p>
          <ul tabIndex={0} aria-label="保持不变的记录">
            {plan.kept.map(({ record, title, why }) => (
              <li key={record}>
                <b>{title}</b>：{why}
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
