import { render, screen, waitFor, within } from '@testing-library/react';
import fs from 'node:fs';
import path from 'node:path';
import { ErrorBoundary } from '../../../src-renderer/app/error-boundary';
import { APP_INFO, ofUnit, type Seed } from '../bridge';
import { openUnlocked } from './open-app';
import type { Role } from '../../../src-shared/domain/roles';

async function openSettings(role: Role = 'leader', seeds: readonly Seed[] = []) {
  const opened = await openUnlocked(seeds, role);
  await opened.user.click(screen.getByRole('button', { name: '设置' }));
  return { ...opened, drawer: within(await screen.findByRole('dialog')) };
}

describe('设置', () => {
  it('adds a person with a passphrase of their own', async () => {
    const { bridge, user, drawer } = await openSettings();
    await user.type(await drawer.findByLabelText('姓名'), '沈砚秋');
    await user.type(drawer.getByLabelText('初始口令'), '澄浦街道的桂花开了');
    await user.type(drawer.getByLabelText('再输一遍初始口令'), '澄浦街道的桂花开了');
    await user.click(drawer.getByRole('button', { name: '添加使用者' }));
    expect(await drawer.findByText(/初始口令不合要求：还差1个字符/)).toBeInTheDocument();
    expect(bridge.inputsOf('vault.addUser')).toEqual([]);
    await user.type(drawer.getByLabelText('初始口令'), '呀');
    await user.type(drawer.getByLabelText('再输一遍初始口令'), '呀');
    await user.click(drawer.getByRole('button', { name: '添加使用者' }));
    expect(await drawer.findByRole('button', { name: '移除沈砚秋' })).toBeInTheDocument();
    expect(bridge.inputsOf('vault.addUser')).toEqual([
      { name: '沈砚秋', role: 'member', passphrase: '澄浦街道的桂花开了呀' },
    ]);
  });

  it('gives somebody the 线索钥匙 and takes it back, each after asking', async () => {
    const { user, drawer } = await openSettings();
    await user.type(await drawer.findByLabelText('姓名'), '沈砚秋');
    await user.type(drawer.getByLabelText('初始口令'), '澄浦街道的桂花开了呀');
    await user.type(drawer.getByLabelText('再输一遍初始口令'), '澄浦街道的桂花开了呀');
    await user.click(drawer.getByRole('button', { name: '添加使用者' }));
    const holding = () => drawer.queryAllByText('持线索钥匙').length;
    await user.click(await drawer.findByRole('button', { name: '发给沈砚秋线索钥匙' }));
    expect(holding()).toBe(1);
    await user.click(await screen.findByRole('button', { name: /^发\s?给$/ }));
    await user.click(await drawer.findByRole('button', { name: '收回沈砚秋线索钥匙' }));
    expect(holding()).toBe(2);
    await user.click(await screen.findByRole('button', { name: /^收\s?回$/ }));
    expect(await drawer.findByRole('button', { name: '发给沈砚秋线索钥匙' })).toBeInTheDocument();
    expect(holding()).toBe(1);
  });

  it('sets light or dark for this computer, and shows what is set', async () => {
    const { bridge, user, drawer } = await openSettings();
    expect(drawer.getByRole('radio', { name: '跟随系统' })).toBeChecked();
    bridge.answer('shell.setAppearance', ({ appearance }) => {
      bridge.answer('shell.appInfo', () => ({ ...APP_INFO, appearance }));
      return {};
    });
    await user.click(drawer.getByRole('radio', { name: '深色' }));
    await waitFor(() => expect(drawer.getByRole('radio', { name: '深色' })).toBeChecked());
    expect(bridge.inputsOf('shell.setAppearance')).toEqual([{ appearance: 'dark' }]);
  });

  it('sets the size of the type for this computer, and shows what is set', async () => {
    const { bridge, user, drawer } = await openSettings();
    expect(drawer.getByRole('radio', { name: '标准' })).toBeChecked();
    bridge.answer('shell.setTextSize', ({ textSize }) => {
      bridge.answer('shell.appInfo', () => ({ ...APP_INFO, textSize }));
      return {};
    });
    await user.click(drawer.getByRole('radio', { name: '特大' }));
    await waitFor(() => expect(drawer.getByRole('radio', { name: '特大' })).toBeChecked());
    expect(bridge.inputsOf('shell.setTextSize')).toEqual([{ textSize: 'largest' }]);
  });

  it('offers the people of the vault only to those who look after them', async () => {
    const { drawer } = await openSettings('member');
    expect(drawer.getByRole('heading', { name: '修改口令' })).toBeInTheDocument();
    expect(drawer.queryByRole('heading', { name: '使用者' })).not.toBeInTheDocument();
  });

  it('tells why a passphrase was not changed', async () => {
    const { user, drawer } = await openSettings();
    await user.type(drawer.getByLabelText('现在的口令'), '不对的口令');
    await user.type(drawer.getByLabelText('新口令'), '青禾县的冬天也很长呀');
    await user.type(drawer.getByLabelText('再输一遍新口令'), '青禾县的冬天也很长呀');
    await user.click(drawer.getByRole('button', { name: '修改口令' }));
    expect(await drawer.findByText(/口令不正确/)).toBeInTheDocument();
  });

  it('lists what a verification found', async () => {
    const { bridge, user, drawer } = await openSettings('leader', [
      ofUnit('d1', 'documentRequest', { name: '会议记录本' }),
    ]);
    // A file of evidence that is gone from the disk.
    const file = bridge.house.file('照片.jpg', Buffer.from('a picture'));
    const added = await bridge.house.call('evidence.add', { id: 'd1', set: 'evidence', paths: [file] });
    expect(added.ok).toBe(true);
    fs.rmSync(path.join(bridge.house.dir, 'evidence'), { recursive: true });
    await user.click(drawer.getByRole('button', { name: '校验全部数据' }));
    expect(await drawer.findByText(/发现1处问题/)).toBeInTheDocument();
    expect(drawer.getByText(/：.*照片|材料/)).toBeInTheDocument();
  });
});

describe('界面出错', () => {
  it('shows a sentence and a way on, never the error itself', async () => {
    const told = jest.spyOn(console, 'error').mockImplementation(() => undefined);
    let broken = true;
    function Part() {
      if (broken) throw new TypeError('undefined is not a function');
      return <p>好了</p>;
    }
    const { user } = await openUnlocked();
    render(
      <ErrorBoundary part="这一页">
        <Part />
      </ErrorBoundary>,
    );
    expect(screen.getByText('这一页没有显示出来')).toBeInTheDocument();
    expect(document.body).not.toHaveTextContent('undefined is not a function');
    broken = false;
    await user.click(screen.getByRole('button', { name: '重新显示' }));
    await waitFor(() => expect(screen.getByText('好了')).toBeInTheDocument());
    told.mockRestore();
  });
});
