/** A vault that cannot be opened: what happened, and what to do. Nothing here deletes or overwrites anything. */
import { WarningOutlined } from '@ant-design/icons';
import { Alert, Button, Popconfirm } from 'antd';
import { useState } from 'react';
import { refreshStatus, restartCore, useSession } from '../../session/session';
import { call, sentenceOf } from '../../session/workbench';
import { useBusy } from '../use-busy';
import { Plate } from './plate';
import { RecoverScreen } from './recover';
import { OpenAltered, RestoreBackup } from './rescue';

interface Advice {
  readonly title: string;
  readonly steps: readonly string[];
}

const ADVICE: readonly (readonly [RegExp, Advice])[] = [
  [
    /IN_USE_ELSEWHERE/,
    {
      title: '数据正在另一台电脑上使用',
      steps: [
        '请到那台电脑上锁定并关闭巡察工作台，再点“重试”',
        '那台电脑死机、断电或已不再使用的，确认后点“接管”',
        '两台电脑同时使用一份数据会损坏数据，没有确认前不要接管',
      ],
    },
  ],
  [
    /NETWORK_FOLDER/,
    {
      title: '数据文件夹在网络共享盘上',
      steps: ['请管理员把数据文件夹整个复制到本机磁盘', '再让程序使用本机的文件夹'],
    },
  ],
  [
    /HEADER_OLD/,
    {
      title: '钥匙文件被换成了从前的一份',
      steps: [
        '想一想近期是否有人拷回过 vault.header 文件，并告知组长',
        '能找回现在那一份的，放回数据文件夹后点“重试”',
        '找不回的，用最近的备份恢复，或由保管恢复码的人重设口令；之后请核对使用者名单',
      ],
    },
  ],
  [
    /GONE|TAKEN_OVER/,
    {
      title: '数据文件在使用中被移走或接管',
      steps: [
        '请锁定，不要再录入；之前保存的内容不受影响',
        '看看数据文件夹是否被移走、改名，或被另一台电脑接管',
        '找回后点“重试”；找不到的，请联络员用备份恢复',
      ],
    },
  ],
  [
    /IN_USE/,
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
    /TOO_NEW/,
    {
      title: '数据由更新版本的程序保存',
      steps: ['请安装新版巡察工作台后再打开', '旧版程序没有改动任何数据，可以放心'],
    },
  ],
  [
    /DISK_FULL/,
    {
      title: '磁盘空间不足',
      steps: [
        '请清理出至少 500 MB 空间（清空回收站、移走大文件）',
        '清理后点“重试”；此前已保存的内容不受影响',
      ],
    },
  ],
  [
    /ALTERED/,
    {
      title: '数据与上次保存时不一致',
      steps: [
        '数据文件可能被换成了旧的一份，或被改动过；请先不要继续录入',
        '想一想近期是否有人恢复过备份、拷回过数据文件夹，并告知组长',
        '原样保留数据文件夹，由联络员核对后再决定是否用备份恢复',
      ],
    },
  ],
  [
    /BACKUPS_UNREADABLE/,
    {
      title: '备份文件夹读不出来',
      steps: [
        '看看数据文件夹里的 backups 文件夹是否还在、能否打开，有没有同名文件占了它的位置',
        '移走占位的文件，或请管理员放开读取权限，再点“重试”后解锁',
        '数据本身没有改动；修不好的，请联系管理员，不要自行删除文件夹',
      ],
    },
  ],
  [
    /MISSING|NOT_FOUND/,
    {
      title: '数据文件不完整',
      steps: [
        '看看数据文件夹是否被移走、改名，或放在没有接上的移动硬盘里',
        '找回后点“重试”；找不到的，请联络员用备份恢复',
      ],
    },
  ],
  [
    /HEADER|DAMAGED|KDF|PACKET|CHANGE_INVALID/,
    {
      title: '数据文件已损坏或被改动',
      steps: [
        '先不要移动、改名或自行修理，数据文件夹原样保留',
        '请联络员用最近的备份恢复（程序每天自动备份，备份同样加密）',
        '没有备份的，请连同电脑一起交巡察办处理',
      ],
    },
  ],
  [
    /UNREADABLE|UNREACHABLE|READ_FAILED|WRITE_FAILED|WRITE_UNSURE/,
    {
      title: '数据文件读写不了',
      steps: [
        '看看硬盘或移动硬盘是否接好、是否写保护',
        '关闭可能占用文件的杀毒、同步软件后点“重试”',
        '反复出现的，硬盘可能有故障，请尽快联系管理员',
      ],
    },
  ],
  [
    /CORE_TIMEOUT/,
    {
      title: '数据服务没有回应',
      steps: ['请点“重新启动数据服务”，再重新解锁', '此前已保存的内容不受影响'],
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

/** What to do about a vault that cannot be opened, by the code of the error. */
function adviceFor(code: string): Advice {
  return ADVICE.find(([pattern]) => pattern.test(code))?.[1] ?? GENERAL;
}

/** Troubles that a backup can end. */
const RESTORABLE = /ALTERED|MISSING|GONE|HEADER|DAMAGED|KDF|CHANGE_INVALID|ROW_/;

export function TroubleScreen() {
  const trouble = useSession((state) => state.trouble);
  const [way, setWay] = useState<'restore' | 'open' | 'recover'>();
  const [busy, run] = useBusy();
  const code = trouble?.code ?? '';
  const advice = adviceFor(code);
  const back = () => setWay(undefined);
  if (way === 'restore') return <RestoreBackup onBack={back} />;
  if (way === 'recover') return <RecoverScreen onBack={back} />;
  if (way === 'open') return <OpenAltered onBack={back} />;
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
      <Button
        type="primary"
        size="large"
        block
        autoFocus
        loading={busy}
        onClick={() => void run(refreshStatus)}
      >
        重试
      </Button>
      {/CORE_TIMEOUT/.test(code) && (
        <Button block size="large" className="gap-top" onClick={restartCore}>
          重新启动数据服务
        </Button>
      )}
      {RESTORABLE.test(code) && (
        <Button block size="large" className="gap-top" onClick={() => setWay('restore')}>
          用备份恢复…
        </Button>
      )}
      {/IN_USE/.test(code) && <TakeOver />}
      {/HEADER_OLD/.test(code) && (
        <Button block size="large" className="gap-top" onClick={() => setWay('recover')}>
          用恢复码重设口令…
        </Button>
      )}
      {/ALTERED/.test(code) && (
        <Button block size="large" className="gap-top" onClick={() => setWay('open')}>
          核对后打开…
        </Button>
      )}
      <p className="faint">程序不会删除任何数据。</p>
    </Plate>
  );
}

/** Ends the ownership of a program that is gone, on the word of a person who has looked. */
function TakeOver() {
  const [busy, run] = useBusy();
  const [fault, setFault] = useState<string>();
  const takeOver = () =>
    run(async () => {
      try {
        await call('store.takeOver', {});
        await refreshStatus();
      } catch (error) {
        setFault(sentenceOf(error));
      }
    });
  return (
    <>
      <Popconfirm
        title="确认那边已经关闭？"
        description="那边的程序若还开着，接管后两边的数据可能损坏。请先确认那台电脑上的程序已经关闭。"
        okText="确认已关闭，接管"
        onConfirm={() => void takeOver()}
      >
        <Button block size="large" className="gap-top" loading={busy}>
          接管…
        </Button>
      </Popconfirm>
      {fault !== undefined && <Alert type="error" showIcon title={fault} className="gap-top" role="alert" />}
    </>
  );
}
