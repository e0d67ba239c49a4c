/** The whole window over a house with the real core, from its first call on. */
import { act, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Start } from '../../../src-renderer/app/start';
import { usePalette } from '../../../src-renderer/app/frame/search-palette';
import { closePaper } from '../../../src-renderer/session/paper-request';
import { useNavigation } from '../../../src-renderer/session/navigation';
import { startSession, useSession } from '../../../src-renderer/session/session';
import type { Role } from '../../../src-shared/domain/roles';
import { openBridge, PASSPHRASE, PEOPLE, ROUND, type Bridge, type Seed } from '../bridge';
import type { Crew } from '../house/people';

export interface OpenedApp {
  readonly bridge: Bridge;
  readonly user: ReturnType<typeof userEvent.setup>;
}

let stop: (() => void) | undefined;

interface AppOptions {
  /** Who the vault is made for. */
  readonly crew?: Crew;
  /** Done before the window asks its first question. */
  readonly before?: (bridge: Bridge) => void | Promise<void>;
}

/** Shows the window over a vault with what is given in it; nothing is unlocked yet. */
export async function openApp(
  seeds: readonly Seed[] = [],
  { crew = 'alone', before }: AppOptions = {},
): Promise<OpenedApp> {
  const bridge = await openBridge(seeds, crew);
  await before?.(bridge);
  useSession.setState({
    status: 'starting',
    session: undefined,
    trouble: undefined,
    waitUntil: 0,
    nameRequired: false,
    names: undefined,
  });
  useNavigation.setState({ page: 'today', record: undefined, round: undefined, inspection: undefined });
  usePalette.setState({ open: false });
  closePaper();
  stop = startSession();
  render(<Start />);
  return { bridge, user: userEvent.setup({ delay: null, pointerEventsCheck: 0 }) };
}

/** Types what the unlock screen asks of the person of a role. */
export async function unlock({ user }: OpenedApp, role: Role = 'leader'): Promise<void> {
  const passphrase = await screen.findByLabelText('口令');
  const name = screen.queryByLabelText('姓名');
  if (name) await user.type(name, PEOPLE[role].name);
  await user.type(passphrase, `${PASSPHRASE}{Enter}`);
}

/** The window, unlocked, over a round with a unit and what is given. */
export async function openUnlocked(
  seeds: readonly Seed[] = [],
  role: Role = 'leader',
  before?: AppOptions['before'],
): Promise<OpenedApp> {
  const opened = await openApp([...ROUND, ...seeds], { crew: role === 'leader' ? 'alone' : 'team', before });
  await unlock(opened, role);
  await screen.findByRole('navigation', { name: '工作阶段' });
  // The frame chooses the unit to begin with once its records are there, which closes what is open by then.
  await waitFor(() => expect(useNavigation.getState().inspection).toBeDefined());
  return opened;
}

afterEach(() => {
  act(() => stop?.());
  stop = undefined;
});
