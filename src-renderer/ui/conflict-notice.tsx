/** That conflicts wait for a choice, and the way to them. */
import { Alert, Button } from 'antd';
import { useConflictCount } from '../replica';
import { useNavigation } from '../session/navigation';

export function ConflictNotice() {
  const count = useConflictCount();
  const open = useNavigation((state) => state.open);
  if (count === 0) return null;
  return (
    <Alert
      type="warning"
      showIcon
      className="gap"
      title={`有${count}处冲突等待处理：两人填写不一致，或一方删除、一方修改`}
      action={
        <Button size="small" onClick={() => open('conflicts')}>
          去处理
        </Button>
      }
    />
  );
}
