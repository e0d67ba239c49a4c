import { screen, waitFor, within } from '@testing-library/react';
import fs from 'node:fs';
import path from 'node:path';
import type { Role } from '../../../src-shared/domain/roles';
import { PASSPHRASE, signIn, type Bridge } from '../bridge';
import { openUnlocked } from './open-app';

/** The settings of a vault with `backups` copies, a day apart and older the higher its number. */
async function openSettings({ backups = 0, role = 'leader' as Role, before = ignore } = {}) {
  const opened = await openUnlocked([], role, async (bridge) => {
    const { house } = bridge;
    await signIn(bridge, role);
    for (let day = backups - 1; day >= 0; day -= 1) {
      house.pass(DAY);
      await house.call('store.backup', {});
    }
    await before(bridge);
    await house.lock('suspend');
  });
  await opened.user.click(screen.getByRole('button', { name: '设置' }));
  return { ...opened, drawer: within(await screen.findByRole('dialog')) };
}
const DAY = 24 * 3600;
const ignore = (_bridge: Bridge): void | Promise<void> => undefined;

describe('数据安全', () => {
  it('lists the backups with local times, reason, size and place', async () => {
    const { bridge, user, drawer } = await openSettings({
      backups: 6,
      before({ house }) {
        // The newest was made by a clock that went ahead; one goes back to before a newer program.
        house.pass(-DAY);
        const folder = path.join(house.dir, 'backups');
        const [, second] = fs.readdirSync(folder).sort().reverse();
        fs.renameSync(path.join(folder, second!), path.join(folder, `${second}-before-migration`));
      },
    });
    expect(await drawer.findByText(/^2026-03-26 \d\d:\d\d，\d+ KB，日期晚于电脑日期$/)).toBeInTheDocument();
    expect(drawer.getByText(/^2026-03-25 \d\d:\d\d（升级前），\d+ KB$/)).toBeInTheDocument();
    expect(drawer.getByText(bridge.house.dir, { exact: false })).toBeInTheDocument();
    expect(drawer.queryByText(/2026-03-21/)).not.toBeInTheDocument();
    await user.click(drawer.getByRole('button', { name: '全部6份' }));
    expect(drawer.getByText(/2026-03-21/)).toBeInTheDocument();
  });

  it('backs up to a folder that is chosen, says where, and warns of the same disk', async () => {
    const { bridge, user, drawer } = await openSettings();
    const stick = bridge.house.place('u盘');
    fs.mkdirSync(stick);
    bridge.answer('shell.chooseFolder', () => ({ path: stick }));
    await user.click(await drawer.findByRole('button', { name: '外部备份…' }));
    const told = await screen.findByText(/^已备份并核对：/);
    expect(told).toHaveTextContent(path.join(stick, fs.readdirSync(stick)[0]!));
    expect(await screen.findByText(/同一块磁盘上/)).toBeInTheDocument();
  });

  it('renews the recovery code by the passphrase, and confirms it only when the last group was copied', async () => {
    const { bridge, user, drawer } = await openSettings();
    await user.click(await drawer.findByRole('button', { name: '更换恢复码…' }));
    await user.type(await screen.findByLabelText('您的口令'), `${PASSPHRASE}{Enter}`);
    const last = await screen.findByLabelText(/照抄恢复码的最后一组/);
    const code = within(screen.getByLabelText('恢复码')).getAllByText(/^[0-9A-Z]{5}$/);
    const kept = async () => {
      const care = await bridge.house.call('store.care', {});
      return care.ok && (care.value as { recoveryKept: boolean }).recoveryKept;
    };
    expect(await kept()).toBe(false);
    await user.type(last, `${code.at(-1)!.textContent.toLowerCase()}{Enter}`);
    await waitFor(async () => expect(await kept()).toBe(true));
  });

  it('takes the records off the screen before a backup is chosen, and offers what was set aside as well', async () => {
    const { bridge, user, drawer } = await openSettings({
      async before({ house }) {
        await house.call('store.backup', {});
        const told = (await house.call('store.backups', {})) as { value: { name: string }[] };
        const restored = { backup: told.value[0]!.name, passphrase: PASSPHRASE };
        await house.call('store.restore', restored);
      },
    });
    await user.click(await drawer.findByRole('button', { name: '从备份恢复…' }));
    await user.click(await screen.findByRole('button', { name: '选择备份' }));
    const aside = await screen.findByLabelText(/^恢复前的数据，2026-03-20 \d\d:\d\d，\d+ KB$/);
    expect(screen.queryByRole('navigation')).not.toBeInTheDocument();
    await user.click(aside);
    await user.type(screen.getByLabelText('口令'), `${PASSPHRASE}{Enter}`);
    expect(await screen.findByText(/保留为“.+”/)).toBeInTheDocument();
    expect(bridge.inputsOf('store.restoreReplaced')).toHaveLength(1);
  });

  it('is without restoring and the code for who may not do it', async () => {
    const { drawer } = await openSettings({ role: 'member' });
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
    const { bridge, user, drawer } = await openSettings({ backups: 1 });
    const progress = bridge.begin('store.restore', 'restore');
    await user.click(await drawer.findByRole('button', { name: '从备份恢复…' }));
    await user.click(await screen.findByRole('button', { name: '选择备份' }));
    await user.type(await screen.findByLabelText('口令'), `${PASSPHRASE}{Enter}`);
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
