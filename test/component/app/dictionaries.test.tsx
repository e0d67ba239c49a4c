import { act, screen, waitFor, within } from '@testing-library/react';
import { useNavigation } from '../../../src-renderer/session/navigation';
import { openUnlocked } from './open-app';

async function openDictionary(role: 'leader' | 'member' = 'leader') {
  const opened = await openUnlocked([], role);
  act(() => useNavigation.getState().open('setup'));
  await opened.user.click(await screen.findByRole('radio', { name: '字典' }));
  return opened;
}
const wordings = () =>
  screen.getAllByRole('textbox', { name: /^第\d+条正式表述$/ }).map((box) => (box as HTMLInputElement).value);
const saves = (bridge: Awaited<ReturnType<typeof openDictionary>>['bridge']) =>
  bridge.inputsOf('record.save') as unknown as { id?: string; parent?: string; set: object }[];

describe('字典', () => {
  it('shows the words of the round’s frame, and keeps a new wording under the old code', async () => {
    const { bridge, user } = await openDictionary();
    const first = await screen.findByRole('textbox', { name: '第1条正式表述' });
    expect(first).toHaveValue('聚焦党中央决策部署在基层落实情况');
    await user.clear(first);
    await user.type(first, '聚焦决策部署落实{Enter}');
    await waitFor(() => expect(wordings()[0]).toBe('聚焦决策部署落实'));
    expect(saves(bridge)).toEqual([
      expect.objectContaining({
        parent: 'round',
        set: { dictionary: 'focus', entryCode: 'F1', label: '聚焦决策部署落实' },
      }),
    ]);
    const short = screen.getByRole('textbox', { name: '“聚焦决策部署落实”的简称' });
    await user.type(short, '决策部署');
    await user.tab();
    await waitFor(() => expect(saves(bridge)).toHaveLength(2));
    expect(saves(bridge)[1]).toMatchObject({ set: { short: '决策部署' } });
    expect(saves(bridge)[1]!.id).toBeDefined();
  });

  it('adds an entry once, moves it and puts it out of use', async () => {
    const { user } = await openDictionary();
    const before = (await screen.findAllByRole('textbox', { name: /^第\d+条正式表述$/ })).length;
    const box = screen.getByRole('textbox', { name: '增加一条' });
    await user.type(box, '聚焦巡察、审计整改{Enter}');
    await waitFor(() => expect(wordings()).toHaveLength(before + 1));
    expect(wordings().at(-1)).toBe('聚焦巡察、审计整改');
    await user.type(box, '聚焦巡察、审计整改');
    expect(screen.getByText('字典里已有这一条')).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: '“聚焦巡察、审计整改”上移' }));
    await waitFor(() => expect(wordings().at(-2)).toBe('聚焦巡察、审计整改'));
    const hide = screen.getByRole('checkbox', { name: '停用“聚焦巡察、审计整改”' });
    await user.click(hide);
    await waitFor(() =>
      expect(screen.getByRole('checkbox', { name: '停用“聚焦巡察、审计整改”' })).toBeChecked(),
    );
  });

  it('may be read by everybody and changed by those who prepare a round', async () => {
    await openDictionary('member');
    for (const box of await screen.findAllByRole('textbox', { name: /^第\d+条/ })) expect(box).toBeDisabled();
    expect(within(document.body).queryByRole('textbox', { name: '增加一条' })).toBeNull();
  });
});
