import { screen, waitFor, within } from '@testing-library/react';
import { PASSPHRASE } from '../bridge';
import { openApp, type OpenedApp } from './open-app';

const TOO_SHORT = '青禾县的秋天很长呀';

async function atCreate(): Promise<OpenedApp> {
  const opened = await openApp([], { crew: 'nobody' });
  await opened.user.click(await screen.findByRole('button', { name: '开始' }));
  return opened;
}

/** The groups of the recovery code that is shown. */
const groups = async () =>
  within(await screen.findByLabelText('恢复码'))
    .getAllByText(/^[0-9A-Z]{5}$/)
    .map((group) => group.textContent);

async function atBegin(): Promise<OpenedApp> {
  const opened = await atCreate();
  const { user } = opened;
  await user.type(await screen.findByLabelText('您的姓名'), '闻知远');
  await user.type(screen.getByLabelText('口令'), PASSPHRASE);
  await user.type(screen.getByLabelText('再输一遍口令'), `${PASSPHRASE}{Enter}`);
  const last = (await groups()).at(-1)!.toLowerCase();
  await user.type(await screen.findByLabelText(/最后一组/), `${last}{Enter}`);
  await screen.findByText('从哪里开始');
  return opened;
}

describe('第一次启动', () => {
  it('says in plain words what it is, that it is offline, and what a lost passphrase means', async () => {
    await openApp([], { crew: 'nobody' });
    expect(await screen.findByText(/不连接任何网络，不上传/)).toBeInTheDocument();
    expect(screen.getByText('只有恢复码能打开')).toBeInTheDocument();
  });

  it('takes a 开机包 of the group, and says why another file is none', async () => {
    const { bridge, user } = await openApp([], { crew: 'nobody' });
    await user.click(await screen.findByRole('button', { name: /用开机包建立/ }));
    const file = bridge.house.file('开机包.xcpack', Buffer.from('别的东西'));
    bridge.answer('shell.chooseOpenFiles', () => ({ paths: [file] }));
    await user.click(await screen.findByRole('button', { name: '选择开机包…' }));
    await user.click(await screen.findByRole('button', { name: '建立' }));
    expect(await screen.findByText('请输入口令')).toBeInTheDocument();
    await user.type(screen.getByLabelText('口令'), `${PASSPHRASE}{Enter}`);
    expect(await screen.findByRole('alert')).toHaveTextContent(/数据包/);
    await user.click(screen.getByRole('button', { name: '返回' }));
    expect(await screen.findByRole('button', { name: '开始' })).toBeInTheDocument();
  });

  it('makes no vault with a short passphrase or two that differ, and says what is missing', async () => {
    const { bridge, user } = await atCreate();
    await user.type(await screen.findByLabelText('您的姓名'), '闻知远');
    await user.type(screen.getByLabelText('口令'), TOO_SHORT);
    expect(await screen.findByText('还差1个字符（至少10个）')).toBeInTheDocument();
    await user.type(screen.getByLabelText('再输一遍口令'), '另一句话');
    await user.click(screen.getByRole('button', { name: '建立' }));
    expect(await screen.findByText(/口令不合要求/)).toBeInTheDocument();
    expect(await screen.findByText('两次输入不一致，请重新输入')).toBeInTheDocument();
    expect(bridge.inputsOf('vault.create')).toEqual([]);
  });

  it('no longer says what was wrong once one types on', async () => {
    const { user } = await atCreate();
    await user.type(await screen.findByLabelText('您的姓名'), '闻知远');
    await user.type(screen.getByLabelText('口令'), TOO_SHORT);
    await user.type(screen.getByLabelText('再输一遍口令'), '另一句话{Enter}');
    expect(await screen.findByText('两次输入不一致，请重新输入')).toBeInTheDocument();
    await user.type(screen.getByLabelText('口令'), '呀');
    await waitFor(() => expect(screen.queryByText(/口令不合要求/)).not.toBeInTheDocument());
    await waitFor(() => expect(screen.queryByText('两次输入不一致，请重新输入')).not.toBeInTheDocument());
  });

  it('shows the sentence of a refusal and stays where it is', async () => {
    const { bridge, user } = await atCreate();
    bridge.refuse('vault.create');
    await user.type(await screen.findByLabelText('您的姓名'), '闻知远');
    await user.type(screen.getByLabelText('口令'), PASSPHRASE);
    await user.type(screen.getByLabelText('再输一遍口令'), `${PASSPHRASE}{Enter}`);
    expect(await screen.findByRole('alert')).toHaveTextContent('磁盘空间不足');
  });

  it('goes on only when the last group of the recovery code is copied', async () => {
    const { bridge, user } = await atCreate();
    await user.type(await screen.findByLabelText('您的姓名'), '闻知远');
    await user.type(screen.getByLabelText('口令'), PASSPHRASE);
    await user.type(screen.getByLabelText('再输一遍口令'), `${PASSPHRASE}{Enter}`);
    const shown = await groups();
    expect(shown).toHaveLength(6);
    expect(bridge.inputsOf('vault.create')).toEqual([
      { name: '闻知远', role: 'leader', passphrase: PASSPHRASE, sample: false },
    ]);
    await user.type(screen.getByLabelText(/最后一组/), `${shown[0]}{Enter}`);
    expect(await screen.findByText(/与恢复码的最后一组不符/)).toBeInTheDocument();
    expect(screen.queryByText('从哪里开始')).not.toBeInTheDocument();
    await user.clear(screen.getByLabelText(/最后一组/));
    await user.type(screen.getByLabelText(/最后一组/), `${shown.at(-1)!.toLowerCase()}{Enter}`);
    expect(await screen.findByText('从哪里开始')).toBeInTheDocument();
  });

  it('loads the sample round and counts deadlines from its day', async () => {
    const { user } = await atBegin();
    await user.click(screen.getByRole('button', { name: /载入示例轮次/ }));
    await screen.findByRole('navigation', { name: '工作阶段' });
    expect(await screen.findByText(/2026年3月20日/)).toBeInTheDocument();
    expect(screen.getByText('示例数据，日期固定')).toBeInTheDocument();
  });

  it('makes a round with its group, people and unit, each under its owner', async () => {
    const { bridge, user } = await atBegin();
    await user.click(screen.getByRole('button', { name: /新建轮次/ }));
    await user.type(await screen.findByLabelText('届次'), '中共青禾县第九届委员会');
    await user.type(screen.getByLabelText('轮次名称'), '九届县委第四轮巡察');
    await user.type(screen.getByLabelText('进驻开始'), '2025年9月1日');
    await user.type(screen.getByLabelText('巡察组'), '县委第二巡察组');
    expect(screen.getByLabelText('组员1姓名')).toHaveValue('闻知远');
    await user.type(screen.getByLabelText('单位1全称'), '青禾县水务与河湖管理局党组');
    await user.type(screen.getByLabelText('单位1简称'), '县水务局党组');
    await user.click(screen.getByRole('button', { name: '建立轮次' }));
    await screen.findByRole('navigation', { name: '工作阶段' });
    const only = (kind: string) => {
      expect(bridge.recordsOf(kind)).toHaveLength(1);
      return bridge.recordsOf(kind)[0]!;
    };
    expect(only('round')).toMatchObject({ parent: only('term').id, values: { enterOn: '2025-09-01' } });
    expect(only('team').parent).toBe(only('round').id);
    expect(only('member')).toMatchObject({
      parent: only('team').id,
      values: { name: '闻知远', duty: '组长' },
    });
    expect(await bridge.house.call('vault.users', {})).toMatchObject({
      value: [{ memberId: only('member').id }],
    });
    expect(only('inspection')).toMatchObject({
      parent: only('round').id,
      values: { unit: only('unit').id, team: only('team').id, type: '常规巡察' },
    });
    expect(await screen.findByText('县水务局党组', { selector: '.switcher b' })).toBeInTheDocument();
  });

  it('makes nothing twice when it is tried again after a fault', async () => {
    const { bridge, user } = await atBegin();
    await user.click(screen.getByRole('button', { name: /新建轮次/ }));
    await user.type(await screen.findByLabelText('届次'), '中共青禾县第九届委员会');
    await user.type(screen.getByLabelText('轮次名称'), '九届县委第四轮巡察');
    await user.type(screen.getByLabelText('巡察组'), '县委第二巡察组');
    const made = () => ['term', 'round', 'team', 'member'].map((kind) => bridge.recordsOf(kind).length);
    const free = bridge.refuseFrom(3, 'record.save');
    await user.click(screen.getByRole('button', { name: '建立轮次' }));
    expect(await screen.findByRole('alert')).toHaveTextContent('磁盘空间不足');
    expect(made()).toEqual([1, 1, 0, 0]);
    free();
    await user.click(screen.getByRole('button', { name: '建立轮次' }));
    await screen.findByRole('navigation', { name: '工作阶段' });
    expect(made()).toEqual([1, 1, 1, 1]);
  });

  it('Enter goes on, a new row has the cursor, a pasted list of names is a row each', async () => {
    const { user } = await atBegin();
    await user.click(screen.getByRole('button', { name: /新建轮次/ }));
    await user.type(await screen.findByLabelText('届次'), '中共青禾县第九届委员会{Enter}');
    expect(screen.getByLabelText('县（市、区）')).toHaveFocus();
    expect(screen.queryByText('请填写轮次名称')).not.toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: /加一名组员/ }));
    expect(screen.getByLabelText('组员5姓名')).toHaveFocus();
    await user.click(screen.getByLabelText('组员2姓名'));
    await user.paste('沈砚秋\t副组长\t县纪委监委\r\n温子衡\t联络员\r\n\r\n纪南乔\r\n柳映溪\r\n邱望舒\r\n');
    const names = [2, 3, 4, 5, 6].map((n) => screen.getByLabelText<HTMLInputElement>(`组员${n}姓名`).value);
    expect(names).toEqual(['沈砚秋', '温子衡', '纪南乔', '柳映溪', '邱望舒']);
    expect(screen.getByLabelText('组员2原单位')).toHaveValue('县纪委监委');
    await user.click(screen.getByLabelText('单位1全称'));
    await user.paste('青禾县民政局党组\t县民政局\n青禾县水务局党组\t县水务局');
    expect(screen.getByLabelText('单位2简称')).toHaveValue('县水务局');
    await user.click(screen.getByLabelText('单位2专项内容'));
    await user.keyboard('{Enter}');
    expect(screen.getByRole('button', { name: '建立轮次' })).toHaveFocus();
  });
});
