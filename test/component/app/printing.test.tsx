import { act, screen, waitFor, within } from '@testing-library/react';
import { ofUnit, type Seed } from '../bridge';
import { useNavigation } from '../../../src-renderer/session/navigation';
import { openUnlocked } from './open-app';

jest.mock('docx-preview', () => ({
  renderAsync: (_bytes: Uint8Array, body: HTMLElement) => {
    const page = document.createElement('section');
    page.className = 'docx';
    Object.assign(page.style, { width: '595pt', minHeight: '842pt', paddingTop: '71pt' });
    page.textContent = '纸上的字';
    body.append(page);
    return Promise.resolve();
  },
}));

// The test's DOM has no page engine: it complains of the rules for the margins of a sheet, and goes on.
beforeEach(() => void jest.spyOn(console, 'error').mockImplementation(() => undefined));
afterEach(() => void jest.restoreAllMocks());

const TALKS: readonly Seed[] = [
  ofUnit('t1', 'interview', { code: 'T01', interviewee: '顾西洲', category: '主要负责人' }),
  ofUnit('t2', 'interview', { code: 'T02', interviewee: '裴若水', category: '班子成员' }),
  ofUnit('t3', 'interview', { code: 'T03', interviewee: '蒋疏桐', category: '班子成员' }),
];

async function openTalks(record?: string) {
  const opened = await openUnlocked(TALKS);
  act(() => useNavigation.getState().open('interview', record));
  const dialog = async () => within(await screen.findByRole('dialog'));
  return { ...opened, dialog };
}

/** What the printer would be given, taken while the system's dialog is open. */
function printer(bridge: Awaited<ReturnType<typeof openTalks>>['bridge'], printed: boolean) {
  const sheets: string[] = [];
  bridge.answer('shell.printPage', () => {
    sheets.push(document.querySelector('body.print-paper > .print-root')?.textContent ?? '(nothing)');
    return { printed };
  });
  return sheets;
}

describe('打印', () => {
  it('offers the copy to be signed first, and the others', async () => {
    const { bridge, user, dialog } = await openTalks('t1');
    await user.click(await screen.findByRole('button', { name: '打印' }));
    const box = await dialog();
    expect(box.getByText('谈话对象（阅后签字）')).toBeInTheDocument();
    for (const words of ['印证', '内部判断', '谈话提纲']) expect(box.getByText(words)).toBeInTheDocument();
    await user.click(box.getByRole('radio', { name: '组内留存' }));
    expect(await box.findByText('巡察组内部')).toBeInTheDocument();
    await user.click(box.getByRole('radio', { name: '空白签字稿' }));
    await waitFor(() =>
      expect(bridge.inputsOf('document.preview')).toEqual([
        { paper: 'form', record: 't1' },
        { paper: 'form', record: 't1', layout: 'group' },
        { paper: 'form', record: 't1', layout: 'blank' },
      ]),
    );
  });

  it('enters the log, then prints the pages and nothing else, and leaves no copy of them behind', async () => {
    const { bridge, user, dialog } = await openTalks('t1');
    const sheets = printer(bridge, true);
    await user.click(await screen.findByRole('button', { name: '打印' }));
    const button = (await dialog()).getByRole('button', { name: /打印…/ });
    await waitFor(() => expect(button).toBeEnabled());
    await user.click(button);
    expect(await screen.findByText('已送打印，并记入“导出登记”')).toBeInTheDocument();
    expect(sheets).toEqual([expect.stringContaining('纸上的字')]);
    expect(bridge.recordsOf('exportEntry').map(({ values }) => values.way)).toEqual(['print']);
    const order = bridge.calls.map(({ name }) => name).filter((name) => /print/i.test(name));
    expect(order).toEqual(['document.print', 'shell.printPage']);
    expect(document.querySelector('.print-root')).toBeNull();
    expect(document.body).not.toHaveClass('print-paper');
  });

  it('tells when nothing was printed, and the log is told too', async () => {
    const { bridge, user, dialog } = await openTalks('t1');
    printer(bridge, false);
    await user.click(await screen.findByRole('button', { name: '打印' }));
    const box = await dialog();
    const button = box.getByRole('button', { name: /打印…/ });
    await waitFor(() => expect(button).toBeEnabled());
    await user.click(button);
    expect(await box.findByText(/没有打印：打印已取消/)).toBeInTheDocument();
    const [entry] = bridge.recordsOf('exportEntry');
    expect(entry?.values).toMatchObject({ way: 'printCancelled' });
  });

  it('prints a list as it stands: filtered, and by Ctrl+P', async () => {
    const { bridge, user, dialog } = await openTalks();
    await user.type(await screen.findByRole('textbox', { name: '筛选谈话记录' }), '班子成员');
    expect(await screen.findByText('2 / 3条')).toBeInTheDocument();
    await user.keyboard('{Control>}p{/Control}');
    expect((await dialog()).getByText('当前列表2条，按屏幕上的筛选和次序')).toBeInTheDocument();
    expect(bridge.inputsOf('document.preview')).toEqual([
      { paper: 'register', kind: 'interview', ids: ['t2', 't3'] },
    ]);
  });
});
