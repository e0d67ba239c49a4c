import { screen, waitFor, within } from '@testing-library/react';
import RectificationPage from '../../src-renderer/features/rectificationItem';
import { ofUnit, openPage, type Seed, type User } from './bridge';

const paper = ofUnit('w1', 'workingPaper', { code: 'WT-01', title: '制度落实不到位', state: 'rectifying' });
const items = (count: number, more: (i: number) => Seed['values'] = () => ({})): Seed[] =>
  Array.from({ length: count }, (_, i) =>
    ofUnit(
      `z${i}`,
      'rectificationItem',
      {
        code: `ZG-${i}`,
        task: `任务${i}`,
        leader: '顾西洲',
        responsiblePerson: i % 2 === 0 ? '罗临川' : '裴若水',
        responsibleUnit: '局办公室',
        dueOn: '2026-05-12',
        state: 'inProgress',
        ...more(i),
      },
      { parent: 'w1' },
    ),
  );
const grid = () => screen.findByRole('grid', { name: /整改事项列表/ });
const box = (name: RegExp | string) => screen.getByRole('checkbox', { name });
const row = (i: number) => screen.getByText(`任务${i}`);
const dialog = () => screen.findByRole('dialog');
const chosenWords = () => screen.queryByText(/^已选\d+条/)?.textContent;

async function openWith(count: number, more?: (i: number) => Seed['values']) {
  const page = await openPage(RectificationPage, [paper, ...items(count, more)]);
  await screen.findByText('任务1');
  return page;
}
/** Opens the dialog for every row and chooses a field in it. */
async function openDialog({ user }: { user: User }, field: string) {
  await user.click(box(/^全选/));
  await user.click(screen.getByRole('button', { name: /批量修改/ }));
  const inside = within(await dialog());
  const pick = async (label: string) => {
    await user.click(inside.getByRole('combobox', { name: '修改哪一栏' }));
    await user.click(await screen.findByText(label, { selector: '.ant-select-item-option-content' }));
  };
  await pick(field);
  return { inside, pick };
}

describe('rows are chosen', () => {
  it('by their boxes, with Shift from one to another, and all that the filter shows', async () => {
    const { user } = await openWith(12);
    await user.click(box(/^选择ZG-1 /));
    expect(chosenWords()).toMatch(/^已选1条/);
    await user.keyboard('{Shift>}');
    await user.click(box(/^选择ZG-4 /));
    await user.keyboard('{/Shift}');
    expect(chosenWords()).toMatch(/^已选4条/);
    expect(box(/^全选/)).toBePartiallyChecked();
    await user.type(screen.getByRole('textbox', { name: '筛选整改事项' }), '裴若水');
    await waitFor(() => expect(box('全选当前显示的6条')).toBeInTheDocument());
    // What is filtered away is not chosen, though it was.
    expect(chosenWords()).toMatch(/^已选2条/);
    await user.click(box(/^全选/));
    expect(chosenWords()).toMatch(/^已选6条/);
    await user.click(box(/^全选/));
    expect(chosenWords()).toBeUndefined();
  });

  it('by Ctrl and Shift with a press on a row, which then opens nothing', async () => {
    const { user } = await openWith(9);
    await user.keyboard('{Control>}');
    await user.click(row(2));
    await user.click(row(5));
    await user.keyboard('{/Control}');
    expect(chosenWords()).toMatch(/^已选2条/);
    await user.keyboard('{Shift>}');
    await user.click(row(7));
    await user.keyboard('{/Shift}');
    expect(chosenWords()).toMatch(/^已选4条/);
    expect(screen.queryByRole('button', { name: '返回列表' })).toBeNull();
    await user.click(row(3));
    expect(await screen.findByRole('button', { name: '返回列表' })).toBeInTheDocument();
  });

  it('by keys alone: space, Shift with the arrows, Ctrl+A; Esc lets go', async () => {
    const { user } = await openWith(9);
    (await grid()).focus();
    await user.keyboard('{Home}{ArrowDown} ');
    expect(box(/^选择ZG-1 /)).toBeChecked();
    await user.keyboard('{Shift>}{ArrowDown}{ArrowDown}{/Shift}');
    expect(chosenWords()).toMatch(/^已选3条/);
    await user.keyboard('{Control>}a{/Control}');
    expect(chosenWords()).toMatch(/^已选9条/);
    await user.keyboard('{Escape}');
    expect(chosenWords()).toBeUndefined();
  });

  it('not where every record is another’s', async () => {
    await openPage(RectificationPage, [paper, ...items(3)], { role: 'member' });
    await grid();
    expect(screen.queryByRole('checkbox', { name: /^全选/ })).toBeNull();
  });
});

describe('批量修改', () => {
  it('says what it comes to, then does it as one, and is taken back from the words that tell it', async () => {
    const page = await openWith(4, (i) => ({
      ...(i === 2 ? { responsiblePerson: '程远山' } : {}),
      ...(i === 3 ? { closing: 'closed', state: 'done' } : {}),
    }));
    const { user, bridge } = page;
    const people = () => ['z0', 'z1', 'z2', 'z3'].map((id) => bridge.record(id)!.values.responsiblePerson);
    const { inside } = await openDialog(page, '责任人');
    expect(inside.getByRole('button', { name: '预览' })).toBeDisabled();
    await user.type(inside.getByRole('textbox', { name: '“责任人”改为' }), '程远山');
    await user.click(inside.getByRole('button', { name: '预览' }));
    const told = await inside.findByRole('status');
    expect(told).toHaveTextContent('将修改2条');
    expect(told).toHaveTextContent('原为“罗临川”的1条');
    expect(told).toHaveTextContent('1条已经是这个内容，不变。');
    expect(told).toHaveTextContent('1条不能修改，保持不变');
    expect(told).toHaveTextContent(/这条“整改事项”已销号，内容已固定.*：ZG-3$/);
    expect(people()).toEqual(['罗临川', '裴若水', '程远山', '裴若水']);
    await user.click(inside.getByRole('button', { name: '修改2条' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(people()).toEqual(['程远山', '程远山', '程远山', '裴若水']);
    expect(chosenWords()).toBeUndefined();
    const words = await screen.findByText(/已修改2条整改事项的“责任人”/);
    await user.click(within(words).getByRole('button', { name: '撤销' }));
    await waitFor(() => expect(people()).toEqual(['罗临川', '裴若水', '程远山', '裴若水']));
  });

  it('asks for a preview again where the value was changed since', async () => {
    const page = await openWith(2);
    const { inside } = await openDialog(page, '责任单位');
    const field = inside.getByRole('textbox', { name: '“责任单位”改为' });
    await page.user.type(field, '水务站{Enter}');
    expect(await inside.findByRole('button', { name: '修改2条' })).toBeEnabled();
    await page.user.type(field, '一');
    expect(inside.getByRole('button', { name: '预览' })).toBeEnabled();
    expect(inside.queryByRole('status')).toBeNull();
  });

  it('offers no state, no number, no text of a record’s own; a field of need is not cleared', async () => {
    const page = await openWith(2);
    const { inside, pick } = await openDialog(page, '责任单位');
    const offered = [...document.querySelectorAll('.ant-select-item-option')].map((one) => one.textContent);
    expect(offered).toContain('完成时限');
    for (const none of ['整改状态', '销号审批', '编号', '整改任务', '反弹'])
      expect(offered).not.toContain(none);
    expect(inside.queryByRole('checkbox', { name: '清空这一栏' })).toBeNull();
    await pick('责任人');
    await page.user.click(inside.getByRole('checkbox', { name: '清空这一栏' }));
    await page.user.click(inside.getByRole('button', { name: '预览' }));
    await page.user.click(await inside.findByRole('button', { name: '修改2条' }));
    await waitFor(() => expect(page.bridge.record('z0')!.values.responsiblePerson).toBeUndefined());
  });

  it('changes nothing, and says so, where a disk is full', async () => {
    const page = await openWith(2);
    const { inside } = await openDialog(page, '责任单位');
    await page.user.type(inside.getByRole('textbox', { name: '“责任单位”改为' }), '水务站{Enter}');
    const release = page.bridge.refuse('record.changeMany');
    await page.user.click(await inside.findByRole('button', { name: '修改2条' }));
    expect(await screen.findByText('磁盘空间不足。')).toBeInTheDocument();
    expect(page.bridge.record('z0')!.values.responsibleUnit).toBe('局办公室');
    release();
    await page.user.click(inside.getByRole('button', { name: '预览' }));
    await page.user.click(await inside.findByRole('button', { name: '修改2条' }));
    await waitFor(() => expect(page.bridge.record('z1')!.values.responsibleUnit).toBe('水务站'));
  });
});
