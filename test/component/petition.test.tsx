import { act, fireEvent, screen, waitFor } from '@testing-library/react';
import { genericPage } from '../../src-renderer/ui/generic-page';
import { flushAutosave } from '../../src-renderer/session/autosave';
import { ofUnit, openPage } from './bridge';

const Petition = genericPage('petition');

const reporter = () => screen.findByRole('textbox', { name: '反映人' });

describe('反映人', () => {
  it('is written down by the member who takes the letter, and not read back by him', async () => {
    const { bridge, user } = await openPage(Petition as never, [], { role: 'member' });
    await user.click(await screen.findByRole('button', { name: /新建信访登记/ }));
    await user.type(await reporter(), '路人');
    // A pause of typing, as long as another field takes to be saved, sends half a name nowhere.
    fireEvent.change(screen.getByRole('textbox', { name: /主要内容/ }), {
      target: { value: '反映道路积水' },
    });
    await waitFor(() => expect(bridge.recordsOf('petition')).toHaveLength(1), { timeout: 5000 });
    expect(bridge.recordsOf('petition')[0]!.values).not.toHaveProperty('reporter');
    await user.type(await reporter(), '戊');
    await user.tab();
    expect(await screen.findByText('已登记反映人，仅组长、联络员可见')).toBeInTheDocument();
    expect(bridge.recordsOf('petition')[0]!.values.reporter).toBe('路人戊');
    expect(screen.queryByDisplayValue('路人戊')).toBeNull();
    await user.click(screen.getByRole('button', { name: '重新填写' }));
    expect(await reporter()).toHaveFocus();
    expect(await reporter()).toHaveValue('');
    await user.keyboard('路人己{Tab}');
    await waitFor(() => expect(bridge.recordsOf('petition')[0]!.values.reporter).toBe('路人己'));
    expect(await screen.findByText('已登记反映人，仅组长、联络员可见')).toBeInTheDocument();
  });

  it('is kept whole by a lock in the middle of the name', async () => {
    const mine = ofUnit('x1', 'petition', { content: '反映道路积水' }, { by: 'member' });
    const { bridge, user } = await openPage(Petition as never, [mine], { record: 'x1', role: 'member' });
    await user.type(await reporter(), '路人戊');
    await act(() => flushAutosave());
    expect(bridge.record('x1')!.values.reporter).toBe('路人戊');
  });

  it('has no place on the letters of others', async () => {
    const others = ofUnit('x1', 'petition', { content: '反映道路积水' }, { by: 'liaison' });
    await openPage(Petition as never, [others], { record: 'x1', role: 'member' });
    expect(await screen.findByRole('region', { name: /反映道路积水/ })).toBeInTheDocument();
    expect(screen.queryByRole('textbox', { name: '反映人' })).toBeNull();
  });
});
