import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { noticesOf } from '../../scripts/notices';

const folder = mkdtempSync(path.join(tmpdir(), 'notices-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A package in a folder of its own; gives the path of a module in it. */
function installed(name: string, license: string, more: object = {}): string {
  const own = path.join(folder, 'node_modules', name);
  mkdirSync(own, { recursive: true });
  writeFileSync(path.join(own, 'package.json'), JSON.stringify({ name, version: '1.2.3', license, ...more }));
  writeFileSync(path.join(own, 'LICENSE.md'), `the words of ${name}\n`);
  return path.join(own, 'dist/index.js');
}

describe('the licences that come with the installers', () => {
  it('names each package of a bundle once, with its text, and what it asks for', () => {
    const asked = installed('asked-for', 'Zlib');
    const one = installed('@scope/one', 'MIT', { dependencies: { 'asked-for': '1', '@types/none': '1' } });
    const found = noticesOf([one, one.replace('index', 'other'), path.join(folder, 'src/own.ts')]);
    expect(found).toEqual([
      { name: '@scope/one', version: '1.2.3', license: 'MIT', text: 'the words of @scope/one' },
      { name: 'asked-for', version: '1.2.3', license: 'Zlib', text: 'the words of asked-for' },
    ]);
    expect(asked).toContain('asked-for');
  });

  it('takes of a choice the licence that may be shipped, and of two that both hold only if both may', () => {
    expect(noticesOf([installed('choice', '(GPL-3.0-or-later OR MIT)')])[0]?.license).toBe('MIT');
    expect(noticesOf([installed('both', '(MIT AND Zlib)')])[0]?.license).toBe('MIT AND Zlib');
    expect(() => noticesOf([installed('half', '(MIT AND GPL-3.0-only)')])).toThrow(
      /half.*may not be shipped/,
    );
  });

  it.each(['GPL-3.0-only', 'UNLICENSED', ''])('refuses a package under “%s”', (license) => {
    expect(() => noticesOf([installed('refused', license)])).toThrow(/refused 1\.2\.3.*may not be shipped/);
  });
});
