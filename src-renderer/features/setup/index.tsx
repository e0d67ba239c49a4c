/** 轮次与单位: everything that a round begins with, each in its own table. */
import { FileAddOutlined, ImportOutlined } from '@ant-design/icons';
import { App, Button, Modal, Segmented } from 'antd';
import { useState } from 'react';
import { kindOf } from '../../../src-shared/domain/kinds';
import type { AnyKind, Entity } from '../../../src-shared/domain/define';
import { ORGANISERS } from '../../../src-shared/domain/roles';
import type { RecordId } from '../../../src-shared/merge/change';
import { getRecord, useRecords, useRole, useRuleContext } from '../../replica';
import { useNavigation } from '../../session/navigation';
import { useSession } from '../../session/session';
import { call } from '../../session/workbench';
import { useCommands } from '../../ui/commands';
import { KindPage } from '../../ui/kind-page';
import { TaskProgress } from '../../ui/task-progress';
import { DictionaryPage } from './dictionaries';
import { NewRound } from './new-round';
import './setup.css';

const TABS = {
  inspection: { label: '巡察任务', about: '本轮巡察哪些单位：类型、巡察组、进驻和撤点日期、所处阶段。' },
  unit: { label: '被巡察单位', about: '被巡察单位的基本情况，历轮共用。' },
  round: { label: '轮次', about: '一届之内分轮次进行；时间安排、期限和预警参数都按轮次设定。' },
  dictionaryEntry: {
    label: '字典',
    about: '本轮的聚焦、方式、处理等选项怎样表述；编码不变，已填的记录随之改口。',
  },
  team: { label: '巡察组', about: '每轮由领导小组授权组建的巡察组。' },
  term: { label: '届次', about: '一届党委为一个届次，轮次归在届次之下。' },
  coverageTarget: { label: '覆盖计划', about: '本届应当巡察的全部党组织，一届任期内至少巡察一遍。' },
} as const;
type Tab = keyof typeof TABS;
type TableTab = Exclude<Tab, 'dictionaryEntry'>;

const isTab = (kind: string | undefined): kind is Tab => kind !== undefined && kind in TABS;

interface Props {
  readonly round: RecordId;
  readonly record: RecordId | undefined;
  readonly onOpen: (record: RecordId | undefined) => void;
}

export default function SetupPage({ round, record, onOpen }: Props) {
  const context = useRuleContext();
  const role = useRole();
  const organiser = role !== undefined && ORGANISERS.includes(role);
  const [tab, setTab] = useState<Tab>('inspection');
  const me = useSession((state) => state.session?.user);
  const [making, setMaking] = useState(false);
  const opened = record === undefined ? undefined : getRecord(record)?.kind;
  const shown = isTab(opened) ? opened : tab;
  const choose = (next: Tab) => {
    onOpen(undefined);
    setTab(next);
  };
  const term = context.get(context.get(round)?.parent ?? '') ?? context.list(['term'])[0];
  const noRound = context.list(['round']).length === 0;
  return (
    <div className="with-bar">
      <div className="bar">
        <Segmented<Tab>
          aria-label="设置内容"
          value={shown}
          onChange={choose}
          options={Object.entries(TABS).map(([value, { label }]) => ({ value: value as Tab, label }))}
        />
        <span className="header-space" />
        {organiser && (
          <>
            {noRound && <LoadSample />}
            <ImportRound />
            <Button
              icon={<FileAddOutlined />}
              type={noRound ? 'primary' : 'default'}
              onClick={() => setMaking(true)}
            >
              新建轮次
            </Button>
          </>
        )}
      </div>
      {shown === 'dictionaryEntry' ? (
        <DictionaryPage round={round} about={TABS.dictionaryEntry.about} />
      ) : (
        <SetupTable key={shown} tab={shown} round={round} term={term?.id} record={record} onOpen={onOpen} />
      )}
      <Modal
        open={making}
        onCancel={() => setMaking(false)}
        footer={null}
        title="新建轮次"
        width="min(1080px, calc(100vw - 48px))"
        style={{ top: 32 }}
        destroyOnHidden
        mask={{ closable: false }}
      >
        {me && (
          <NewRound
            me={me}
            term={term && { id: term.id, name: String(term.values.name ?? '') }}
            onCancel={() => setMaking(false)}
            onDone={(made, inspection) => {
              setMaking(false);
              useNavigation.getState().choose(made, inspection);
            }}
          />
        )}
      </Modal>
    </div>
  );
}

interface TableProps extends Props {
  readonly tab: TableTab;
  readonly term: RecordId | undefined;
}

/** Whose rows a table shows, and where a new one belongs: the round, the term, or nothing. */
function SetupTable({ tab, round, term, record, onOpen }: TableProps) {
  const parents: Readonly<Record<TableTab, RecordId | null | undefined>> = {
    inspection: round || undefined,
    team: round || undefined,
    round: term,
    coverageTarget: term,
    unit: null,
    term: null,
  };
  const parent = parents[tab];
  const scope = tab === 'inspection' || tab === 'team' ? { parent: round } : {};
  const rows = useRecords(tab, scope) as readonly Entity[] | undefined;
  return (
    <KindPage
      kind={kindOf(tab) as AnyKind}
      rows={rows}
      parent={parent}
      record={record}
      onOpen={onOpen}
      about={parent === undefined ? '先新建一个轮次，再填写这里的内容。' : TABS[tab].about}
    />
  );
}

function LoadSample() {
  const commands = useCommands();
  const { message } = App.useApp();
  const [busy, setBusy] = useState(false);
  const load = async () => {
    setBusy(true);
    const loaded = await commands.attempt(() => call('round.loadSample', {}));
    setBusy(false);
    if (!loaded) return;
    useSession.setState(({ session }) => ({
      session: session && { ...session, today: loaded.today, demo: true },
    }));
    void message.success(`已载入示例轮次，共${loaded.records}条记录`);
  };
  return (
    <Button loading={busy} onClick={() => void load()}>
      载入示例轮次
    </Button>
  );
}

function ImportRound() {
  const commands = useCommands();
  const { message } = App.useApp();
  const [busy, setBusy] = useState(false);
  const load = async () => {
    setBusy(true);
    const done = await commands.attempt(async () => {
      const { paths } = await call('shell.chooseOpenFiles', {
        title: '导入轮次',
        filters: [{ name: '轮次文件', extensions: ['json'] }],
      });
      return paths[0] === undefined ? undefined : call('round.import', { path: paths[0] });
    });
    setBusy(false);
    if (done) void message.success(`已导入${done.records}条记录`);
  };
  return (
    <>
      <TaskProgress task="importRound" active={busy} />
      <Button icon={<ImportOutlined />} loading={busy} onClick={() => void load()}>
        导入轮次文件…
      </Button>
    </>
  );
}
