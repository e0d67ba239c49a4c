import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import DocumentRequestPage from '../../src-renderer/features/documentRequest';
import { MAX_EVIDENCE_PART } from '../../src-shared/contract/core';
import { ofUnit, openPage, TODAY, type Bridge, type User } from './bridge';

const complete = {
  name: '党组会议记录本',
  code: 'DY-01',
  quantity: 3,
  dueOn: '2026-03-10',
  reader: 'p3',
  leaderSigned: true,
};
const request = (id: string, values = {}, more = {}) =>
  ofUnit(id, 'documentRequest', { ...complete, ...values }, more);

const ascii = (words: string): Buffer => Buffer.from(words, 'latin1');
const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
/** As a person does who chooses a file in the dialog. */
async function addFile({ answer }: Bridge, user: User, file: string): Promise<void> {
  answer('shell.chooseOpenFiles', () => ({ paths: [file] }));
  await user.click(await screen.findByRole('button', { name: /添加扫描件/ }));
}

describe('调阅资料', () => {
  it('says in words what is late, and receives it today with one click in the list', async () => {
    const { bridge, user } = await openPage(DocumentRequestPage, [request('d1')]);
    expect(await screen.findByText('逾期10天未提供')).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: '接收' }));
    await waitFor(() =>
      expect(bridge.record('d1')?.values).toMatchObject({ state: 'reading', providedOn: TODAY }),
    );
    expect(await screen.findByText('在组内未归还1类')).toBeInTheDocument();
    expect(screen.queryByText('逾期10天未提供')).not.toBeInTheDocument();
  });

  it('gives back everything in hand, and only that', async () => {
    const reading = { state: 'reading', providedOn: '2026-03-10' };
    const { bridge, user } = await openPage(DocumentRequestPage, [
      request('d1', reading),
      request('d2', { ...reading, state: 'toReturn' }),
      request('d3'),
    ]);
    await user.click(await screen.findByRole('button', { name: /一并归还（2）/ }));
    const dialog = within(await screen.findByRole('dialog'));
    expect(dialog.getAllByRole('checkbox', { checked: true })).toHaveLength(3);
    await user.type(dialog.getByLabelText('收回人'), '温子河');
    await user.click(dialog.getByRole('button', { name: '归还2件' }));
    await waitFor(() => expect(screen.getByText('没有未归还的资料')).toBeInTheDocument());
    expect(
      bridge.recordsOf('documentRequest').map(({ values: v }) => [v.state, v.returnedOn, v.takenBackBy]),
    ).toEqual([
      ['returned', TODAY, '温子河'],
      ['returned', TODAY, '温子河'],
      [undefined, undefined, undefined],
    ]);
    expect(bridge.inputsOf('record.step')).toHaveLength(2);
  });

  it('receives some of several, each by a step of its own', async () => {
    const { bridge, user } = await openPage(DocumentRequestPage, [
      request('d1'),
      request('d2'),
      request('d3'),
    ]);
    await user.click(await screen.findByRole('button', { name: /一并接收（3）/ }));
    const dialog = within(await screen.findByRole('dialog'));
    await user.click(dialog.getByRole('checkbox', { name: '全选' }));
    expect(dialog.getByRole('button', { name: '接收0件' })).toBeDisabled();
    for (const box of dialog.getAllByRole('checkbox').slice(1, 3)) await user.click(box);
    await user.click(dialog.getByRole('button', { name: '接收2件' }));
    await waitFor(() =>
      expect(bridge.recordsOf('documentRequest').map(({ values: v }) => [v.state, v.providedOn])).toEqual([
        ['reading', TODAY],
        ['reading', TODAY],
        [undefined, undefined],
      ]),
    );
    await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
  });

  it('marks required fields, hints at the missing signature, and clears the hint by the keyboard', async () => {
    const { bridge, user } = await openPage(
      DocumentRequestPage,
      [request('d1', { leaderSigned: undefined })],
      {
        record: 'd1',
      },
    );
    expect(await screen.findByText('资料名称', { selector: 'label' })).toHaveTextContent('*');
    expect(screen.getByText('组长尚未签字')).toBeInTheDocument();
    const signed = screen.getByLabelText('组长已签字');
    act(() => signed.focus());
    await user.keyboard(' ');
    await waitFor(() => expect(bridge.record('d1')?.values.leaderSigned).toBe(true));
    await waitFor(() => expect(screen.queryByText('组长尚未签字')).not.toBeInTheDocument());
    expect(bridge.inputsOf('record.save')).toEqual([
      { kind: 'documentRequest', id: 'd1', set: { leaderSigned: true } },
    ]);
  });

  it('complains of a return before the hand-over', async () => {
    await openPage(
      DocumentRequestPage,
      [request('d1', { state: 'returned', providedOn: '2026-03-12', returnedOn: '2026-03-11' })],
      { record: 'd1' },
    );
    expect(await screen.findByLabelText('归还日', { selector: 'input' })).toBeDisabled();
    expect(await screen.findByText('归还日早于实际提供日，请核对')).toBeInTheDocument();
  });

  it('withdraws a return only with a reason', async () => {
    const { bridge, user } = await openPage(
      DocumentRequestPage,
      [request('d1', { state: 'returned', providedOn: '2026-03-12', returnedOn: '2026-03-13' })],
      { record: 'd1' },
    );
    await user.click(await screen.findByRole('button', { name: '更正…' }));
    await user.click(await screen.findByRole('menuitem', { name: '撤销归还' }));
    const dialog = await screen.findByRole('dialog');
    expect(within(dialog).getByRole('button', { name: '撤销归还' })).toBeDisabled();
    await user.type(within(dialog).getByLabelText('理由'), '登记错行');
    await user.click(within(dialog).getByRole('button', { name: '撤销归还' }));
    await waitFor(() => expect(bridge.record('d1')?.values.state).toBe('reading'));
    expect(bridge.inputsOf('record.step')).toEqual([
      { id: 'd1', field: 'state', to: 'reading', reason: '登记错行' },
    ]);
  });

  it('adds scanned files through the open dialog', async () => {
    const { bridge, user } = await openPage(DocumentRequestPage, [request('d1')], { record: 'd1' });
    const words = ascii('a picture');
    await addFile(bridge, user, bridge.house.file('第一页.png', words));
    expect(await screen.findByText('第一页.png')).toBeInTheDocument();
    expect(screen.getByText(`校验码 ${digestOf(words).slice(0, 8)}`)).toBeInTheDocument();
  });

  it('takes what is dropped on the form or pasted into it, piece by piece, with its name', async () => {
    const { bridge } = await openPage(DocumentRequestPage, [request('d1')], { record: 'd1' });
    const form = await screen.findByRole('region', { name: /调阅/ });
    const photo = new File([new Uint8Array(1_500_000)], '现场.jpg', { type: 'image/jpeg' });
    fireEvent.drop(form, { dataTransfer: { types: ['Files'], files: [photo] } });
    await waitFor(() => expect(bridge.inputsOf('evidence.finish')).toHaveLength(1));
    expect(bridge.inputsOf('evidence.begin')).toEqual([
      { id: 'd1', set: 'evidence', name: '现场.jpg', size: 1_500_000 },
    ]);
    expect(bridge.inputsOf('evidence.piece').map(({ bytes }: { bytes: Uint8Array }) => bytes.length)).toEqual(
      [1_048_576, 451_424],
    );
    await waitFor(() =>
      expect(bridge.record('d1')?.names).toEqual({ [digestOf(new Uint8Array(1_500_000))]: '现场.jpg' }),
    );
    const picture = new File([new Uint8Array(10)], 'image.png', { type: 'image/png' });
    fireEvent.paste(form, { clipboardData: { types: ['Files'], files: [picture] } });
    await waitFor(() => expect(bridge.inputsOf('evidence.finish')).toHaveLength(2));
    expect(bridge.inputsOf('evidence.begin')[1]).toMatchObject({
      name: expect.stringMatching(/^粘贴的图片\d{8}-\d{6}\.png$/),
    });
    // Words copied in WPS bring a picture of themselves along: they are words.
    fireEvent.paste(form, { clipboardData: { types: ['text/plain', 'Files'], files: [picture] } });
    expect(bridge.inputsOf('evidence.begin')).toHaveLength(2);
  });

  it('shows no file that the window would have to hold whole, and reads only its beginning', async () => {
    const { bridge, user } = await openPage(DocumentRequestPage, [request('d1')], { record: 'd1' });
    const film = bridge.house.file('全程.mp4', ascii('....ftypisom'), 101 << 20);
    await addFile(bridge, user, film);
    await user.click(await screen.findByRole('button', { name: '查看全程.mp4' }));
    await screen.findByText(/文件较大.*另存/);
    expect(bridge.inputsOf('evidence.read')).toHaveLength(1);
  });

  it('plays a recording in the window, and takes a file out only by the save dialog and the log', async () => {
    const { bridge, user } = await openPage(DocumentRequestPage, [request('d1')], { record: 'd1' });
    Object.assign(URL, { createObjectURL: () => 'blob:x', revokeObjectURL: () => undefined });
    const size = MAX_EVIDENCE_PART + 10;
    const recording = bridge.house.file('谈话.mp3', ascii('ID3 und so weiter'), size);
    await addFile(bridge, user, recording);
    await user.click(await screen.findByRole('button', { name: '查看谈话.mp3' }));
    expect(await screen.findByLabelText('谈话.mp3', { selector: 'audio' })).toHaveAttribute('src', 'blob:x');
    const parts = bridge.inputsOf('evidence.read').map(({ from = 0 }: { from?: number }) => from);
    expect(parts).toEqual([0, MAX_EVIDENCE_PART]);
    await user.keyboard('{Escape}');
    bridge.answer('shell.chooseSaveFile', () => ({ path: null }));
    await user.click(screen.getByRole('button', { name: '另存谈话.mp3' }));
    await waitFor(() => expect(bridge.inputsOf('shell.chooseSaveFile')).toHaveLength(1));
    expect(bridge.inputsOf('evidence.export')).toEqual([]);
    const out = bridge.house.place('另存的谈话.mp3');
    bridge.answer('shell.chooseSaveFile', () => ({ path: out }));
    await user.click(screen.getByRole('button', { name: '另存谈话.mp3' }));
    expect(await screen.findByText(/已另存，并记入“导出登记”/)).toBeInTheDocument();
    expect(fs.readFileSync(out)).toEqual(fs.readFileSync(recording));
    expect(bridge.recordsOf('exportEntry').map(({ values }) => [values.document, values.bytes])).toEqual([
      ['附件', size],
    ]);
  });
});
