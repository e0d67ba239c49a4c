/** What two laptops left in dispute, in the real window: from 今日 to the desk, by the keyboard and for one person at once. */
import { openWorkspace, type OpenWorkspace } from '../../src-main/services/workspace';
import { remove, save } from '../../src-main/services/records';
import { unlockVault } from '../../src-main/vault/vault';
import { newFolder } from '../unit/services/desk';
import { bring, meet } from '../unit/services/laptops';
import { cleanUp, launch, screenshots, type Started } from './harness';
import { unlock, whenOpen } from './pages/frame';
import { OWNER, preparedUserData, vaultFolder } from './pages/prepared';

jest.setTimeout(180_000);

/** Talks whose words differ on two laptops: ten places, one long text, one removal against an edit. */
function dispute(here: OpenWorkspace, there: OpenWorkspace): void {
  const known = here.index.list('interview').slice(0, 11);
  // Nothing signed rests on it.
  const extra = save(here, {
    kind: 'interview',
    parent: known[0]!.parent,
    set: { interviewee: '童暮云' },
  });
  bring(here, there);
  const talks = [...known, { id: extra.id }];
  talks.forEach(({ id }, at) => {
    const field = at < 10 ? 'place' : 'mattersNamed';
    if (at < 11)
      save(there, {
        kind: 'interview',
        id,
        set: { [field]: at < 10 ? `会议室${at + 1}` : '灌渠维修资金的去向，说有两笔没有入账。' },
      });
    else remove(there, { id, reason: '与另一次谈话重复登记' });
    save(here, {
      kind: 'interview',
      id,
      set: { [field]: at < 10 ? `接待室${at + 1}` : '灌渠维修资金的去向，愿意提供收据。' },
    });
  });
  meet(here, there);
}

let started: Started;
beforeAll(async () => {
  const userData = await preparedUserData((core) => core.handlers['round.loadSample']({}));
  const session = await unlockVault(vaultFolder(userData), OWNER);
  const here = openWorkspace({ dir: vaultFolder(userData), session });
  // A laptop that has no store yet, as its own header says.
  const other = { ...session, header: () => ({ ...session.header(), hasStore: false }) };
  const there = openWorkspace({ dir: newFolder(), session: other });
  bring(here, there);
  dispute(here, there);
  there.close();
  here.close();
  session.lock();
  started = await launch(userData);
  started.page.setDefaultTimeout(20_000);
  await unlock(started.page, OWNER.passphrase);
  await whenOpen(started.page);
});
afterAll(cleanUp);

it('leads from 今日 to the desk, settles by the keyboard, and all places for one laptop in three clicks', async () => {
  const { page } = started;
  await page.getByText(/有12处冲突等待处理/).waitFor();
  await screenshots(started, 'conflicts-today');
  await page.getByRole('button', { name: '去处理' }).click();
  await page.getByText('12处', { exact: true }).waitFor();
  await screenshots(started, 'conflicts-desk');
  const cards = page.locator('.pw-conflict');
  await cards.last().scrollIntoViewIfNeeded();
  await screenshots(started, 'conflicts-removal');

  await cards.first().locator('[data-take]').first().focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await page.getByText('11处', { exact: true }).waitFor();
  await page.keyboard.press('Control+Z');
  await page.getByText('12处', { exact: true }).waitFor();

  await page.getByRole('button', { name: '合并两段…' }).click();
  await screenshots(started, 'conflicts-join');
  await page.getByRole('button', { name: '保存合并内容' }).click();
  await page.getByText('11处', { exact: true }).waitFor();

  await page.getByRole('combobox', { name: '以某人为准' }).click();
  await page.locator('.ant-select-item-option').filter({ hasText: '本机' }).click();
  const dialog = page.getByRole('dialog');
  const settle = dialog.getByRole('button', { name: /^处理\d+处$/ });
  await settle.waitFor();
  await screenshots(started, 'conflicts-favour');
  await settle.click();
  await page.getByText(/没有冲突。/).waitFor();
  await screenshots(started, 'conflicts-none');
});
