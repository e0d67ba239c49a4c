/** A vault that cannot be opened: what happened, and what to do. Nothing here deletes or overwrites anything. */
import { WarningOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { refreshStatus, useSession } from '../../session/session';
import { useBusy } from '../use-busy';
import { Plate } from './plate';

interface Advice {
  readonly title: string;
  readonly steps: readonly string[];
}

const ADVICE: readonly (readonly [RegExp, Advice])[] = [
  [
    /IN_USE|BUSY|LOCKED_BY/,
    {
      title: '数据正在被另一个程序使用',
      steps: [
        '看看任务栏里是否已经开着一个巡察工作台，切换过去即可',
        '没有找到的，稍等半分钟再点“重试”',
        '仍不成功，重新启动电脑后再打开',
      ],
    },
  ],
  [
    /NEWER|FORMAT_FUTURE/,
    {
      title: '数据由更新版本的程序保存',
      steps: ['请安装新版巡察工作台后再打开', '旧版程序没有改动任何数据，可以放心'],
    },
  ],
  [
    /FULL|ENOSPC|SPACE/,
    {
      title: '磁盘空间不足',
      steps: ['请清理出至少 500 MB 空间（清空回收站、移走大文件）', '清理后点“重试”；此前已保存的内容不受影响'],
    },
  ],
  [
    /HEADER|ALTERED|DAMAGED|CORRUPT|TAMPER|BAD_FILE|BROKEN/,
    {
      title: '数据文件已损坏或被改动',
      steps: [
        '先不要移动或改名数据文件夹，也不要自行修理，原样保留',
        '请联络员用最近的备份恢复（备份在数据文件夹的“backups”中，每日自动保存）',
        '没有备份的，请连同电脑一起交巡察办处理',
      ],
    },
  ],
  [
    /CORE_STOPPED|NOT_DELIVERED/,
    {
      title: '后台已经停止',
      steps: ['请关闭窗口，重新打开巡察工作台', '此前已保存的内容不受影响'],
    },
  ],
];

const GENERAL: Advice = {
  title: '数据暂时打不开',
  steps: ['请点“重试”', '仍不成功，请重新启动程序', '反复出现的，请原样保留数据文件夹，联系管理员'],
};

export function adviceFor(code: string): Advice {
  return ADVICE.find(([pattern]) => pattern.test(code))?.[1] ?? GENERAL;
}

export function TroubleScreen() {
  const trouble = useSession((state) => state.trouble);
  const [busy, run] = useBusy();
  const code = trouble?.code ?? '';
  const advice = adviceFor(code);
  return (
    <Plate title={advice.title} lead={trouble?.message}>
      <div className="trouble" role="alert">
        <WarningOutlined aria-hidden="true" />
        <ol>
          {advice.steps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
      </div>
      <Button type="primary" size="large" block autoFocus loading={busy} onClick={() => void run(refreshStatus)}>
        重试
      </Button>
      <p className="faint">程序不会删除或覆盖任何数据。</p>
    </Plate>
  );
}
