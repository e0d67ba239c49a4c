/** Whether the unlock screen shows the people of the vault: the leader's choice for the group, and what it costs. */
import { App, Checkbox } from 'antd';
import { useEffect, useState } from 'react';
import { call, sentenceOf } from '../../session/workbench';

export function ShownNames() {
  const { message } = App.useApp();
  const [shown, setShown] = useState<boolean>();
  useEffect(() => {
    call('vault.status', {}).then(
      ({ names }) => setShown(names !== undefined),
      () => undefined,
    );
  }, []);
  const decide = async (show: boolean) => {
    try {
      await call('vault.showNames', { show });
      setShown(show);
    } catch (error) {
      void message.error(sentenceOf(error));
    }
  };
  return (
    <div className="gap-top">
      <Checkbox
        checked={shown === true}
        disabled={shown === undefined}
        onChange={(event) => void decide(event.target.checked)}
      >
        解锁页列出使用者，点姓名即可，不用打字
      </Checkbox>
      <p className="faint">
        勾选后，使用者姓名会以明文存放在本机，拿到电脑的人不用口令也能看到。职务、记录仍然加密。由组长决定，记入操作日志。
      </p>
    </div>
  );
}
