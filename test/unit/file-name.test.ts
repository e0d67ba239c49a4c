import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { safeFileName } from '../../src-shared/file-name';

const bytes = (text: string) => Buffer.byteLength(text, 'utf8');

test('a name of a hundred Chinese characters is cut by bytes and keeps its ending', () => {
  const name = safeFileName(`${'关于村集体资金管理情况的说明'.repeat(8)}.docx`);
  expect(bytes(name)).toBeLessThanOrEqual(240);
  expect(bytes(name)).toBeGreaterThan(230);
  expect(name).toMatch(/^关于村集体.*[\u4e00-\u9fff]\.docx$/);
});

test('a short name stays as it is', () => {
  expect(safeFileName('巡察反馈意见（青禾镇）2026.3.20.docx')).toBe('巡察反馈意见（青禾镇）2026.3.20.docx');
});

test('direction marks and characters without width go: “cod.exe” cannot pose as “exe.doc”', () => {
  expect(safeFileName('附件\u202ecod\u202c.exe')).toBe('附件cod.exe');
  expect(safeFileName('一\u200b二\u2060三\ufeff.pdf')).toBe('一二三.pdf');
});

test('folders, refused characters, hidden and empty names', () => {
  expect(safeFileName('../../a:b*c?.docx')).toBe('_.._a_b_c_.docx');
  expect(safeFileName(' .. ')).toBe('未命名');
  expect(safeFileName('')).toBe('未命名');
  expect(safeFileName('\u200b.docx')).toBe('docx');
});

test.each(['CON', 'nul.docx', 'Com1.txt', 'LPT9', 'prn'])('%s is not taken for a device', (name) => {
  expect(safeFileName(name)).toBe(`_${name}`);
});

test('any text gives a name that the disk takes, and naming it again changes nothing', () => {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'names-'));
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
      const name = safeFileName(text);
      expect(bytes(name)).toBeLessThanOrEqual(241);
      expect(name).toBe(path.basename(name));
      expect(safeFileName(name)).toBe(name);
      fs.writeFileSync(path.join(dir, name), '');
      expect(fs.readdirSync(dir)).toEqual([name]);
      fs.rmSync(path.join(dir, name));
    }),
  );
  fs.rmSync(dir, { recursive: true });
});
