import { screen, waitFor, within } from '@testing-library/react';
import { useNavigation } from '../../../src-renderer/session/navigation';
import { WorkbenchError } from '../../../src-shared/errors';
import { ofUnit, type Seed } from '../bridge';
import { openUnlocked } from './open-app';

const SIGNED = ofUnit('p', 'workingPaper', {
  code: 'WT-01',
  title: '学习不够',
  state: 'signed',
  focus: 'F1',
});

async function openExport(seeds: readonly Seed[] = [SIGNED]) {
  const opened = await openUnlocked(seeds);
  opened.bridge.answer('document.preview', ({ document }: { document: string }) => ({
    fileName: document === 'ledger' ? '整改台账.docx' : '反馈意见（县水务局党组）.docx',
    bytes: new Uint8Array([1, 2, 3]),
  }));
  await opened.user.click(await screen.findByRole('button', { name: /导出文件/ }));
  const dialog = within(await screen.findByRole('dialog'));
  return { ...opened, dialog };
}

describe('导出文件', () => {
  it('says for whom the file is, what stays out of it, and its name', async () => {
    const { dialog } = await openExport();
    expect(dialog.getByText('被巡察单位', { selector: 'b' })).toBeInTheDocument();
    expect(dialog.getByText(/问题线索、被反映人/)).toBeInTheDocument();
    expect(await dialog.findByText('反馈意见（县水务局党组）.docx')).toBeInTheDocument();
  });

  it('lists what is missing and leads to the record', async () => {
    const { user, dialog } = await openExport();
    expect(dialog.getByText('问题至少要有一条佐证')).toBeInTheDocument();
    expect(dialog.getByText('还没有登记巡察反馈（反馈日期、意见建议）')).toBeInTheDocument();
    await user.click(dialog.getAllByRole('button', { name: 'WT-01 学习不够' })[0]!);
    expect(useNavigation.getState()).toMatchObject({ page: 'workingPaper', record: 'p' });
  });

  it('asks again for the layout and the document chosen', async () => {
    const { bridge, user, dialog } = await openExport();
    await user.click(dialog.getByRole('radio', { name: '公文（版头、版记）' }));
    await user.click(dialog.getByRole('radio', { name: '整改台账' }));
    expect(await dialog.findByText('整改台账.docx')).toBeInTheDocument();
    expect(bridge.inputsOf('document.preview')).toEqual([
      { document: 'feedback', inspection: 'insp' },
      { document: 'feedback', inspection: 'insp', layout: 'A' },
      { document: 'ledger', inspection: 'insp' },
    ]);
  });

  it('writes to the place chosen and opens its folder', async () => {
    const { bridge, user, dialog } = await openExport();
    bridge.answer('shell.chooseSaveFile', () => ({ path: '/media/usb/反馈意见.docx' }));
    bridge.answer('document.export', ({ path }: { path: string }) => ({ path, bytes: 3 }));
    bridge.answer('shell.showInFolder', () => ({}));
    await dialog.findByText('反馈意见（县水务局党组）.docx');
    await user.click(dialog.getByRole('button', { name: /导出 Word 文件/ }));
    expect(await dialog.findByText('反馈意见已导出')).toBeInTheDocument();
    expect(bridge.inputsOf('document.export')).toEqual([
      { document: 'feedback', inspection: 'insp', path: '/media/usb/反馈意见.docx' },
    ]);
    await user.click(dialog.getByRole('button', { name: /打开所在文件夹/ }));
    await waitFor(() =>
      expect(bridge.inputsOf('shell.showInFolder')).toEqual([{ path: '/media/usb/反馈意见.docx' }]),
    );
  });

  it('exports nothing when the person changes their mind, and tells a refusal', async () => {
    const { bridge, user, dialog } = await openExport();
    bridge.answer('shell.chooseSaveFile', () => ({ path: null }));
    bridge.answer('document.export', () => {
      throw new WorkbenchError('DOCUMENT_LEAK', '文件中有不应出现的内容，没有写出。');
    });
    await dialog.findByText('反馈意见（县水务局党组）.docx');
    const button = dialog.getByRole('button', { name: /导出 Word 文件/ });
    await user.click(button);
    await waitFor(() => expect(bridge.inputsOf('shell.chooseSaveFile')).toHaveLength(1));
    await waitFor(() => expect(button).not.toHaveClass('ant-btn-loading'));
    expect(bridge.inputsOf('document.export')).toEqual([]);
    bridge.answer('shell.chooseSaveFile', () => ({ path: '/media/usb/x.docx' }));
    await user.click(button);
    expect(await dialog.findByText('文件中有不应出现的内容，没有写出。')).toBeInTheDocument();
  });

  it('says so when the document itself cannot be made yet', async () => {
    const { bridge, user, dialog } = await openExport();
    bridge.answer('document.preview', () => {
      throw new WorkbenchError('DOCUMENT_NUMBER', '公文版式需要发文字号。');
    });
    await user.click(dialog.getByRole('radio', { name: '公文（版头、版记）' }));
    expect(await dialog.findByText('公文版式需要发文字号。')).toBeInTheDocument();
    expect(dialog.getByRole('button', { name: /导出 Word 文件/ })).toBeDisabled();
  });
});
