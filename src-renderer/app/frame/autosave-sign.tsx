/** How saving goes, in a word; what failed and why on the mouse or the keyboard. */
import { CheckOutlined, EditOutlined, ExclamationCircleFilled, SyncOutlined } from '@ant-design/icons';
import { Tooltip } from 'antd';
import { memo, type ComponentProps, type ReactNode } from 'react';
import { useAutosaveSummary, type SaveStatus } from '../../session/autosave';
import './header.css';

const SIGNS: Readonly<Record<SaveStatus, { readonly icon: ReactNode; readonly words: string }>> = {
  idle: { icon: <CheckOutlined />, words: '自动保存' },
  typing: { icon: <EditOutlined />, words: '正在输入' },
  saving: { icon: <SyncOutlined spin />, words: '正在保存' },
  saved: { icon: <CheckOutlined />, words: '已保存' },
  failed: { icon: <ExclamationCircleFilled />, words: '未保存' },
};

/** Made once: making one takes longer than everything else the sign does. */
const CLOCK = new Intl.DateTimeFormat('zh-CN', { hour: '2-digit', minute: '2-digit', second: '2-digit' });

export const AutosaveSign = memo(function AutosaveSign() {
  return (
    <Tooltip title={<Told />}>
      <Sign />
    </Tooltip>
  );
});

/** What changes with every save, apart from the bubble around it. */
function Sign(around: ComponentProps<'span'>) {
  const { status, failed } = useAutosaveSummary();
  const { icon, words } = SIGNS[status];
  return (
    <span {...around} className={`sign save-${status}`} role="status" tabIndex={0}>
      {icon}
      <span>
        {words}
        {status === 'failed' && failed > 1 ? `（${failed}处）` : ''}
      </span>
    </span>
  );
}

/** In the bubble: why something is not saved, else when something last was. */
function Told() {
  const { status, failed, message, savedAt } = useAutosaveSummary();
  if (status === 'failed') return `有${failed}处没有保存：${message ?? '请检查后重试'}`;
  const at = savedAt === undefined ? '' : `最近保存于 ${CLOCK.format(savedAt)}`;
  return `输入的内容随时自动保存，不必手动保存。${at}`;
}
