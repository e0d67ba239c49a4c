import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import RectificationPage from '../../src-renderer/features/rectificationItem';
import { ofUnit, openPage, type Seed } from './bridge';

const paper = ofUnit('w1', 'workingPaper', { code: 'WT-01', title: '制度落实不到位', state: 'rectifying' });
const items = (count: number): Seed[] =>
  Array.from({ length: count }, (_, i) =>
    ofUnit(
      `z${i}`,
      'rectificationItem',
      {
        code: `ZG-${i}`,
        task: `任务${i}`,
        leader: i % 2 === 0 ? '顾西洲' : '裴若水',
        responsibleUnit: '局办公室',
        dueOn: '2026-05-12',
        state: 'inProgress',
      },
      { parent: 'w1' },
    ),
  );

const table = () => screen.findByRole('grid', { name: /整改事项列表/ });
const rows = (grid: HTMLElement) =>
  within(grid)
    .getAllByRole('row')
    .slice(1)
    .map((row) => row.textContent ?? '');
const chosen = (grid: HTMLElement) =>
  within(grid)
    .getAllByRole('row')
    .find((row) => row.getAttribute('aria-selected') === 'true');
/** A choice of an open filter; cells have the same words. */
const choice = (words: string) =>
  waitFor(() => {
    const found = screen.getAllByTitle(words).find((one) => one.matches('.ant-select-item-option'));
    if (!found) throw new Error(`no choice ${words}`);
    return found;
  });
const dialogs = () => screen.queryAllByRole('dialog');

function scrollTo(grid: HTMLElement, top: number): void {
  grid.scrollTop = top;
  fireEvent.scroll(grid);
}

describe('the table of a kind', () => {
  it('draws only the rows in sight, and says how many there are', async () => {
    await openPage(RectificationPage, [paper, ...items(500)]);
    const grid = await table();
    await waitFor(() => expect(grid).toHaveAttribute('aria-rowcount', '500'));
    expect(rows(grid).length).toBeLessThan(60);
    expect(rows(grid)[0]).toContain('任务0');
    scrollTo(grid, 41 * 300);
    await waitFor(() => expect(rows(grid).join('\n')).toContain('任务305'));
    expect(rows(grid).join('\n')).not.toMatch(/任务0\D/);
    expect(rows(grid).length).toBeLessThan(60);
  });

  it('goes through the rows by keys and opens one', async () => {
    const { user } = await openPage(RectificationPage, [paper, ...items(30)]);
    const grid = await table();
    grid.focus();
    await user.keyboard('{ArrowDown}{ArrowDown}{ArrowDown}{ArrowUp}');
    expect(chosen(grid)).toHaveTextContent('任务1');
    expect(grid).toHaveAttribute('aria-activedescendant', chosen(grid)!.id);
    await user.keyboard('{Home}{ArrowUp}');
    expect(chosen(grid)).toHaveTextContent('任务0');
    await user.keyboard('{ArrowDown}{Enter}');
    expect(await screen.findByRole('button', { name: '返回列表' })).toBeInTheDocument();
    expect(screen.getByDisplayValue('任务1')).toBeInTheDocument();
  });

  it('sorts by a head: upwards, downwards, then by number again', async () => {
    const { user } = await openPage(RectificationPage, [paper, ...items(3)]);
    const grid = await table();
    const head = within(grid).getByRole('columnheader', { name: /责任领导/ });
    const order = () => rows(grid).map((row) => /任务\d/.exec(row)?.[0]);
    const click = () => user.click(within(head).getByRole('button'));
    expect(order()).toEqual(['任务0', '任务1', '任务2']);
    await click();
    expect(head).toHaveAttribute('aria-sort', 'ascending');
    expect(order()).toEqual(['任务0', '任务2', '任务1']);
    await click();
    expect(head).toHaveAttribute('aria-sort', 'descending');
    expect(order()).toEqual(['任务1', '任务0', '任务2']);
    await click();
    expect(head).toHaveAttribute('aria-sort', 'none');
    expect(order()).toEqual(['任务0', '任务1', '任务2']);
  });

  it('keeps choices, words and place between the table and the list beside a form', async () => {
    const { user } = await openPage(RectificationPage, [paper, ...items(6)]);
    await user.click(await screen.findByLabelText('按责任领导筛选'));
    await user.click(await choice('裴若水'));
    await waitFor(() => expect(screen.getByText('3 / 6条')).toBeInTheDocument());
    await user.click(within(await table()).getByText('任务3'));
    await screen.findByRole('button', { name: '返回列表' });
    const brief = await table();
    expect(within(brief).getAllByRole('row')).toHaveLength(3);
    expect(chosen(brief)).toHaveTextContent('任务3');
    await user.click(screen.getByRole('button', { name: '返回列表' }));
    expect(await screen.findByText('3 / 6条')).toBeInTheDocument();
    expect(chosen(await table())).toHaveTextContent('任务3');
  });

  it('shows every row beside a form again where the choices hide some', async () => {
    const { user } = await openPage(RectificationPage, [paper, ...items(4)]);
    await user.click(await screen.findByLabelText('按责任领导筛选'));
    await user.click(await choice('裴若水'));
    await user.click(within(await table()).getByText('任务1'));
    await user.click(await screen.findByRole('button', { name: '清除筛选' }));
    expect(await screen.findByText('共4条')).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: '清除筛选' })).not.toBeInTheDocument();
  });

  it('does not pass the focus of a button on to the record that takes its place', async () => {
    const { bridge, user } = await openPage(RectificationPage, [paper, ...items(500)]);
    const grid = await table();
    await waitFor(() => expect(grid).toHaveAttribute('aria-rowcount', '500'));
    within(grid).getAllByRole('button', { name: '基本完成' })[0]!.focus();
    scrollTo(grid, 41 * 300);
    await waitFor(() => expect(rows(grid).join('\n')).toContain('任务305'));
    expect(document.activeElement?.tagName).not.toBe('BUTTON');
    await user.keyboard('{Enter}');
    expect(bridge.inputsOf('record.step')).toEqual([]);
    expect(dialogs()).toEqual([]);
  });

  it('shows a change of another record at once where a column looks at it', async () => {
    const { bridge } = await openPage(RectificationPage, [
      { id: 'round', kind: 'round', values: { greenDays: 60, yellowDays: 3 } },
      paper,
      ...items(2),
    ]);
    expect(await screen.findAllByText('绿色（剩53天）')).toHaveLength(2);
    bridge.put({ id: 'round', kind: 'round', values: { greenDays: 60, yellowDays: 55 } });
    expect(await screen.findAllByText('黄色（剩53天）')).toHaveLength(2);
  });

  it('says that nothing meets the words', async () => {
    const { user } = await openPage(RectificationPage, [paper, ...items(2)]);
    await user.type(await screen.findByLabelText('筛选整改事项'), '没有这样的任务');
    expect(await screen.findByText('没有符合条件的记录')).toBeInTheDocument();
    expect(screen.getByText('0 / 2条')).toBeInTheDocument();
  });
});
