import { screen, waitFor, within } from '@testing-library/react';
import { useNavigation } from '../../../src-renderer/session/navigation';
import fs from 'node:fs';
import { ofUnit, type Seed } from '../bridge';
import { openUnlocked } from './open-app';

const COMPLETE = {
  code: 'WT-01',
  title: '学习不够',
  state: 'signed',
  focus: 'F1',
  sources: ['谈话'],
  facts: '36次会议中11次未安排。',
  basis: '局党组实施细则',
  responsible: '局党组',
  handler: 'p3',
};
/** A signed problem with its evidence. */
const paper = (values: object = {}): Seed[] => [
  ofUnit('t', 'interview', { code: 'T01', interviewee: '顾西洲' }),
  ofUnit('p', 'workingPaper', { ...COMPLETE, ...values }, { sets: { support: ['t'] } }),
];

async function openExport(seeds: readonly Seed[] = paper()) {
  const on = { type: '常规巡察', enterOn: '2026-03-02', leaveOn: '2026-03-31' };
  const opened = await openUnlocked([{ id: 'insp', kind: 'inspection', values: on }, ...seeds]);
  await opened.user.click(await screen.findByRole('button', { name: /导出文件/ }));
  const dialog = within(await screen.findByRole('dialog'));
  return { ...opened, dialog };
}

describe('导出文件', () => {
  it('says for whom the file is, what stays out of it, and its name', async () => {
    const { dialog } = await openExport();
    expect(dialog.getByText('被巡察单位', { selector: 'b' })).toBeInTheDocument();
    expect(dialog.getByText(/问题线索、被反映人/)).toBeInTheDocument();
    expect(await dialog.findByText('反馈意见（县水务局党组）2026年3月20日.docx')).toBeInTheDocument();
  });

  it('lists what is missing and leads to the record', async () => {
    const { user, dialog } = await openExport([ofUnit('p', 'workingPaper', COMPLETE)]);
    expect(dialog.getByText('问题至少要有一条佐证')).toBeInTheDocument();
    expect(dialog.getByText('还没有登记巡察反馈（反馈日期、意见建议）')).toBeInTheDocument();
    await user.click(dialog.getAllByRole('button', { name: 'WT-01 学习不够' })[0]!);
    expect(useNavigation.getState()).toMatchObject({ page: 'workingPaper', record: 'p' });
  });

  it('asks again for the layout and the document chosen', async () => {
    const { bridge, user, dialog } = await openExport();
    await user.click(dialog.getByRole('radio', { name: '公文（版头、版记）' }));
    await dialog.findByText(/发文字号/);
    await user.click(dialog.getByRole('radio', { name: '整改台账' }));
    expect(await dialog.findByText('整改台账（县水务局党组）2026年3月20日.docx')).toBeInTheDocument();
    expect(bridge.inputsOf('document.check')).toEqual([
      { paper: 'feedback', inspection: 'insp' },
      { paper: 'feedback', inspection: 'insp', layout: 'A' },
      { paper: 'ledger', inspection: 'insp' },
    ]);
  });

  it('writes to the place chosen and opens its folder', async () => {
    const { bridge, user, dialog } = await openExport();
    const out = bridge.house.place('反馈意见.docx');
    bridge.answer('shell.chooseSaveFile', () => ({ path: out }));
    bridge.answer('shell.showInFolder', () => ({}));
    await dialog.findByText('反馈意见（县水务局党组）2026年3月20日.docx');
    await user.click(dialog.getByRole('button', { name: /导出 Word 文件/ }));
    expect(await dialog.findByText('反馈意见已导出')).toBeInTheDocument();
    expect(bridge.inputsOf('document.export')).toEqual([
      { paper: 'feedback', inspection: 'insp', path: out },
    ]);
    const [entry] = bridge.recordsOf('exportEntry');
    expect(entry?.values).toMatchObject({ document: '反馈意见', bytes: fs.statSync(out).size });
    await user.click(dialog.getByRole('button', { name: /打开所在文件夹/ }));
    await waitFor(() => expect(bridge.inputsOf('shell.showInFolder')).toEqual([{ path: out }]));
  });

  it('exports nothing when the person changes their mind, and tells a refusal', async () => {
    const { bridge, user, dialog } = await openExport();
    bridge.answer('shell.chooseSaveFile', () => ({ path: null }));
    await dialog.findByText('反馈意见（县水务局党组）2026年3月20日.docx');
    const button = dialog.getByRole('button', { name: /导出 Word 文件/ });
    await user.click(button);
    await waitFor(() => expect(bridge.inputsOf('shell.chooseSaveFile')).toHaveLength(1));
    await waitFor(() => expect(button).not.toHaveClass('ant-btn-loading'));
    expect(bridge.inputsOf('document.export')).toEqual([]);
    // A stick that was pulled out meanwhile.
    bridge.answer('shell.chooseSaveFile', () => ({ path: bridge.house.place('u盘/x.docx') }));
    await user.click(button);
    expect(await dialog.findByText(/写不进去|没有写出/)).toBeInTheDocument();
  });

  it('says so when the document itself cannot be made yet', async () => {
    const { user, dialog } = await openExport();
    await user.click(dialog.getByRole('radio', { name: '公文（版头、版记）' }));
    expect(await dialog.findByText(/发文字号/)).toBeInTheDocument();
    expect(dialog.getByRole('button', { name: /导出 Word 文件/ })).toBeDisabled();
  });
});

describe('words that may be names', () => {
  /** Somebody who is called as a word is, twice, and the number of a clue. */
  const ASKED: readonly Seed[] = [
    ...paper({ facts: '用水高峰期供水不足。高峰期间无人值班。详见XS-01。' }),
    ofUnit('x', 'petition', { code: 'XF-01', content: '反映供水', reporter: '高峰' }),
    ofUnit('c', 'clue', { code: 'XS-01', accused: '某人' }),
  ];

  it('are shown in their sentence before the paper is made, and asked about one by one by the keyboard alone', async () => {
    const { bridge, user, dialog } = await openExport(ASKED);
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
    expect(await dialog.findByText('反馈意见（县水务局党组）2026年3月20日.docx')).toBeInTheDocument();
    expect(bridge.inputsOf('document.decide')).toHaveLength(3);
  });

  it('are decided all alike where the person says so, for the whole unit where they are no names', async () => {
    const { bridge, user, dialog } = await openExport(ASKED);
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
    const { bridge, user, dialog } = await openExport(ASKED);
    bridge.refuse('document.decide');
    const questions = within(await dialog.findByRole('region', { name: '须先核定' }));
    await user.click(questions.getAllByRole('button', { name: /不是人名/ })[0]!);
    expect(await questions.findByRole('alert')).toHaveTextContent('磁盘空间不足');
    expect(questions.getAllByText('高峰', { selector: 'mark' })).toHaveLength(2);
    await user.click(questions.getAllByRole('button', { name: 'WT-01 的事实' })[0]!);
    expect(useNavigation.getState()).toMatchObject({ page: 'workingPaper', record: 'p' });
  });

  it('that still stand are listed for a last look and keep nothing back', async () => {
    const { dialog } = await openExport(paper({ facts: '许大茂领取3万元。' }));
    const list = await dialog.findByRole('list', { name: '仍出现的姓名、号码' });
    expect(list).toHaveTextContent('许大茂领取3万元');
    expect(dialog.getByRole('button', { name: /导出 Word 文件/ })).toBeEnabled();
  });
});
