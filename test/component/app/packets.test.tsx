/** 数据交换 in the window, over the real core and real packets in a folder as on a stick. */
import fs from 'node:fs';
import path from 'node:path';
import { act, screen, within } from '@testing-library/react';
import { useNavigation } from '../../../src-renderer/session/navigation';
import type { Role } from '../../../src-shared/domain/roles';
import { PEOPLE, signIn } from '../bridge';
import { openUnlocked } from './open-app';

async function openExchange(role: Role = 'leader') {
  const opened = await openUnlocked([], role, async (bridge) => {
    // By that the laptop is known to the group.
    await signIn(bridge, 'leader');
    await bridge.house.lock('suspend');
  });
  act(() => useNavigation.getState().open('packets'));
  await screen.findByRole('table', { name: '本组的电脑' });
  return opened;
}
type Opened = Awaited<ReturnType<typeof openExchange>>;

const rows = () =>
  within(screen.getByRole('table', { name: '本组的电脑' }))
    .getAllByRole('row')
    .slice(1)
    .map((row) => row.textContent);
const dialog = async (title: string | RegExp) => {
  const [shown] = await screen.findAllByText(title, { selector: '[role="dialog"] *' });
  return within(shown!.closest<HTMLElement>('[role="dialog"]')!);
};

/** Registers a laptop and makes its 开机包, by what a person clicks. */
async function prepare({ bridge, user }: Opened) {
  await user.click(screen.getByRole('button', { name: '登记电脑…' }));
  const adding = await dialog('登记电脑');
  await user.type(adding.getByLabelText('电脑名称'), '2号机');
  await user.click(await adding.findByRole('checkbox', { name: PEOPLE.leader.name }));
  await user.click(adding.getByRole('button', { name: /登\s?记$/ }));
  bridge.answer('shell.chooseSaveFile', ({ defaultName }) => ({ path: bridge.house.place(defaultName) }));
  await user.click(await screen.findByRole('button', { name: '为2号机制作开机包' }));
  const making = await dialog('为“2号机”制作开机包');
  await user.click(making.getByRole('button', { name: '选择位置并制作…' }));
  await making.findByText(/^已制作：.*开机包 2号机\.xcpack$/);
  await user.click(await making.findByRole('button', { name: /^完\s?成$/ }));
}

/** Makes a packet for it. @returns the file */
async function send({ bridge, user }: Opened): Promise<string> {
  const stick = bridge.house.place('u盘');
  fs.mkdirSync(stick);
  bridge.answer('shell.chooseFolder', () => ({ path: stick }));
  await user.click(screen.getByRole('button', { name: /发\s?出$/ }));
  const sending = await dialog('发出数据包');
  await user.click(sending.getByRole('radio', { name: /^全部/ }));
  await user.click(sending.getByRole('button', { name: '选择文件夹并制作…' }));
  await sending.findByText(/^已制作给2号机的数据包：变更\d+条，佐证0份。$/);
  expect(sending.getByText(/^\d{4}( \d{4}){5}$/)).toBeInTheDocument();
  const [name, ...others] = fs.readdirSync(stick);
  expect(others).toEqual([]);
  const file = path.join(stick, name!);
  expect(sending.getByText(file)).toBeInTheDocument();
  await user.click(await sending.findByRole('button', { name: /^完\s?成$/ }));
  return file;
}

it('registers a laptop, prepares it, sends to it, and strikes it off; the list says how each stands', async () => {
  const opened = await openExchange();
  expect(rows()).toHaveLength(1);
  expect(rows()[0]).toContain('本机');
  await prepare(opened);
  await screen.findByText('在用');
  expect(rows()[1]).toContain(`2号机B${PEOPLE.leader.name}`);
  await send(opened);
  expect(opened.bridge.inputsOf('packets.make')).toMatchObject([{ full: true }]);
  await screen.findByText(/^2026-03-20 \d\d:\d\d$/);
  await opened.user.click(screen.getByRole('button', { name: '注销2号机' }));
  const asking = await dialog(/注销“2号机”/);
  await opened.user.click(asking.getByRole('button', { name: /^注\s?销$/ }));
  await screen.findByText('已注销');
  await opened.user.click(screen.getByRole('button', { name: /发\s?出$/ }));
  expect(await (await dialog('发出数据包')).findByText(/^还没有可以发给的电脑/)).toBeInTheDocument();
});

it('says why a packet is refused, takes nothing of it, and lets another be chosen', async () => {
  const opened = await openExchange();
  const { bridge, user } = opened;
  await prepare(opened);
  await screen.findByText('在用');
  const forAnother = await send(opened);
  const noPacket = bridge.house.file('通讯录.xcpack', Buffer.from('不是数据包'));
  await user.click(screen.getByRole('button', { name: /收\s?入$/ }));
  const taking = await dialog('收入数据包');
  for (const [file, why] of [
    [forAnother, /^这个数据包不是发给本机的.*没有收入任何内容。/],
    [noPacket, /^所选文件不是数据包，没有收入任何内容。/],
  ] as const) {
    bridge.answer('shell.chooseOpenFiles', () => ({ paths: [file] }));
    await user.click(taking.getByRole('button', { name: '选择数据包…' }));
    expect(await taking.findByText(why)).toBeInTheDocument();
    expect(taking.queryByRole('button', { name: /^收\s?入$/ })).toBeNull();
  }
  expect(bridge.inputsOf('packets.take')).toEqual([]);
});

it('lets everybody send and receive, and only those who look after the group change its laptops', async () => {
  await openExchange('member');
  expect(screen.getByRole('button', { name: /发\s?出$/ })).toBeEnabled();
  expect(screen.getByRole('button', { name: /收\s?入$/ })).toBeEnabled();
  expect(screen.queryByRole('button', { name: '登记电脑…' })).toBeNull();
  expect(screen.queryByRole('button', { name: /制作开机包/ })).toBeNull();
});
