/** The import of a table in the window, over the real core and real files: what is seen before it is written. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { utils, write } from '@e965/xlsx';
import { useNavigation } from '../../../src-renderer/session/navigation';
import { closeImport } from '../../../src-renderer/session/table-request';
import { ofUnit, type Bridge } from '../bridge';
import { openUnlocked } from './open-app';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'table-dialog-'));
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));
afterEach(() => act(() => closeImport()));

const bytesOf = (rows: readonly (readonly string[])[]): Buffer =>
  Buffer.from(
    write(
      { SheetNames: ['走访'], Sheets: { 走访: utils.aoa_to_sheet(rows.map((row) => [...row])) } },
      { type: 'array', bookType: 'xlsx' },
    ) as ArrayBuffer,
  );
let serial = 0;
function fileOf(rows: readonly (readonly string[])[]): string {
  const file = path.join(folder, `走访${(serial += 1)}.xlsx`);
  fs.writeFileSync(file, bytesOf(rows));
  return file;
}

const visit = ofUnit('v1', 'visit', { code: 'ZF-01', place: '东河村', heldOn: '2026-03-02' });
const goTo = (page: 'visit' | 'operation') => act(() => useNavigation.setState({ page, record: undefined }));

async function openVisits() {
  const opened = await openUnlocked([visit]);
  goTo('visit');
  await screen.findByRole('grid', { name: /^走访/ });
  return opened;
}
const chooses = (bridge: Bridge, file: string) =>
  bridge.answer('shell.chooseOpenFiles', () => ({ paths: [file] }));
const dialog = () => screen.findByRole('dialog');

async function importing(rows: readonly (readonly string[])[]) {
  const opened = await openVisits();
  const file = fileOf(rows);
  chooses(opened.bridge, file);
  await opened.user.click(screen.getByRole('button', { name: /导\s?入$/ }));
  const shown = within(await dialog());
  await opened.user.click(await shown.findByRole('button', { name: /选择文件/ }));
  return { ...opened, file, shown };
}
const HEAD = ['编号', '地点', '日期'];
const placesOf = (bridge: Bridge) =>
  bridge
    .recordsOf('visit')
    .map(({ values }) => values.place)
    .sort();

it('says old and new of each row, writes by one click, and takes all of it back with a reason', async () => {
  const { bridge, user, shown } = await importing([
    HEAD,
    ['ZF-01', '西河村', ''],
    ['', '北河村', '2026-03-05'],
  ]);
  expect(await shown.findByText('将新增1条，改动1条。')).toBeInTheDocument();
  const changed = (await shown.findByText('西河村')).closest('tr')!;
  expect(changed.querySelector('del')).toHaveTextContent('东河村');
  expect(placesOf(bridge)).toEqual(['东河村']);
  await user.click(shown.getByRole('button', { name: '导入2行' }));
  await shown.findByText('已导入：新增1条，改动1条');
  expect(placesOf(bridge)).toEqual(['北河村', '西河村']);
  await user.click(shown.getByRole('button', { name: /撤销本次导入/ }));
  await screen.findByText('撤销后：1条移入回收站，1条恢复原来的内容。');
  await user.type(screen.getByLabelText('理由'), '导错了文件');
  const asking = within(screen.getByLabelText('理由').closest<HTMLElement>('[role="dialog"]')!);
  await user.click(asking.getByRole('button', { name: /^撤\s?销$/ }));
  await screen.findByText(/^已撤销：/);
  expect(placesOf(bridge)).toEqual(['东河村']);
});

it('with a wrong cell names it, offers the list of them, and imports nothing until the file is mended and read again', async () => {
  const { bridge, user, shown, file } = await importing([
    HEAD,
    ['', '北河村', '三月底'],
    ['', '南河村', '2026-03-06'],
  ]);
  await shown.findByText(/^第2行“日期”：/);
  expect(shown.getByRole('button', { name: /^导入/ })).toBeDisabled();
  await user.click(shown.getByRole('button', { name: /复制不能导入的清单/ }));
  await waitFor(() => expect(bridge.inputsOf('shell.clipboardWrite')).toHaveLength(1));
  const [{ text }] = bridge.inputsOf('shell.clipboardWrite') as unknown as [{ text: string }];
  expect(text).toMatch(/^行\t栏目\t原因\n2\t日期\t第2行“日期”：/);
  fs.writeFileSync(file, bytesOf([HEAD, ['', '北河村', '2026-03-31']]));
  await user.click(shown.getByRole('button', { name: /重新读取/ }));
  await shown.findByText('将新增1条。');
  await user.click(shown.getByRole('button', { name: '导入1行' }));
  await shown.findByText('已导入：新增1条');
  expect(placesOf(bridge)).toEqual(['东河村', '北河村']);
});

it('whose heads nobody knows lets a person point at them and say what they are, and keeps that', async () => {
  const { user, shown } = await importing([['本月下村'], ['去了哪里', '日子'], ['北河村', '2026-03-05']]);
  await user.click(await shown.findByRole('button', { name: '第2行是表头' }));
  await user.click(await shown.findByRole('button', { name: '栏目对照' }));
  for (const [head, label] of [
    ['去了哪里', '地点'],
    ['日子', '日期'],
  ] as const) {
    fireEvent.mouseDown(await shown.findByLabelText(`“${head}”对应的栏目`));
    const offered = await screen.findAllByTitle(label);
    await user.click(offered.at(-1)!);
    await waitFor(() => expect(shown.queryByText(new RegExp(`未取.*${head}`))).toBeNull());
  }
  await shown.findByText('将新增1条。');
  expect(shown.getByLabelText('对照名称')).toBeInTheDocument();
  await user.click(shown.getByRole('button', { name: '导入1行' }));
  await shown.findByText('已导入：新增1条');
});

it('takes a file that is dropped on the list', async () => {
  const { bridge } = await openVisits();
  const file = new File([new Uint8Array(bytesOf([HEAD, ['', '北河村', '2026-03-05']]))], '拖来的.xlsx');
  fireEvent.drop(screen.getByRole('main'), { dataTransfer: { types: ['Files'], files: [file] } });
  const shown = within(await dialog());
  await shown.findByText('拖来的.xlsx');
  await shown.findByText('将新增1条。');
  expect(placesOf(bridge)).toEqual(['东河村']);
});

it('of a file that says nothing new offers no import', async () => {
  const { shown } = await importing([HEAD]);
  await shown.findByText('文件与现有记录没有差别，不用导入。');
});
