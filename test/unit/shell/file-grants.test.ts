import { z } from 'zod';
import { createDispatch } from '../../../src-main/shell/workbench-dispatch';
import { createFileGrants, requirePlainPath } from '../../../src-main/shell/file-grants';
import { command, type Handlers } from '../../../src-shared/contract/define';
import { shellContract, type ShellContract } from '../../../src-shared/contract/shell';
import { WorkbenchError } from '../../../src-shared/errors';

const exportFile = command(z.object({ path: z.string() }), z.null(), { path: 'save' });
const addFiles = command(z.object({ paths: z.array(z.string()) }), z.null(), { paths: 'open' });

function codeOf(act: () => void): string {
  try {
    act();
  } catch (error) {
    if (error instanceof WorkbenchError) return error.code;
    throw error;
  }
  return 'accepted';
}

test('a path counts only after a dialog returned it, and only for that use', () => {
  const grants = createFileGrants();
  expect(codeOf(() => grants.check(exportFile, { path: '/home/a/报告.docx' }))).toBe('FILE_NOT_CHOSEN');
  grants.ask('save')(['/home/a/报告.docx']);
  expect(codeOf(() => grants.check(exportFile, { path: '/home/a/报告.docx' }))).toBe('accepted');
  expect(codeOf(() => grants.check(exportFile, { path: '/home/a/../a/报告.docx' }))).toBe('accepted');
  expect(codeOf(() => grants.check(addFiles, { paths: ['/home/a/报告.docx'] }))).toBe('FILE_NOT_CHOSEN');
});

test('every path of a list must have been chosen', () => {
  const grants = createFileGrants();
  grants.ask('open')(['/media/usb/1.jpg']);
  expect(codeOf(() => grants.check(addFiles, { paths: ['/media/usb/1.jpg'] }))).toBe('accepted');
  expect(codeOf(() => grants.check(addFiles, { paths: ['/media/usb/1.jpg', '/etc/shadow'] }))).toBe(
    'FILE_NOT_CHOSEN',
  );
  expect(codeOf(() => grants.check(addFiles, { paths: [{}] }))).toBe('FILE_BAD_PATH');
});

test('after a lock nothing is granted any more', () => {
  const grants = createFileGrants();
  grants.ask('save')(['/home/a/b.docx']);
  grants.clear();
  expect(codeOf(() => grants.check(exportFile, { path: '/home/a/b.docx' }))).toBe('FILE_NOT_CHOSEN');
});

test('what a dialog answers that was open during a lock is void', () => {
  const grants = createFileGrants();
  const answered = grants.ask('save');
  grants.clear();
  expect(answered(['/home/a/b.docx'])).toBe(false);
  expect(codeOf(() => grants.check(exportFile, { path: '/home/a/b.docx' }))).toBe('FILE_NOT_CHOSEN');
});

test.each([
  ['linux', 'report.docx'],
  ['linux', '../report.docx'],
  ['linux', '/dev/sda'],
  ['linux', '/home/../proc/self/mem'],
  ['linux', '//server/share/a.docx'],
  ['linux', '/home/a\0.docx'],
  ['win32', 'report.docx'],
  ['win32', 'C:report.docx'],
  ['win32', '\\report.docx'],
  ['win32', '\\\\server\\share\\a.docx'],
  ['win32', '\\\\.\\PhysicalDrive0'],
  ['win32', '\\\\?\\C:\\a.docx'],
  ['win32', 'C:\\folder\\NUL'],
  ['win32', 'C:\\folder\\com1.docx'],
  ['win32', 'C:\\folder\\Aux .txt'],
  ['win32', 'C:\\folder\\a.docx:hidden'],
] as const)('on %s %s is no plain file', (platform, file) => {
  expect(codeOf(() => requirePlainPath(file, platform))).toBe('FILE_BAD_PATH');
});

test.each([
  ['linux', '/media/u盘/反馈意见.docx'],
  ['linux', '/home/aux/con.docx'],
  ['win32', 'D:\\巡察\\反馈意见（初稿）.docx'],
  ['win32', 'D:/巡察/console.docx'],
] as const)('on %s %s is a plain file', (platform, file) => {
  expect(codeOf(() => requirePlainPath(file, platform))).toBe('accepted');
});

test('the dispatcher checks paths before it answers or forwards', async () => {
  const table = { ...shellContract, 'document.export': exportFile };
  const forwarded: unknown[] = [];
  const grants = createFileGrants();
  const handlers = { 'shell.showInFolder': () => ({}) } as unknown as Handlers<ShellContract>;
  const dispatch = createDispatch(
    table,
    handlers,
    async (name, input) => {
      forwarded.push([name, input]);
      return { ok: true, value: null };
    },
    grants,
  );
  const input = { path: '/home/a/b.docx' };
  expect(await dispatch('document.export', input)).toMatchObject({ ok: false, code: 'FILE_NOT_CHOSEN' });
  expect(await dispatch('shell.showInFolder', input)).toMatchObject({ ok: false, code: 'FILE_NOT_CHOSEN' });
  expect(await dispatch('document.erase', input)).toMatchObject({ ok: false, code: 'CONTRACT_UNKNOWN_NAME' });
  expect(forwarded).toEqual([]);
  grants.ask('save')([input.path]);
  expect(await dispatch('document.export', input)).toEqual({ ok: true, value: null });
  expect(await dispatch('shell.showInFolder', input)).toEqual({ ok: true, value: {} });
  expect(forwarded).toEqual([['document.export', input]]);
});
