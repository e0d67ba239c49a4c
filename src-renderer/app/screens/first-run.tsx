/** First start: what this is, a vault of one's own, the recovery code, and something to begin with. */
import { ExperimentOutlined, FileAddOutlined, LoginOutlined } from '@ant-design/icons';
import { Alert, Button, Form, Input, Select, Spin, Steps } from 'antd';
import { useState } from 'react';
import type { SessionInfo } from '../../../src-shared/contract';
import type { Role } from '../../../src-shared/domain/roles';
import { NewRound } from '../../features/setup/new-round';
import { signedIn } from '../../session/session';
import { useNavigation } from '../../session/navigation';
import { call, sentenceOf } from '../../session/workbench';
import { MANAGER_OPTIONS } from '../people';
import { useBusy } from '../use-busy';
import { PassphraseFields } from './passphrase-fields';
import { Plate } from './plate';
import { RecoveryCode } from './recovery-code';
import { RestoreOutside } from './restore-outside';
import { StartFromSetup } from './start-from-setup';
import './screens.css';

type Step =
  | { readonly at: 'welcome' }
  | { readonly at: 'restore' }
  | { readonly at: 'setup' }
  | { readonly at: 'create' }
  | { readonly at: 'code'; readonly session: SessionInfo; readonly code: string }
  | { readonly at: 'begin'; readonly session: SessionInfo }
  | { readonly at: 'round'; readonly session: SessionInfo };

const STEP_TITLES = ['说明', '建立数据', '恢复码', '开始'];
const STEP_INDEX: Readonly<Record<Step['at'], number>> = {
  welcome: 0,
  restore: 0,
  setup: 0,
  create: 1,
  code: 2,
  begin: 3,
  round: 3,
};

export function FirstRun() {
  const [step, setStep] = useState<Step>({ at: 'welcome' });
  const steps = (
    <Steps
      size="small"
      current={STEP_INDEX[step.at]}
      items={STEP_TITLES.map((title) => ({ title }))}
      responsive={false}
    />
  );
  switch (step.at) {
    case 'welcome':
      return (
        <Welcome
          foot={steps}
          onNext={() => setStep({ at: 'create' })}
          onRestore={() => setStep({ at: 'restore' })}
          onSetup={() => setStep({ at: 'setup' })}
        />
      );
    case 'restore':
      return <RestoreOutside onBack={() => setStep({ at: 'welcome' })} />;
    case 'setup':
      return <StartFromSetup onBack={() => setStep({ at: 'welcome' })} />;
    case 'create':
      return (
        <Plate
          title="建立加密数据"
          lead="先由组长、联络员或巡察办登记，并设定打开数据用的口令；其他人进入后由您添加。"
          foot={steps}
        >
          <CreateVault onCreated={(session, code) => setStep({ at: 'code', session, code })} />
        </Plate>
      );
    case 'code':
      return (
        <Plate title="请保存恢复码" foot={steps}>
          <RecoveryCode
            code={step.code}
            onKept={() => {
              // Where this fails, 今日 goes on asking for it.
              void call('vault.keepRecoveryCode', {}).catch(() => undefined);
              setStep({ at: 'begin', session: step.session });
            }}
          />
        </Plate>
      );
    case 'begin':
      return (
        <Plate
          title="从哪里开始"
          lead="以后也可以再做：轮次随时可新建，示例可在“轮次与单位”中载入。"
          foot={steps}
        >
          <Begin session={step.session} onNewRound={() => setStep({ at: 'round', session: step.session })} />
        </Plate>
      );
    case 'round':
      return (
        <Plate wide title="新建轮次" lead="先填最要紧的几项，其余进入后再补。带 * 的必填。" foot={steps}>
          <NewRound
            me={step.session.user}
            onDone={() => void signedIn(step.session)}
            onCancel={() => setStep({ at: 'begin', session: step.session })}
            cancelLabel="上一步"
          />
        </Plate>
      );
  }
}

interface WelcomeProps {
  readonly foot: React.ReactNode;
  readonly onNext: () => void;
  readonly onRestore: () => void;
  readonly onSetup: () => void;
}

function Welcome({ foot, onNext, onRestore, onSetup }: WelcomeProps) {
  return (
    <Plate title="欢迎使用巡察工作台" foot={foot}>
      <ul className="plain">
        <li>
          <b>做什么用：</b>
          一轮巡察从准备、进驻了解、底稿与报告，到反馈、整改、督查、归档，谈话、问卷、调阅、底稿、台账都记在这里，反馈意见和整改台账直接生成公文格式的
          Word 文件。
        </li>
        <li>
          <b>不联网：</b>本程序不连接任何网络，不上传任何内容，也不检查更新。
        </li>
        <li>
          <b>加密保存：</b>所有记录加密存放在本机，打开要用口令。忘记口令时，<b>只有恢复码能打开</b>
          ，请务必保管好。
        </li>
        <li>
          <b>不用于国家秘密：</b>程序不是涉密信息系统，请勿录入国家秘密；导出的文件默认按内部资料管理。
        </li>
      </ul>
      <Button type="primary" size="large" block autoFocus onClick={onNext}>
        开始
      </Button>
      <Button type="link" block className="gap-top" onClick={onSetup}>
        本组已有电脑在用：用开机包建立…
      </Button>
      <Button type="link" block onClick={onRestore}>
        换了电脑或重装了系统：从备份恢复…
      </Button>
    </Plate>
  );
}

interface NewVault {
  readonly name: string;
  readonly role: Role;
  readonly passphrase: string;
}

function CreateVault({ onCreated }: { readonly onCreated: (session: SessionInfo, code: string) => void }) {
  const [busy, run] = useBusy();
  const [fault, setFault] = useState<string>();
  const create = ({ name, role, passphrase }: NewVault) =>
    run(async () => {
      setFault(undefined);
      try {
        const made = await call('vault.create', { name: name.trim(), role, passphrase, sample: false });
        onCreated(made.session, made.recoveryCode);
      } catch (error) {
        setFault(sentenceOf(error));
      }
    });
  return (
    <Form<NewVault>
      layout="vertical"
      initialValues={{ role: 'leader' }}
      onFinish={(values) => void create(values)}
      requiredMark={false}
      disabled={busy}
    >
      <div className="pair">
        <Form.Item
          name="name"
          label="您的姓名"
          rules={[{ required: true, whitespace: true, message: '请填写姓名' }]}
          validateTrigger="onBlur"
        >
          <Input autoFocus maxLength={40} autoComplete="off" />
        </Form.Item>
        <Form.Item name="role" label="您的职责" rules={[{ required: true, message: '请选择职责' }]}>
          <Select options={MANAGER_OPTIONS} />
        </Form.Item>
      </div>
      <PassphraseFields />
      {fault !== undefined && <Alert type="error" showIcon title={fault} className="gap" role="alert" />}
      <Button type="primary" htmlType="submit" size="large" block loading={busy}>
        {busy ? '正在建立，约需几秒…' : '建立'}
      </Button>
    </Form>
  );
}

function Begin({ session, onNewRound }: { readonly session: SessionInfo; readonly onNewRound: () => void }) {
  const [busy, run] = useBusy();
  const [fault, setFault] = useState<string>();
  const loadSample = () =>
    run(async () => {
      setFault(undefined);
      try {
        const { today } = await call('round.loadSample', {});
        await signedIn({ ...session, today, demo: true });
      } catch (error) {
        setFault(sentenceOf(error));
      }
    });
  const enterEmpty = () => {
    useNavigation.getState().open('setup');
    void signedIn(session);
  };
  return (
    <Spin spinning={busy} description="正在载入示例轮次…">
      <div className="choices">
        <button type="button" className="choice-card" autoFocus onClick={onNewRound}>
          <FileAddOutlined className="choice-icon" />
          <span>
            <b>新建轮次</b>
            <small>填写届次、轮次、巡察组、组员和单位，几分钟即可开始记录</small>
          </span>
        </button>
        <button type="button" className="choice-card" onClick={() => void loadSample()}>
          <ExperimentOutlined className="choice-icon" />
          <span>
            <b>载入示例轮次试用</b>
            <small>一轮完整的虚构数据：三个单位、十八个问题、二十五项整改，可随意练习</small>
          </span>
        </button>
        <button type="button" className="choice-card" onClick={enterEmpty}>
          <LoginOutlined className="choice-icon" />
          <span>
            <b>直接进入</b>
            <small>暂不填写，进入后在“轮次与单位”中设置</small>
          </span>
        </button>
      </div>
      {fault !== undefined && <Alert type="error" showIcon title={fault} className="gap" role="alert" />}
    </Spin>
  );
}
