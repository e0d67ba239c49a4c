/** The sheet on which the screens before the frame stand: the product's mark, a title, the content. */
import type { ReactNode } from 'react';
import { Brand } from '../brand';
import './screens.css';

interface Props {
  readonly title: string;
  readonly lead?: ReactNode;
  readonly children: ReactNode;
  readonly wide?: boolean;
  /** A line at the foot, e.g. the steps of the wizard. */
  readonly foot?: ReactNode;
}

export function Plate({ title, lead, children, wide = false, foot }: Props) {
  return (
    <main className="screen">
      <div className={wide ? 'plate plate-wide' : 'plate'}>
        <div className="plate-brand">
          <Brand />
        </div>
        <h1 className="plate-title">{title}</h1>
        {lead !== undefined && <div className="plate-lead">{lead}</div>}
        {children}
        {foot !== undefined && <div className="plate-foot">{foot}</div>}
      </div>
      <p className="screen-sign">离线运行，不连接任何网络；数据加密保存在本机</p>
    </main>
  );
}
