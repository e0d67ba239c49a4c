import { act, screen, waitFor, within } from '@testing-library/react';
import fs from 'node:fs';
import path from 'node:path';
import { refreshStatus, useSession } from '../../../src-renderer/session/session';
import { WorkbenchError } from '../../../src-shared/errors';
import { ofUnit, PASSPHRASE, PEOPLE, ROUND, signIn } from '../bridge';
import { openApp, openUnlocked, unlock } from './open-app';

describe('解锁', () => {
  it('refuses a wrong passphrase in words, empties the field, and makes one wait', async () => {
    const { bridge, user } = await openApp(ROUND, {
      // Three tries are free.
      async before({ house }) {
        for (let tries = 0; tries < 3; tries += 1)
          await house.call('vault.unlock', { passphrase: '不对的口令' });
      },
    });
    const field = await screen.findByLabelText('口令');
    await waitFor(() => expect(screen.getByRole('button', { name: '解锁' })).toBeEnabled());
    await user.type(field, '不对的口令{Enter}');
    expect(await screen.findByRole('alert')).toHaveTextContent('口令不正确');
    expect(field).toHaveValue('');
    expect(field).toHaveFocus();
    expect(await screen.findByRole('button', { name: /请等待\d+秒后再试/ })).toBeDisabled();
    bridge.house.pass(60);
    await act(refreshStatus);
    await waitFor(() => expect(screen.getByRole('button', { name: '解锁' })).toBeEnabled());
    await user.type(field, `${PASSPHRASE}{Enter}`);
    expect(await screen.findByRole('navigation', { name: '工作阶段' })).toBeInTheDocument();
  });

  it('asks who it is where several people use the vault', async () => {
    const { user } = await openApp(ROUND, { crew: 'team' });
    await user.type(await screen.findByLabelText('姓名'), ' 沈砚秋 ');
    await user.type(screen.getByLabelText('口令'), `${PASSPHRASE}{Enter}`);
    await screen.findByRole('navigation', { name: '工作阶段' });
    expect(useSession.getState().session?.user).toMatchObject(PEOPLE.deputyLeader);
  });

  it('sets a new passphrase by the recovery code and shows the new code once', async () => {
    const opened = await openApp(ROUND);
    const { bridge, user } = opened;
    const code = bridge.house.recoveryCode;
    await user.click(await screen.findByRole('button', { name: /用恢复码重设/ }));
    await user.type(await screen.findByLabelText('恢复码'), code.toLowerCase().replaceAll('-', ' '));
    await user.type(screen.getByLabelText('新口令'), '青禾县的冬天也很长');
    await user.type(screen.getByLabelText('再输一遍新口令'), '青禾县的冬天也很长{Enter}');
    expect(await screen.findByText(/新口令不合要求/)).toBeInTheDocument();
    await user.type(screen.getByLabelText('新口令'), '呀');
    await user.type(screen.getByLabelText('再输一遍新口令'), '呀{Enter}');
    const last = await screen.findByLabelText(/最后一组/);
    const shown = within(screen.getByLabelText('恢复码')).getAllByText(/^[0-9A-Z]{5}$/);
    expect(shown.map((group) => group.textContent).join('-')).not.toBe(code);
    await user.type(last, `${shown.at(-1)!.textContent}{Enter}`);
    expect(await screen.findByRole('heading', { name: '解锁' })).toBeInTheDocument();
    await user.type(await screen.findByLabelText('口令'), '青禾县的冬天也很长呀{Enter}');
    expect(await screen.findByRole('navigation', { name: '工作阶段' })).toBeInTheDocument();
  });

  it.each([
    ['STORE_IN_USE', '数据正在被另一个程序使用'],
    ['VAULT_TOO_NEW', '数据由更新版本的程序保存'],
    ['VAULT_HEADER_DAMAGED', '数据文件已损坏或被改动'],
    ['STORE_ALTERED', '数据与上次保存时不一致'],
    ['STORE_DISK_FULL', '磁盘空间不足'],
    ['VAULT_UNREADABLE', '数据文件读写不了'],
    ['VAULT_HEADER_MISSING', '数据文件不完整'],
    ['STORE_BACKUPS_UNREADABLE', '备份文件夹读不出来'],
  ] as const)('explains %s on a card of its own and never offers to delete', async (code, title) => {
    await openApp([], {
      before: (bridge) => void bridge.refuse('vault.status', new WorkbenchError(code, `${code}的说明。`)),
    });
    expect(await screen.findByRole('heading', { name: title })).toBeInTheDocument();
    expect(screen.getByText(`${code}的说明。`)).toBeInTheDocument();
    for (const button of screen.getAllByRole('button'))
      expect(button).not.toHaveTextContent(/删除|清空|重建/);
  });

  it('shows the card too when the trouble comes to light on unlocking', async () => {
    const opened = await openApp(ROUND);
    const { bridge, user } = opened;
    bridge.refuse('vault.unlock', new WorkbenchError('STORE_IN_USE', '数据正在使用。'));
    await unlock(opened);
    expect(await screen.findByRole('heading', { name: '数据正在被另一个程序使用' })).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: '重试' }));
    expect(await screen.findByLabelText('口令')).toBeInTheDocument();
  });

  it('puts a chosen backup in the place of a damaged store', async () => {
    const { user } = await openApp(ROUND, {
      async before(bridge) {
        await signIn(bridge);
        await bridge.house.call('store.backup', {});
        await bridge.house.lock('suspend');
        fs.truncateSync(path.join(bridge.house.dir, 'store.db'), 1000);
      },
    });
    await user.type(await screen.findByLabelText('口令'), `${PASSPHRASE}{Enter}`);
    await user.click(await screen.findByRole('button', { name: /用备份恢复/ }));
    await user.click(await screen.findByLabelText(/2026-03-20/));
    await user.type(screen.getByLabelText('口令'), `${PASSPHRASE}{Enter}`);
    expect(await screen.findByText(/保留为“.+”/)).toBeInTheDocument();
  });
});

describe('锁定', () => {
  const talk = ofUnit('t1', 'interview', { code: 'T01', interviewee: '顾西洲' });

  it('saves what is being typed, takes every record off the screen, then locks', async () => {
    const { bridge, user } = await openUnlocked([talk]);
    await user.click(await screen.findByRole('button', { name: /^谈话记录/ }));
    await user.click(await screen.findByText('顾西洲'));
    const place = await screen.findByLabelText('地点', { exact: false, selector: 'input' });
    await user.type(place, '县委机关204室');
    await user.keyboard('{Control>}l{/Control}');
    expect(await screen.findByRole('heading', { name: '解锁' })).toBeInTheDocument();
    expect(document.body).not.toHaveTextContent('顾西洲');
    const order = bridge.calls.map((call) => call.name).filter((name) => /save|lock$/.test(name));
    expect(order.slice(-2)).toEqual(['record.save', 'shell.lock']);
    expect(bridge.record('t1')?.values.place).toBe('县委机关204室');
  });

  it('locks by the button in the header', async () => {
    const { bridge, user } = await openUnlocked([talk]);
    await user.click(screen.getByRole('button', { name: '锁定' }));
    expect(await screen.findByRole('heading', { name: '解锁' })).toBeInTheDocument();
    expect(bridge.inputsOf('shell.lock')).toHaveLength(1);
  });

  it('asks for no passphrase on the page that ends: what is typed there would be lost', async () => {
    const { bridge, user } = await openUnlocked([talk]);
    bridge.answer('shell.lock', () => new Promise(() => undefined));
    await user.click(screen.getByRole('button', { name: '锁定' }));
    expect(await screen.findByText('正在锁定…')).toBeInTheDocument();
    expect(screen.queryByLabelText('口令')).not.toBeInTheDocument();
    expect(document.body).not.toHaveTextContent('顾西洲');
  });

  /** A vault whose leader has let the people be shown before unlocking. */
  const openShown = () =>
    openApp(ROUND, {
      crew: 'team',
      async before(bridge) {
        await signIn(bridge);
        await bridge.house.call('vault.showNames', { show: true });
        await bridge.house.lock('suspend');
      },
    });

  it('offers the people to choose from where the group shows them, and lets others type', async () => {
    const { user } = await openShown();
    await user.type(await screen.findByLabelText('口令'), `${PASSPHRASE}{Enter}`);
    expect(await screen.findByText('请选择姓名')).toBeInTheDocument();
    await user.click(screen.getByRole('radio', { name: '温子衡' }));
    expect(screen.getByLabelText('口令')).toHaveFocus();
    await user.keyboard('{Enter}');
    await screen.findByRole('navigation', { name: '工作阶段' });
    expect(useSession.getState().session?.user).toMatchObject(PEOPLE.liaison);
  });

  it('asks for a typed name of whoever is not in the list', async () => {
    const { user } = await openShown();
    await user.click(await screen.findByRole('button', { name: '不在其中，填写姓名' }));
    expect(screen.getByLabelText('姓名')).toBeInTheDocument();
    expect(screen.queryByRole('radio')).not.toBeInTheDocument();
  });
});
