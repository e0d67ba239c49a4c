import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import RectificationPage from '../../src-renderer/features/rectificationItem';
import { choose, ofUnit, openPage, type Seed } from './bridge';

const paper = ofUnit('w1', 'workingPaper', { code: 'WT-01', title: '制度落实不到位', state: 'rectifying' });
const items = (count: number, more: (i: number) => object = () => ({})): Seed[] =>
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
const dialog = () => screen.findByRole('dialog', { name: /批量修改整改事项/ });
const chosenWords = () => screen.queryByText(/^已选\d+条/)?.textContent;

async function openWith(count: number) {
  const page = await openPage(RectificationPage, [paper, ...items(count)]);
  await grid();
  return page;
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

  it('not where the person may write nothing of it', async () => {
    await openPage(RectificationPage, [paper, ...items(3)], { role: 'recordKeeper' as never });
    await grid();
    expect(screen.queryByRole('checkbox', { name: /^全选/ })).toBeNull();
  });
});

describe('批量修改', () => {
  it('says what it comes to, then does it as one, and is taken back from the words that tell it', async () => {
    const { user, bridge } = await openWith(4);
    bridge.answer('record.changingMany', ({ ids }: { ids: string[] }) => ({
      change: ids.slice(0, 2),
      same: ids.slice(2, 3),
      refused: [{ record: ids[3], title: '整改事项 ZG-3', why: '这条“整改事项”已销号，内容已固定' }],
    }));
    await user.click(box(/^全选/));
    await user.click(screen.getByRole('button', { name: /批量修改/ }));
    const inside = within(await dialog());
    expect(inside.getByRole('button', { name: /预\s*览/ })).toBeDisabled();
    await choose(user, inside.getByRole('combobox', { name: '修改哪一栏' }), '责任人');
    await user.type(inside.getByRole('textbox', { name: '“责任人”改为' }), '程远山');
    await user.click(inside.getByRole('button', { name: /预\s*览/ }));
    const told = await inside.findByRole('status');
    expect(told).toHaveTextContent('将修改2条');
    expect(told).toHaveTextContent('原为“罗临川”的1条');
    expect(told).toHaveTextContent('1条已经是这个内容，不变。');
    expect(told).toHaveTextContent('1条不能修改，保持不变');
    expect(told).toHaveTextContent('这条“整改事项”已销号，内容已固定：整改事项 ZG-3');
    expect(bridge.inputsOf('record.changeMany')).toEqual([]);
    await user.click(inside.getByRole('button', { name: '修改2条' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(bridge.inputsOf('record.changeMany')).toEqual([
      { kind: 'rectificationItem', ids: ['z0', 'z1'], field: 'responsiblePerson', value: '程远山' },
    ]);
    expect(chosenWords()).toBeUndefined();
    const words = await screen.findByText(/已修改2条整改事项的“责任人”/);
    await user.click(within(words.closest('.ant-message-notice')!).getByRole('button', { name: /撤\s*销/ }));
    expect(bridge.inputsOf('record.undo')).toHaveLength(1);
  });

  it('asks for a preview again where the value was changed since', async () => {
    const { user } = await openWith(2);
    await user.click(box(/^全选/));
    await user.click(screen.getByRole('button', { name: /批量修改/ }));
    const inside = within(await dialog());
    await choose(user, inside.getByRole('combobox', { name: '修改哪一栏' }), '责任单位');
    const field = inside.getByRole('textbox', { name: '“责任单位”改为' });
    await user.type(field, '水务站{Enter}');
    expect(await inside.findByRole('button', { name: '修改2条' })).toBeEnabled();
    await user.type(field, '一');
    expect(inside.getByRole('button', { name: /预\s*览/ })).toBeEnabled();
    expect(inside.queryByRole('status')).toBeNull();
  });

  it('offers no state, no number, no text of a record’s own; a field of need is not cleared', async () => {
    const { user } = await openWith(2);
    await user.click(box(/^全选/));
    await user.click(screen.getByRole('button', { name: /批量修改/ }));
    const inside = within(await dialog());
    fireEvent.mouseDown(inside.getByRole('combobox', { name: '修改哪一栏' }));
    const offered = await waitFor(() => {
      const found = [...document.querySelectorAll('.ant-select-item-option')].map((one) => one.textContent);
      expect(found.length).toBeGreaterThan(4);
      return found;
    });
    for (const none of ['整改状态', '销号审批', '编号', '整改任务', '反弹']) expect(offered).not.toContain(none);
    await choose(user, inside.getByRole('combobox', { name: '修改哪一栏' }), '责任单位');
    expect(inside.queryByRole('checkbox', { name: '清空这一栏' })).toBeNull();
    await choose(user, inside.getByRole('combobox', { name: '修改哪一栏' }), '责任人');
    await user.click(inside.getByRole('checkbox', { name: '清空这一栏' }));
    await user.click(inside.getByRole('button', { name: /预\s*览/ }));
    expect(await inside.findByRole('button', { name: '修改2条' })).toBeEnabled();
  });
});
