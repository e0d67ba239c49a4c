/** Where one is (round and unit), search, how saving goes, who one is, lock and settings. */
import {
  FileWordOutlined,
  InfoCircleOutlined,
  LockOutlined,
  MenuOutlined,
  QuestionCircleOutlined,
  SafetyOutlined,
  SearchOutlined,
  SettingOutlined,
} from '@ant-design/icons';
import { Button, Select, Tooltip } from 'antd';
import { useMemo, useState } from 'react';
import { INSPECTION_STAGES, type InspectionStage } from '../../../src-shared/domain/kinds/inspection';
import { HANDS_OUT } from '../../../src-shared/domain/access';
import { ROLE_LABELS } from '../../../src-shared/domain/roles';
import { useReplicaState, useRuleContext, type ScreenContext } from '../../replica';
import { askUnitPaper } from '../../session/paper-request';
import { useNavigation } from '../../session/navigation';
import { lock, useSession } from '../../session/session';
import { Once } from '../../ui/once';
import { UndoButton } from '../../ui/undo';
import { Brand } from '../brand';
import { openHelp } from '../help/help';
import { AboutDialog } from './about-dialog';
import { AutosaveSign } from './autosave-sign';
import { inspectionsOf, PLACE_KINDS, roundsOf } from './first-place';
import { openPalette } from './search-palette';
import { SettingsDrawer } from './settings-drawer';
import './header.css';

export function Header({ onToggleRail }: { readonly onToggleRail: () => void }) {
  const session = useSession((state) => state.session);
  const [settings, setSettings] = useState(false);
  const [about, setAbout] = useState(false);
  return (
    <header className="header">
      <Button
        className="rail-toggle"
        type="text"
        icon={<MenuOutlined />}
        aria-label="显示或收起左侧栏目"
        onClick={onToggleRail}
      />
      <Brand />
      <UnitSwitcher />
      <button
        type="button"
        className="search-box"
        // The words beside the icon give way in a narrow window; the title then names it.
        title="搜索全部记录（Ctrl+K）"
        onClick={() => openPalette()}
      >
        <SearchOutlined aria-hidden="true" />
        <span>搜索全部记录</span>
        <kbd>Ctrl K</kbd>
      </button>
      <ExportButton />
      <span className="header-space" />
      <ReadingSign />
      <AutosaveSign />
      <Tooltip title="本程序不连接任何网络；数据加密保存在本机">
        <span className="sign" tabIndex={0}>
          <SafetyOutlined aria-hidden="true" />
          <span>离线 · 已加密</span>
        </span>
      </Tooltip>
      {session !== undefined && (
        <span className="who" title={`${session.user.name}（${ROLE_LABELS[session.user.role]}）`}>
          <b>{session.user.name}</b>
          <small>{ROLE_LABELS[session.user.role]}</small>
        </span>
      )}
      <span className="header-buttons">
        <UndoButton />
        <Tooltip title="锁定（Ctrl+L）">
          <Button type="text" icon={<LockOutlined />} aria-label="锁定" onClick={() => void lock()} />
        </Tooltip>
        <Tooltip title="设置">
          <Button
            type="text"
            icon={<SettingOutlined />}
            aria-label="设置"
            onClick={() => setSettings(true)}
          />
        </Tooltip>
        <Tooltip title="使用手册（F1）">
          <Button type="text" icon={<QuestionCircleOutlined />} aria-label="使用手册" onClick={openHelp} />
        </Tooltip>
        <Tooltip title="关于">
          <Button
            type="text"
            icon={<InfoCircleOutlined />}
            aria-label="关于"
            onClick={() => setAbout(true)}
          />
        </Tooltip>
      </span>
      <Once open={settings}>
        <SettingsDrawer open={settings} onClose={() => setSettings(false)} />
      </Once>
      <Once open={about}>
        <AboutDialog open={about} onClose={() => setAbout(false)} />
      </Once>
    </header>
  );
}

/** While records are still coming: what is counted until then is not all there is. */
function ReadingSign() {
  const { status, received, total } = useReplicaState();
  if (status !== 'loading' || total === 0) return null;
  return <span className="sign sign-reading">正在读取记录 {Math.floor((received / total) * 100)}%</span>;
}

/** Makes a document of the unit at work, whatever page one is on. */
function ExportButton() {
  const { page, inspection } = useNavigation();
  const role = useSession((state) => state.session?.user.role);
  if (inspection === undefined || role === undefined || !HANDS_OUT.includes(role)) return null;
  return (
    <Button
      className="header-export"
      icon={<FileWordOutlined />}
      aria-label="导出文件"
      title="导出文件"
      onClick={() => askUnitPaper(page, inspection)}
    >
      <span>导出文件</span>
    </Button>
  );
}

/** Options of the switcher: the units under their round. A round without units can be chosen as such. */
function placesOf(context: ScreenContext) {
  return roundsOf(context).map((round) => {
    const units = inspectionsOf(context, round.id);
    return {
      label: context.label(round.id),
      title: round.id,
      options:
        units.length > 0
          ? units.map((e) => ({
              value: e.id,
              label: context.label(e.id),
              round: round.id,
              stage: INSPECTION_STAGES[(e.values.stage ?? 'preparing') as InspectionStage],
            }))
          : [{ value: round.id, label: '（尚未登记单位）', round: round.id, stage: '' }],
    };
  });
}

function UnitSwitcher() {
  const context = useRuleContext(PLACE_KINDS);
  const { round, inspection, choose } = useNavigation();
  const places = useMemo(() => placesOf(context), [context]);
  if (places.length === 0) return null;
  return (
    <div className="switcher">
      <Select
        aria-label="轮次和单位"
        value={inspection ?? round}
        options={places}
        showSearch={{ optionFilterProp: 'label' }}
        popupMatchSelectWidth={340}
        variant="filled"
        onChange={(value, option) => {
          const { round: chosen } = option as unknown as { round: string };
          choose(chosen, value === chosen ? undefined : value);
        }}
        optionRender={({ label, data }) => (
          <span className="switcher-option">
            <span>{label}</span>
            <small>{'stage' in data ? String(data.stage) : ''}</small>
          </span>
        )}
        labelRender={({ label }) => (
          <span className="switcher-label">
            <small>{round === undefined ? '' : context.label(round)}</small>
            <b>{label}</b>
          </span>
        )}
      />
    </div>
  );
}
