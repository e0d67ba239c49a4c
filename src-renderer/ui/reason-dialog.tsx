/** Asks a person why, before something that needs a reason. */
import { Modal } from 'antd';
import { useState, type ReactNode } from 'react';
import { GrowingText } from './growing-text';
import { useKeptWords } from './kept-words';

interface ReasonDialogProps {
  readonly title: string;
  /** The record that it is about, by which what is typed is kept. */
  readonly record: string;
  /** What will happen: a sentence, or more. */
  readonly about?: ReactNode;
  readonly action: string;
  readonly danger?: boolean;
  readonly onCancel: () => void;
  /** Resolves to whether it was done; the dialog stays open where it was refused. */
  readonly onReason: (reason: string) => Promise<boolean>;
}

export function ReasonDialog(props: ReasonDialogProps) {
  const { title, record, about, action, danger, onCancel, onReason } = props;
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const empty = reason.trim() === '';
  const forget = useKeptWords(`${action}/${record}`, reason === '' ? undefined : { reason }, (kept) =>
    setReason(kept.reason),
  );
  const close = () => {
    forget();
    onCancel();
  };
  const submit = async () => {
    if (empty || busy) return;
    setBusy(true);
    const done = await onReason(reason.trim());
    setBusy(false);
    if (done) close();
  };
  return (
    <Modal
      open
      title={title}
      okText={action}
      cancelText="取消"
      okButtonProps={{ disabled: empty, loading: busy, danger }}
      onOk={() => void submit()}
      onCancel={close}
      width={460}
    >
      {typeof about === 'string' ? <p>{about}</p> : about}
      <GrowingText
        autoFocus
        aria-label="理由"
        placeholder="请写明理由（记入操作日志）"
        value={reason}
        maxLength={500}
        lines={[3, 8]}
        onChange={(e) => setReason(e.target.value)}
        onKeyDown={(e) => {
          if (e.key === 'Enter' && e.ctrlKey) void submit();
        }}
      />
    </Modal>
  );
}
