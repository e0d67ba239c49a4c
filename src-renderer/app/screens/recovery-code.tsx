/** The recovery code, shown once: print or copy it, and prove that it was kept. */
import { CopyOutlined, PrinterOutlined } from '@ant-design/icons';
import { Alert, App, Button, Form, Input } from 'antd';
import { call, sentenceOf } from '../../session/workbench';
import { useBusy } from '../use-busy';
import './screens.css';

interface Props {
  readonly code: string;
  readonly onKept: () => void;
}

/** The last group of a code written in groups. */
function lastGroup(code: string): string {
  return (
    code
      .trim()
      .split(/[-\s]+/)
      .at(-1) ?? ''
  );
}

export function RecoveryCode({ code, onKept }: Props) {
  const { message } = App.useApp();
  const [busy, run] = useBusy();
  const act = (work: () => Promise<string | undefined>) =>
    run(async () => {
      try {
        const told = await work();
        if (told !== undefined) message.success(told);
      } catch (error) {
        message.error(sentenceOf(error));
      }
    });
  return (
    <>
      <div className="recovery" aria-label="恢复码">
        {code
          .trim()
          .split(/[-\s]+/)
          .map((group, index) => (
            <span key={index}>{group}</span>
          ))}
      </div>
      <div className="row no-print">
        <Button
          icon={<PrinterOutlined />}
          loading={busy}
          onClick={() =>
            void act(async () => ((await call('shell.printPage', {})).printed ? '已送打印' : undefined))
          }
        >
          打印
        </Button>
        <Button
          icon={<CopyOutlined />}
          onClick={() =>
            void act(async () => {
              await call('shell.clipboardWrite', { text: code });
              return '已复制；锁定时会从剪贴板清除';
            })
          }
        >
          复制
        </Button>
      </div>
      <Alert
        type="warning"
        showIcon
        className="gap"
        title={
          <>
            <b>恢复码只显示这一次。</b>
            忘记口令时，只有它能打开这些数据；两样都丢了，谁也打不开。请打印或抄下，装入信封由组长保管；不要拍照，不要存在本机。
          </>
        }
      />
      <Form
        layout="vertical"
        className="no-print"
        requiredMark={false}
        validateTrigger="onSubmit"
        onFinish={onKept}
      >
        <Form.Item
          name="last"
          label="请照抄恢复码的最后一组，确认已经保存"
          rules={[
            {
              validator: (_rule, value: string | undefined) =>
                (value ?? '').trim().toUpperCase() === lastGroup(code).toUpperCase()
                  ? Promise.resolve()
                  : Promise.reject(new Error('与恢复码的最后一组不符，请对照核对后重输')),
            },
          ]}
        >
          <Input autoFocus autoComplete="off" className="code-input" maxLength={20} />
        </Form.Item>
        <Button type="primary" htmlType="submit" size="large" block>
          已保存，继续
        </Button>
      </Form>
    </>
  );
}
