/** Another laptop of the group, in the real window: started by its 开机包, sends what was written, takes in what comes. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { addLaptop } from '../../src-main/services/packets/laptops';
import { makeSetup } from '../../src-main/services/packets/setup';
import { save } from '../../src-main/services/records';
import { inspectionOf, PEOPLE } from '../unit/services/desk';
import { newGroup, PASSPHRASE, removeGroups, send, take, type Group } from '../unit/services/group';
import { cleanUp, launch, screenshots } from './harness';
import { answerOpenDialog } from './pages/exporting';
import { goTo, unlock, whenOpen } from './pages/frame';
import { type } from './pages/input';

const stick = mkdtempSync(path.join(tmpdir(), 'stick-'));
let group: Group | undefined;
afterAll(async () => {
  await cleanUp();
  group?.leave();
  removeGroups();
  rmSync(stick, { recursive: true, force: true });
});

test('a new laptop is started by its 开机包, sends and receives', async () => {
  group = await newGroup(['member']);
  const { first } = group;
  const { userId } = first.at.session.users().find(({ name }) => name === PEOPLE.member.name)!;
  const { id } = addLaptop(first.at, { name: '2号机', users: [userId] });
  const setup = path.join(stick, '开机包.xcpack');
  await makeSetup(first.at, id, setup);

  const started = await launch();
  const { app, page } = started;
  await page.getByRole('button', { name: /用开机包建立/ }).click();
  await answerOpenDialog(app, setup);
  await page.getByRole('button', { name: '选择开机包…' }).click();
  await page.getByText(setup).waitFor();
  await type(page.getByLabel('口令', { exact: true }), '不是这个口令一二三四五');
  await page.keyboard.press('Enter');
  await page.getByRole('alert').filter({ hasText: '姓名或口令不正确' }).waitFor();
  await screenshots(started, 'second-01-setup');
  await type(page.getByLabel('口令', { exact: true }), PASSPHRASE);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: '已建立：2号机' }).waitFor();
  await screenshots(started, 'second-02-started');
  await page.getByRole('button', { name: '去解锁' }).click();
  await unlock(page, PASSPHRASE);
  await whenOpen(page);

  await goTo(page, '数据交换');
  await page.getByRole('cell', { name: '本机' }).waitFor();
  await page.getByRole('button', { name: /发\s?出$/ }).click();
  const sending = page.getByRole('dialog', { name: '发出数据包' });
  await answerOpenDialog(app, stick);
  await sending.getByRole('radio', { name: /^全部/ }).check();
  await sending.getByRole('button', { name: '选择文件夹并制作…' }).click();
  await sending.getByText(/^已制作给1号机的数据包/).waitFor();
  await screenshots(started, 'second-03-sent');
  await sending.getByRole('button', { name: /^完\s?成$/ }).click();
  const sent = readdirSync(stick).find((name) => name.startsWith('数据包 2号机至1号机'))!;
  expect((await take(first, path.join(stick, sent))).refused).toEqual([]);

  const values = { kind: 'interview', parent: inspectionOf(first.at, 'U1').id };
  save(first.at, { ...values, set: { interviewee: '带来的一位' } });
  const { path: coming } = await send(first, [{ name: '2号机' } as never], { folder: stick });
  await page.getByRole('button', { name: /收\s?入$/ }).click();
  const taking = page.getByRole('dialog', { name: '收入数据包' });
  await answerOpenDialog(app, coming);
  await taking.getByRole('button', { name: '选择数据包…' }).click();
  await taking.getByText('完整，收入后不缺对方的内容').waitFor();
  await screenshots(started, 'second-04-looked');
  await taking.getByRole('button', { name: /^收\s?入$/ }).click();
  await taking.getByText('已收入').waitFor();
  await screenshots(started, 'second-05-taken');
  await taking.getByRole('button', { name: /^完\s?成$/ }).click();
  await goTo(page, '谈话记录');
  await page.getByText('带来的一位').first().waitFor();
});
