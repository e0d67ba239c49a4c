import { screen, waitFor, within } from '@testing-library/react';
import { flushJottings } from '../../../src-renderer/session/jottings';
import { useNavigation } from '../../../src-renderer/session/navigation';
import { WorkbenchError } from '../../../src-shared/errors';
import { ofUnit } from '../bridge';
import { openUnlocked } from './open-app';

const OTHER_UNIT = [
  { id: 'unit2', kind: 'unit', values: { name: '石桥坪镇党委' } },
  { id: 'insp2', kind: 'inspection', parent: 'round', values: { unit: 'unit2' } },
  { id: 'paper', kind: 'workingPaper', parent: 'insp2', values: { title: '拖欠租金' } },
  {
    id: 'item',
    kind: 'rectificationItem',
    parent: 'paper',
    values: { task: '收回欠租' },
  },
  { id: 'step', kind: 'measure', parent: 'item', values: { content: '发律师函追缴' } },
];
const TALK = ofUnit('t1', 'interview', { interviewee: '顾西洲', place: '追缴办公室' });

async function openPalette() {
  const opened = await openUnlocked([TALK, ...OTHER_UNIT]);
  await opened.user.keyboard('{Control>}k{/Control}');
  const box = await screen.findByRole('combobox', { name: '搜索全部记录' });
  await waitFor(() => expect(box).toHaveFocus());
  return { ...opened, box };
}

describe('Ctrl+K', () => {
  it('lists hits by kind, with the field, the unit and the hit marked', async () => {
    const { user, box } = await openPalette();
    await user.type(box, '追缴');
    const talks = within(await screen.findByRole('group', { name: '谈话记录' }));
    expect(talks.getByText('追缴', { selector: 'mark' })).toBeInTheDocument();
    expect(talks.getByText('地点')).toBeInTheDocument();
    const measures = within(screen.getByRole('group', { name: '整改措施' }));
    expect(measures.getByRole('option')).toHaveTextContent('石桥坪镇党委');
  });

  it('opens a row of another unit where it is worked, by arrow and Enter', async () => {
    const { user, box } = await openPalette();
    await user.type(box, '追缴');
    await screen.findByText('追缴', { selector: '[aria-label="整改措施"] mark' });
    const chosen = () => screen.getByRole('option', { selected: true });
    await user.keyboard('{ArrowDown}');
    expect(chosen()).toHaveTextContent('顾西洲');
    await user.keyboard('{ArrowUp}');
    expect(chosen()).toHaveTextContent('发律师函');
    await user.keyboard('{Enter}');
    expect(useNavigation.getState()).toMatchObject({
      page: 'rectificationItem',
      record: 'item',
      inspection: 'insp2',
    });
    await waitFor(() =>
      expect(screen.queryByRole('combobox', { name: '搜索全部记录' })).not.toBeInTheDocument(),
    );
  });

  it('goes to a page by its name', async () => {
    const { user, box } = await openPalette();
    await user.type(box, '座谈');
    await waitFor(() => expect(screen.getAllByRole('option')).toHaveLength(1));
    await user.keyboard('{Enter}');
    expect(useNavigation.getState().page).toBe('forum');
  });

  it('says that nothing was found, and why a search failed', async () => {
    const { bridge, user, box } = await openPalette();
    await user.type(box, '没有的字');
    expect(await screen.findByText('没有找到含“没有的字”的记录')).toBeInTheDocument();
    bridge.refuse('search.find', new WorkbenchError('CORE_STOPPED', '后台已停止，请重新启动程序。'));
    await user.type(box, '呢');
    expect(await screen.findByText('后台已停止，请重新启动程序。')).toBeInTheDocument();
  });
});

describe('左侧栏目', () => {
  it('shows clues only to those who may know of them', async () => {
    await openUnlocked([], 'member');
    const rail = within(screen.getByRole('navigation', { name: '工作阶段' }));
    expect(rail.queryByRole('button', { name: /问题线索/ })).not.toBeInTheDocument();
    expect(rail.getByRole('button', { name: /问题底稿/ })).toBeInTheDocument();
  });

  it('counts the records of the unit at work, not those of others', async () => {
    await openUnlocked([TALK, ...OTHER_UNIT]);
    const rail = within(screen.getByRole('navigation', { name: '工作阶段' }));
    expect(await rail.findByRole('button', { name: /谈话记录\s*1/ })).toBeInTheDocument();
    expect(rail.getByRole('button', { name: '整改台账' })).toBeInTheDocument();
  });

  it('moves between pages by the arrow keys', async () => {
    const { user } = await openUnlocked();
    const rail = within(screen.getByRole('navigation', { name: '工作阶段' }));
    rail.getByRole('button', { name: '今日' }).focus();
    await user.keyboard('{ArrowDown}');
    expect(rail.getByRole('button', { name: '轮次与单位' })).toHaveFocus();
    await user.keyboard('{ArrowUp}');
    expect(rail.getByRole('button', { name: '今日' })).toHaveFocus();
  });
});

describe('打探说情登记', () => {
  it('keeps what was typed into a note over a change of the page and a lock, until it is handed in', async () => {
    const { bridge, user } = await openUnlocked([], 'member');
    const kept = () => bridge.house.call('desk.jotting', { form: 'pryReport' });
    const note = () => user.click(screen.getByRole('button', { name: '打探说情登记' }));
    await note();
    await user.type(await screen.findByLabelText('打探人'), '某同学');
    await user.click(screen.getByRole('button', { name: '今日' }));
    await waitFor(async () => expect(JSON.stringify(await kept())).toContain('某同学'));
    await note();
    expect(await screen.findByDisplayValue('某同学')).toBeInTheDocument();
    await user.type(screen.getByLabelText('内容'), '打听谈话安排');
    await flushJottings();
    expect(JSON.stringify(await kept())).toContain('打听谈话安排');
  });

  it('lets somebody who may not read it hand in a note', async () => {
    const { bridge, user } = await openUnlocked([], 'member');
    await user.click(screen.getByRole('button', { name: '打探说情登记' }));
    await user.type(await screen.findByLabelText('打探人'), '某同学');
    await user.click(screen.getByRole('button', { name: '报送组长' }));
    expect(await screen.findByText('请填写“内容”')).toBeInTheDocument();
    expect(bridge.recordsOf('pryReport')).toEqual([]);
    await user.type(screen.getByLabelText('内容'), '打听谈话安排');
    await user.type(screen.getByLabelText('处置'), '当场拒绝');
    await user.click(screen.getByRole('combobox', { name: '接受人' }));
    await user.click(await screen.findByText('罗临川', { selector: '.ant-select-item-option-content' }));
    await user.click(screen.getByRole('button', { name: '报送组长' }));
    expect(await screen.findByText('已报送组长')).toBeInTheDocument();
    expect(bridge.recordsOf('pryReport')[0]).toMatchObject({
      parent: 'team',
      values: { person: '某同学', receiver: 'p3', happenedOn: '2026-03-20' },
    });
  });
});
