import { screen, waitFor, within } from '@testing-library/react';
import type { Role } from '../../../src-shared/domain/roles';
import { openUnlocked } from './open-app';

const CARE = {
  folder: '/data/vault',
  backups: 6,
  newest: '2026-03-20T01:05:00.000Z',
  external: null,
  externalOverdue: null,
  clock: null,
  recoveryKept: true,
};
const BACKUPS = Array.from({ length: 6 }, (_, at) => ({
  name: `b${at}`,
  at: new Date(2026, 2, 20 - at, 9, 5).toISOString(),
  bytes: 3_240_000,
  future: at === 0,
  ...(at === 1 ? { label: 'before-migration' } : {}),
}));

async function openSettings(care: object = {}, role: Role = 'leader') {
  const opened = await openUnlocked([], role);
  const { bridge, user } = opened;
  bridge.answer('vault.users', () => []);
  bridge.answer('store.care', () => ({ ...CARE, ...care }));
  bridge.answer('store.backups', () => BACKUPS);
  await user.click(screen.getByRole('button', { name: '设置' }));
  return { ...opened, drawer: within(await screen.findByRole('dialog')) };
}

describe('数据安全', () => {
  it('lists the backups with local times, reason, size and place', async () => {
    const { user, drawer } = await openSettings();
    expect(await drawer.findByText('2026-03-20 09:05，3.2 MB，日期晚于电脑日期')).toBeInTheDocument();
    expect(drawer.getByText('2026-03-19 09:05（升级前），3.2 MB')).toBeInTheDocument();
    expect(drawer.getByText(/\/data\/vault/)).toBeInTheDocument();
    expect(drawer.queryByText(/2026-03-15/)).not.toBeInTheDocument();
    await user.click(drawer.getByRole('button', { name: '全部6份' }));
    expect(drawer.getByText(/2026-03-15/)).toBeInTheDocument();
  });

  it('backs up to a folder that is chosen, says where, and warns of the same disk', async () => {
    const { bridge, user, drawer } = await openSettings();
    bridge.answer('shell.chooseFolder', () => ({ path: '/media/u盘' }));
    bridge.answer('store.backupTo', () => ({
      folder: '/media/u盘/巡察数据备份-0a1b2c3d',
      name: 'b',
      evidence: 0,
      sameDisk: true,
    }));
    await user.click(await drawer.findByRole('button', { name: '外部备份…' }));
    expect(await screen.findByText('已备份并核对：/media/u盘/巡察数据备份-0a1b2c3d')).toBeInTheDocument();
    expect(await screen.findByText(/同一块磁盘上/)).toBeInTheDocument();
    expect(bridge.inputsOf('store.backupTo')).toEqual([{ path: '/media/u盘' }]);
  });

  it('renews the recovery code by the passphrase, and confirms it only when the last group was copied', async () => {
    const { bridge, user, drawer } = await openSettings();
    bridge.answer('vault.renewRecoveryCode', () => ({ recoveryCode: 'AAAAA-BBBBB-CCCCC-DDDDD-EEEEE-FFFFF' }));
    bridge.answer('vault.keepRecoveryCode', () => null);
    await user.click(await drawer.findByRole('button', { name: '更换恢复码…' }));
    await user.type(await screen.findByLabelText('您的口令'), '青禾县的秋天很长{Enter}');
    const last = await screen.findByLabelText(/照抄恢复码的最后一组/);
    expect(bridge.inputsOf('vault.keepRecoveryCode')).toEqual([]);
    await user.type(last, 'fffff{Enter}');
    await waitFor(() => expect(bridge.inputsOf('vault.keepRecoveryCode')).toEqual([{}]));
  });

  it('takes the records off the screen before a backup is chosen, and offers what was set aside as well', async () => {
    const { bridge, user, drawer } = await openSettings();
    const set = { name: 'r1', at: new Date(2026, 2, 18, 8, 0).toISOString(), bytes: 2000, future: false };
    bridge.answer('store.replaced', () => [set]);
    bridge.answer('store.restoreReplaced', () => ({ replaced: 'replaced/x' }));
    await user.click(await drawer.findByRole('button', { name: '从备份恢复…' }));
    await user.click(await screen.findByRole('button', { name: '选择备份' }));
    expect(screen.queryByRole('navigation')).not.toBeInTheDocument();
    await user.click(await screen.findByLabelText('恢复前的数据，2026-03-18 08:00，2 KB'));
    await user.type(screen.getByLabelText('口令'), '青禾县的秋天很长{Enter}');
    expect(await screen.findByText(/保留为“replaced\/x”/)).toBeInTheDocument();
    expect(bridge.inputsOf('store.restoreReplaced')).toEqual([
      { replaced: 'r1', passphrase: '青禾县的秋天很长' },
    ]);
  });

  it('is without restoring and the code for who may not do it', async () => {
    const { drawer } = await openSettings({}, 'member');
    expect(await drawer.findByRole('button', { name: '外部备份…' })).toBeInTheDocument();
    expect(drawer.queryByRole('button', { name: '从备份恢复…' })).not.toBeInTheDocument();
    expect(drawer.queryByRole('button', { name: '更换恢复码…' })).not.toBeInTheDocument();
  });
});

describe('what takes its time', () => {
  it.each([
    ['校验全部数据', 'store.verify', 'verify', '正在校验数据'],
    ['立即备份', 'store.backup', 'backup', '正在备份'],
    ['外部备份…', 'store.backupTo', 'externalBackup', '正在外部备份'],
  ] as const)('%s tells how far it is, and Esc calls it off and closes nothing', async (...given) => {
    const [button, name, task, words] = given;
    const { bridge, user, drawer } = await openSettings();
    bridge.answer('shell.chooseFolder', () => ({ path: '/media/u盘' }));
    const progress = bridge.begin(name, task);
    await user.click(await drawer.findByRole('button', { name: button }));
    const bar = (await drawer.findByText(`${words}…`)).parentElement!;
    expect(bar).toHaveAttribute('role', 'status');
    progress(370, 1000);
    expect(bar).toHaveTextContent(`${words}，37%`);
    expect(drawer.getByRole('button', { name: '立即备份' })).toBeDisabled();
    await user.keyboard('{Escape}');
    expect(await screen.findByText(/^已取消.*。$/)).toBeInTheDocument();
    await waitFor(() => expect(bar).not.toBeInTheDocument());
    expect(screen.getByRole('dialog')).toBeInTheDocument();
    await waitFor(() => expect(drawer.getByRole('button', { name: button })).toBeEnabled());
    expect(bridge.inputsOf('task.cancel')).toEqual([{ task }]);
  });

  it('a restore is called off by its button, and the choice stays', async () => {
    const { bridge, user, drawer } = await openSettings();
    bridge.answer('store.replaced', () => []);
    const progress = bridge.begin('store.restore', 'restore');
    await user.click(await drawer.findByRole('button', { name: '从备份恢复…' }));
    await user.click(await screen.findByRole('button', { name: '选择备份' }));
    await user.type(await screen.findByLabelText('口令'), '青禾县的秋天很长{Enter}');
    const bar = await screen.findByRole('status');
    progress(5, 10);
    expect(bar).toHaveTextContent('正在恢复备份，50%');
    await user.click(within(bar).getByRole('button', { name: '取消' }));
    expect(await screen.findByRole('alert')).toHaveTextContent('已取消恢复备份');
    expect(screen.getByRole('button', { name: '恢复' })).toBeEnabled();
  });

  it('an import is called off', async () => {
    const { bridge, user } = await openUnlocked([]);
    bridge.answer('shell.chooseOpenFiles', () => ({ paths: ['/round.json'] }));
    const progress = bridge.begin('round.import', 'importRound');
    await user.click(await screen.findByRole('button', { name: /轮次与单位/ }));
    await user.click(await screen.findByRole('button', { name: /导入轮次文件/ }));
    const bar = (await screen.findByText('正在导入轮次…')).parentElement!;
    progress(1, 4);
    expect(bar).toHaveTextContent('正在导入轮次，25%');
    await user.keyboard('{Escape}');
    expect(await screen.findByText('已取消导入轮次。')).toBeInTheDocument();
  });
});
