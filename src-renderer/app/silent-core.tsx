/** What a person can do about a core that does not answer: wait on, or have it started anew. */
import { Button, Modal } from 'antd';
import { restartCore } from '../session/session';
import { useCoreSilence } from '../session/workbench';

export function SilentCore() {
  const silent = useCoreSilence((state) => state.silent);
  const wait = () => useCoreSilence.setState({ silent: false });
  return (
    <Modal
      open={silent}
      title="数据服务没有回应"
      onCancel={wait}
      footer={[
        <Button key="wait" onClick={wait}>
          继续等待
        </Button>,
        <Button key="restart" type="primary" onClick={restartCore}>
          重新启动数据服务
        </Button>,
      ]}
    >
      <p>刚才的操作很久没有得到回应，可能没有完成。已保存的内容不受影响。</p>
      <p>重新启动数据服务会立即锁定，重新解锁后即可继续；尚未保存的字句会丢失，请先抄下。</p>
    </Modal>
  );
}
