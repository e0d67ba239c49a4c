import { Descriptions, Modal } from 'antd';
import { useSession } from '../../session/session';
import { Brand } from '../brand';
import './settings.css';

export function AboutDialog({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  const info = useSession((state) => state.appInfo);
  return (
    <Modal open={open} onCancel={onClose} footer={null} title="关于" width={480}>
      <div className="about-brand">
        <Brand />
      </div>
      <Descriptions
        column={1}
        size="small"
        items={[
          { key: 'version', label: '版本', children: info?.version ?? '—' },
          {
            key: 'offline',
            label: '联网',
            children: `从不联网；本次运行拦截联网请求 ${info?.refused.network ?? 0} 次`,
          },
          { key: 'sealed', label: '保存', children: '全部记录加密保存在本机，导出文件除外' },
          { key: 'licenses', label: '许可', children: 'MIT；所用开源组件的许可在安装文件夹的 licenses 中' },
        ]}
      />
      <p className="faint">本程序不是涉密信息系统，请勿录入国家秘密。</p>
      <details className="faint">
        <summary>技术信息（供管理员查看）</summary>
        {info ? `Electron ${info.electronVersion}` : '—'}
      </details>
    </Modal>
  );
}
