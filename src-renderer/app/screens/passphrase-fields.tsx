/** The two fields in which a new passphrase is typed, with its strength in words. For use inside an antd Form. */
import { Form, Input } from 'antd';
import { judgePassphrase } from './passphrase';
import './screens.css';

const LEVELS = ['', 'weak', 'fair', 'good'] as const;

export function PassphraseFields({ label = '口令' }: { readonly label?: string }) {
  const typed: string = Form.useWatch('passphrase') ?? '';
  const { words, level } = judgePassphrase(typed);
  const form = Form.useFormInstance();
  // What was wrong with other words is no longer said once one types on.
  const forgetFaults = () => form.setFields(['passphrase', 'again'].map((name) => ({ name, errors: [] })));
  return (
    <>
      <Form.Item
        name="passphrase"
        label={label}
        extra={
          <span className="strength" role="status">
            <span className={`strength-bar ${LEVELS[level]}`} aria-hidden="true">
              <i />
              <i />
              <i />
            </span>
            {words}
          </span>
        }
        rules={[
          {
            validator: (_rule, value: string | undefined) => {
              const judged = judgePassphrase(value ?? '');
              return judged.accepted
                ? Promise.resolve()
                : Promise.reject(new Error(`${label}不合要求：${judged.words}`));
            },
          },
        ]}
        // On sending only: a check begun by leaving the field would overtake that of the button and drop the sending.
        validateTrigger={[]}
      >
        <Input.Password autoComplete="new-password" maxLength={200} onChange={forgetFaults} />
      </Form.Item>
      <Form.Item
        name="again"
        label={`再输一遍${label}`}
        validateTrigger={[]}
        rules={[
          ({ getFieldValue }) => ({
            validator: (_rule, value: string | undefined) =>
              (value ?? '') === (getFieldValue('passphrase') ?? '')
                ? Promise.resolve()
                : Promise.reject(new Error('两次输入不一致，请重新输入')),
          }),
        ]}
      >
        <Input.Password autoComplete="new-password" maxLength={200} onChange={forgetFaults} />
      </Form.Item>
    </>
  );
}
