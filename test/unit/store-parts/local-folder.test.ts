import os from 'node:os';
import { demandLocalFolder, isNetworkPath, isNetworkType } from '../../../src-main/store/local-folder';

test.each([0x6969, 0x517b, 0xff534d42, 0xff534d42 | 0, 0xfe534d42])(
  'file system %d is one of a network',
  (type) => {
    expect(isNetworkType(type)).toBe(true);
  },
);

test.each([0xef53, 0x01021994, 0x4d44, 0x65735546, 0x9123683e])(
  'file system %d is one of this computer',
  (type) => {
    expect(isNetworkType(type)).toBe(false);
  },
);

test.each([
  ['\\\\server\\share\\vault', true],
  ['\\\\?\\UNC\\server\\share\\vault', true],
  ['\\\\?\\C:\\Users\\a', false],
  ['C:\\Users\\a', false],
])('%s lies on another computer: %s', (path, expected) => {
  expect(isNetworkPath(path)).toBe(expected);
});

test('a folder of this computer is taken, and one that is not there yet', () => {
  expect(() => demandLocalFolder(os.tmpdir())).not.toThrow();
  expect(() => demandLocalFolder('/no/such/folder')).not.toThrow();
});
