import { screen } from '@testing-library/react';
import { openApp, unlock } from './open-app';
import { ROUND } from '../bridge';

jest.mock('../../../src-renderer/app/app', () => {
  throw new Error('Failed to fetch dynamically imported module: app://workbench/assets/app.js');
});

it('says in words that the program cannot be read, and never why in English', async () => {
  jest.spyOn(console, 'error').mockImplementation(() => undefined);
  await unlock(await openApp(ROUND));
  expect(await screen.findByRole('heading', { name: '界面无法打开' })).toBeInTheDocument();
  expect(screen.getByText(/已保存的记录不受影响/)).toBeInTheDocument();
  expect(screen.getByRole('alert')).toHaveTextContent(/重新安装/);
  expect(document.body).not.toHaveTextContent(/[a-z]{4}/i);
});
