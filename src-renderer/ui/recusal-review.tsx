/** What is unsettled about recusals, for organisers: each line leads to its recusal or is settled in place. */
import { Alert, Button } from 'antd';
import { useEffect, useState } from 'react';
import type { AppContract, OutputOf } from '../../src-shared/contract';
import { ORGANISERS } from '../../src-shared/domain/roles';
import { getRecord, labelOf, useJudge, useRecords, useRole } from '../replica';
import { openRecord } from '../session/navigation';
import { call } from '../session/workbench';
import { useCommands } from './commands';
import './state-steps.css';

type Line = OutputOf<AppContract, 'recusal.review'>[number];

/** Asked anew whenever a recusal or a member changes. */
function useReview(): readonly Line[] {
  const role = useRole();
  const organiser = role !== undefined && ORGANISERS.includes(role);
  const recusals = useRecords('recusal');
  const members = useRecords('member');
  const [lines, setLines] = useState<readonly Line[]>([]);
  useEffect(() => {
    if (!organiser) return;
    let gone = false;
    call('recusal.review', {}).then(
      (told) => gone || setLines(told),
      // Locked meanwhile: there is nobody to tell.
      () => gone || setLines([]),
    );
    return () => {
      gone = true;
    };
  }, [organiser, recusals, members]);
  return organiser ? lines : [];
}

/** @param urgent only what does not work yet, as on 今日 */
export function RecusalReview({ urgent }: { readonly urgent?: boolean }) {
  const judge = useJudge();
  const commands = useCommands();
  const lines = useReview().filter(({ level }) => !urgent || level === 'error');
  const settle = (recusal: string, set: 'same' | 'distinct', member: string) =>
    void commands.save('recusal', recusal, {}, { [set]: { add: [member], remove: [] } });
  return lines.map((line, at) => {
    const record = getRecord(line.recusal);
    const [member] = line.members;
    const may = record !== undefined && judge.may(record, { act: 'write', fields: ['same'] });
    return (
      <Alert
        key={at}
        className="gap"
        type={line.level === 'error' ? 'warning' : 'info'}
        showIcon
        title={line.message}
        action={
          <span className="pw-steps">
            {may && member !== undefined && (
              <>
                <Button size="small" onClick={() => settle(line.recusal, 'same', member)}>
                  {`${labelOf(member)}是同一人`}
                </Button>
                <Button size="small" onClick={() => settle(line.recusal, 'distinct', member)}>
                  不是同一人
                </Button>
              </>
            )}
            {record && (
              <Button size="small" type="link" onClick={() => openRecord(record, getRecord)}>
                查看
              </Button>
            )}
          </span>
        }
      />
    );
  });
}
