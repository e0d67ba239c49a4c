/** The whole window over the test bridge, from its first call on. */
import { act, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Start } from '../../../src-renderer/app/start';
import { usePalette } from '../../../src-renderer/app/frame/search-palette';
import { closePaper } from '../../../src-renderer/session/paper-request';
import { useNavigation } from '../../../src-renderer/session/navigation';
import { startSession, useSession } from '../../../src-renderer/session/session';
import type { Role } from '../../../src-shared/domain/roles';
import { makeBridge, ROUND, TODAY, type Bridge, type Seed } from '../bridge';

export const sessionOf = (role: Role = 'leader') => ({
  user: { userId: 'u1', name: '闻知远', role },
  today: TODAY,
  demo: false,
});

export const APP_INFO = {
  productName: '巡察工作台',
  version: '0.1.0',
  electronVersion: '45.0.0',
  packaged: true,
  appearance: 'system',
  textSize: 'standard',
  idleMinutes: 10,
  coreRunning: true,
  refused: { network: 0, navigation: 0, permission: 0, sender: 0 },
};

export const STATUS = { exists: true, nameRequired: false, unlocked: false, waitSeconds: 0, trouble: null };

export interface OpenedApp {
  readonly bridge: Bridge;
  readonly user: ReturnType<typeof userEvent.setup>;
}

let stop: (() => void) | undefined;

/** Shows the window over a vault in the state given; nothing is unlocked yet. */
export function openApp(
  seeds: readonly Seed[] = [],
  status: Partial<typeof STATUS> | object = {},
): OpenedApp {
  const bridge = makeBridge(seeds);
  bridge.answer('vault.status', () => ({ ...STATUS, ...status }));
  bridge.answer('shell.appInfo', () => APP_INFO);
  bridge.answer('shell.lock', () => ({}));
  bridge.answer('vault.prepare', () => null);
  bridge.answer('vault.unlock', () => sessionOf());
  Object.defineProperty(window, 'workbench', { value: bridge.workbench, configurable: true });
  useSession.setState({
    status: 'starting',
    session: undefined,
    trouble: undefined,
    waitUntil: 0,
    nameRequired: false,
  });
  useNavigation.setState({ page: 'today', record: undefined, round: undefined, inspection: undefined });
  usePalette.setState({ open: false });
  closePaper();
  stop = startSession();
  render(<Start />);
  return { bridge, user: userEvent.setup({ delay: null, pointerEventsCheck: 0 }) };
}

/** The window, unlocked, over a round with a unit and what is given. */
export async function openUnlocked(seeds: readonly Seed[] = [], role: Role = 'leader'): Promise<OpenedApp> {
  const opened = openApp([...ROUND, ...seeds]);
  opened.bridge.answer('vault.unlock', () => sessionOf(role));
  await opened.user.type(await screen.findByLabelText('口令'), '青禾县的秋天很长{Enter}');
  await screen.findByRole('navigation', { name: '工作阶段' });
  // The frame chooses the unit to begin with once its records are there, which closes what is open by then.
  await waitFor(() => expect(useNavigation.getState().inspection).toBeDefined());
  return opened;
}

afterEach(() => {
  act(() => stop?.());
  stop = undefined;
});
