/** What should be said about the data before work goes on: clock, recovery code, no copy on another disk. */
import { Alert } from 'antd';
import { useEffect, useState } from 'react';
import type { AppContract, OutputOf } from '../../src-shared/contract';
import { MANAGERS } from '../../src-shared/domain/roles';
import { useSession } from '../session/session';
import { call } from '../session/workbench';
import { when } from './format';

export type CareReport = OutputOf<AppContract, 'store.care'>;

export function CareNotices() {
  const role = useSession((state) => state.session?.user.role);
  const [care, setCare] = useState<CareReport>();
  useEffect(() => {
    // A lock meanwhile takes the page away as well.
    call('store.care', {}).then(setCare, () => undefined);
  }, []);
  if (care === undefined || role === undefined) return null;
  const { clock, external, externalOverdue, recoveryKept } = care;
  return (
    <>
      {clock !== null && (
        <Alert
          type="warning"
          showIcon
          className="gap"
          title="电脑日期与上次使用相差很大"
          description={`电脑现在是${when(clock.now)}，上次使用是${when(clock.lastSeen)}。请核对电脑日期；日期不对，到期提醒和文件日期都会不对。`}
        />
      )}
      {externalOverdue !== null && (
        <Alert
          type="warning"
          showIcon
          className="gap"
          title={external === null ? '还没有做过外部备份' : `已${externalOverdue}天没有外部备份`}
          description="本机的备份和数据在同一块磁盘上，电脑丢失或硬盘损坏时会一起丢失。请插上U盘，在“设置 › 数据安全”中做外部备份。"
        />
      )}
      {!recoveryKept && MANAGERS.includes(role) && (
        <Alert
          type="warning"
          showIcon
          className="gap"
          title="还没有确认保存恢复码"
          description="忘记口令时只有恢复码能打开数据。请由组长在“设置 › 数据安全”中更换恢复码，打印保存。"
        />
      )}
    </>
  );
}
