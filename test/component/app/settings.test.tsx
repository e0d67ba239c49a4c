import { render, screen, waitFor, within } from '@testing-library/react';
import { ErrorBoundary } from '../../../src-renderer/app/error-boundary';
import { WorkbenchError } from '../../../src-shared/errors';
import { APP_INFO, openUnlocked, sessionOf } from './open-app';
import type { Appearance, TextSize } from '../../../src-shared/contract';
import type { Role } from '../../../src-shared/domain/roles';

async function openSettings(role: Role = 'leader') {
  const opened = await openUnlocked([], role);
  const people = [sessionOf(role).user];
  opened.bridge.answer('vault.users', () => people);
  opened.bridge.answer('vault.addUser', ({ name, role: given }: { name: string; role: Role }) => {
    const added = { userId: `u${people.length + 1}`, name, role: given };
    people.push(added);
    return added;
  });
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

  it('sets light or dark for this computer, and shows what is set', async () => {
    const { bridge, user, drawer } = await openSettings();
    const set = bridge.answer.bind(bridge);
    expect(drawer.getByRole('radio', { name: '跟随系统' })).toBeChecked();
    set('shell.setAppearance', ({ appearance }: { appearance: Appearance }) => {
      set('shell.appInfo', () => ({ ...APP_INFO, appearance }));
      return {};
    });
    await user.click(drawer.getByRole('radio', { name: '深色' }));
    await waitFor(() => expect(drawer.getByRole('radio', { name: '深色' })).toBeChecked());
    expect(bridge.inputsOf('shell.setAppearance')).toEqual([{ appearance: 'dark' }]);
  });

  it('sets the size of the type for this computer, and shows what is set', async () => {
    const { bridge, user, drawer } = await openSettings();
    expect(drawer.getByRole('radio', { name: '标准' })).toBeChecked();
    bridge.answer('shell.setTextSize', ({ textSize }: { textSize: TextSize }) => {
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
    const { bridge, user, drawer } = await openSettings();
    bridge.answer('vault.changePassphrase', () => {
      throw new WorkbenchError('VAULT_WRONG_PASSPHRASE', '现在的口令不正确。');
    });
    await user.type(drawer.getByLabelText('现在的口令'), '不对');
    await user.type(drawer.getByLabelText('新口令'), '青禾县的冬天也很长呀');
    await user.type(drawer.getByLabelText('再输一遍新口令'), '青禾县的冬天也很长呀');
    await user.click(drawer.getByRole('button', { name: '修改口令' }));
    expect(await drawer.findByText('现在的口令不正确。')).toBeInTheDocument();
  });

  it('lists what a verification found', async () => {
    const { bridge, user, drawer } = await openSettings();
    bridge.answer('store.verify', () => ({
      ok: false,
      counts: {},
      problems: [{ place: '第3条', message: '打不开' }],
    }));
    await user.click(drawer.getByRole('button', { name: '校验全部数据' }));
    expect(await drawer.findByText(/发现1处问题/)).toBeInTheDocument();
    expect(drawer.getByText('第3条：打不开')).toBeInTheDocument();
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
