import { screen, waitFor, within } from '@testing-library/react';
import { useNavigation } from '../../../src-renderer/session/navigation';
import { WorkbenchError } from '../../../src-shared/errors';
import { type Bridge, ofUnit, type Seed } from '../bridge';
import { openUnlocked } from './open-app';

const SIGNED = ofUnit('p', 'workingPaper', {
  code: 'WT-01',
  title: '学习不够',
  state: 'signed',
  focus: 'F1',
});

async function openExport(
  seeds: readonly Seed[] = [SIGNED],
  prepare: (bridge: Bridge) => void = () => undefined,
) {
  const opened = await openUnlocked(seeds);
  opened.bridge.answer('document.preview', ({ paper }: { paper: string }) => ({
    fileName: paper === 'ledger' ? '整改台账.docx' : '反馈意见（县水务局党组）.docx',
    bytes: new Uint8Array([1, 2, 3]),
  }));
  opened.bridge.answer('document.check', () => ({ home: 'insp', undecided: [], standing: [] }));
  prepare(opened.bridge);
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
      { paper: 'feedback', inspection: 'insp' },
      { paper: 'feedback', inspection: 'insp', layout: 'A' },
      { paper: 'ledger', inspection: 'insp' },
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
      { paper: 'feedback', inspection: 'insp', path: '/media/usb/反馈意见.docx' },
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

describe('words that may be names', () => {
  const place = { record: 'p', field: 'facts', words: 'WT-01 的事实' };
  const asked = (word: string, sentence: string, kind = 'name') => {
    const from = sentence.indexOf(word);
    return { kind, word, sentence, from, to: from + word.length, place };
  };
  const TWICE = [
    asked('高峰', '用水高峰期供水不足'),
    asked('高峰', '高峰期间无人值班'),
    asked('XS-01', '详见XS-01', 'clueNumber'),
  ];
  /** Answers as the services do: what was decided is asked about no more. */
  const deciding = (bridge: Bridge) => {
    let open = TWICE;
    bridge.answer('document.check', () => ({ home: 'insp', undecided: open, standing: [] }));
    bridge.answer(
      'document.decide',
      ({ decisions }: { decisions: { word: string; sentence?: string }[] }) => {
        open = open.filter(({ word, sentence }) =>
          decisions.every((one) => one.word !== word || (one.sentence ?? sentence) !== sentence),
        );
        return null;
      },
    );
  };

  it('are shown in their sentence before the paper is made, and asked about one by one by the keyboard alone', async () => {
    const { bridge, user, dialog } = await openExport([SIGNED], deciding);
    const questions = within(await dialog.findByRole('region', { name: '须先核定' }));
    expect(questions.getAllByText('高峰', { selector: 'mark' })).toHaveLength(2);
    expect(questions.getByText(/用水/)).toHaveTextContent('用水高峰期供水不足');
    expect(bridge.inputsOf('document.preview')).toEqual([]);
    expect(dialog.getByRole('button', { name: /导出 Word 文件/ })).toBeDisabled();
    await waitFor(() => expect(questions.getAllByRole('button', { name: /是此人/ })[0]).toHaveFocus());
    await user.keyboard('{Tab}{Enter}');
    await waitFor(() => expect(questions.getAllByText('高峰', { selector: 'mark' })).toHaveLength(1));
    expect(bridge.inputsOf('document.decide')).toEqual([
      { inspection: 'insp', decisions: [{ word: '高峰', sentence: '用水高峰期供水不足', is: 'word' }] },
    ]);
    await user.keyboard('{Enter}');
    await waitFor(() => expect(questions.queryByText('高峰', { selector: 'mark' })).toBeNull());
    // A clue number can only be left out.
    expect(questions.queryByRole('button', { name: /保留/ })).toBeNull();
    await user.keyboard('{Enter}');
    expect(await dialog.findByText('反馈意见（县水务局党组）.docx')).toBeInTheDocument();
    expect(bridge.inputsOf('document.decide')).toHaveLength(3);
  });

  it('are decided all alike where the person says so, for the whole unit where they are no names', async () => {
    const { bridge, user, dialog } = await openExport([SIGNED], deciding);
    const questions = within(await dialog.findByRole('region', { name: '须先核定' }));
    await user.click(questions.getAllByRole('checkbox', { name: /同一词全部这样处理（2处）/ })[0]!);
    await user.click(questions.getAllByRole('button', { name: /不是人名/ })[0]!);
    expect(bridge.inputsOf('document.decide')).toEqual([
      {
        inspection: 'insp',
        decisions: [
          { word: '高峰', is: 'word' },
          { word: '高峰', sentence: '用水高峰期供水不足', is: 'word' },
          { word: '高峰', sentence: '高峰期间无人值班', is: 'word' },
        ],
      },
    ]);
  });

  it('lead to their record, and a refusal is told in place', async () => {
    const { bridge, user, dialog } = await openExport([SIGNED], deciding);
    bridge.answer('document.decide', () => {
      throw new WorkbenchError('STORE_DISK_FULL', '磁盘已满，没有保存。请清理空间后重试。');
    });
    const questions = within(await dialog.findByRole('region', { name: '须先核定' }));
    await user.click(questions.getAllByRole('button', { name: /不是人名/ })[0]!);
    expect(await questions.findByRole('alert')).toHaveTextContent('磁盘已满');
    expect(questions.getAllByText('高峰', { selector: 'mark' })).toHaveLength(2);
    await user.click(questions.getAllByRole('button', { name: 'WT-01 的事实' })[0]!);
    expect(useNavigation.getState()).toMatchObject({ page: 'workingPaper', record: 'p' });
  });

  it('that still stand are listed for a last look and keep nothing back', async () => {
    const standing = [{ ...asked('许大茂', '许大茂领取3万元'), kind: 'name' }];
    const { dialog } = await openExport([SIGNED], (bridge) =>
      bridge.answer('document.check', () => ({ home: 'insp', undecided: [], standing })),
    );
    const list = await dialog.findByRole('list', { name: '仍出现的姓名、号码' });
    expect(list).toHaveTextContent('许大茂领取3万元');
    expect(dialog.getByRole('button', { name: /导出 Word 文件/ })).toBeEnabled();
  });
});
