import { render, screen } from '@testing-library/react';
import { Suspense } from 'react';
import { readLater } from '../../src-renderer/ui/read-later';

const part = () => readLater(async () => ({ default: ({ word }: { word: string }) => <p>{word}</p> }));
const shown = ({ Part }: ReturnType<typeof part>) => (
  <Suspense fallback={<p>正在打开…</p>}>
    <Part word="内容" />
  </Suspense>
);

it('shows a part that was read before at once, without the fallback', async () => {
  const one = part();
  await one.read();
  render(shown(one));
  expect(screen.getByText('内容')).toBeInTheDocument();
});

it('reads a part that is shown before it was read', async () => {
  render(shown(part()));
  expect(screen.getByText('正在打开…')).toBeInTheDocument();
  expect(await screen.findByText('内容')).toBeInTheDocument();
});

it('tries again after a failure to read', async () => {
  let fails = true;
  const one = readLater(async () => {
    if (fails) throw new Error('not read');
    return { default: () => <p>内容</p> };
  });
  await expect(one.read()).rejects.toThrow('not read');
  fails = false;
  await one.read();
  render(
    <Suspense>
      <one.Part />
    </Suspense>,
  );
  expect(screen.getByText('内容')).toBeInTheDocument();
});
