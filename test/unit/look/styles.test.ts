/** Style sheets say nothing twice and nothing that nobody wears. */
import fs from 'node:fs';
import path from 'node:path';
import { tokenSheet } from '../../../src-renderer/ui/tokens';

const ROOM = path.join(__dirname, '../../../src-renderer');
const files = fs.readdirSync(ROOM, { recursive: true, encoding: 'utf8' });
const read = (file: string): string => fs.readFileSync(path.join(ROOM, file), 'utf8');
const sheets = files.filter((file) => file.endsWith('.css')).map((file) => [file, read(file)] as const);
const scripts = files.filter((file) => /\.tsx?$/.test(file)).map((file) => [file, read(file)] as const);
const without = (text: string): string => text.replace(/\/\*[\s\S]*?\*\//g, '');

/** Classes of antd and of docx-preview, whose names are theirs. */
const OTHERS = /^(ant-|anticon$|docx)/;
const LITERAL = /#[0-9a-f]{3,8}\b|\b(?:rgb|rgba|hsl|hsla)\(/i;

it('a colour is spelled in tokens.ts alone', () => {
  const spelled = [...sheets, ...scripts]
    .filter(([file, text]) => file !== path.join('ui', 'tokens.ts') && LITERAL.test(without(text)))
    .map(([file]) => file);
  expect(spelled).toEqual([]);
});

it('every variable is given somewhere, and every token is used', () => {
  const all = [...sheets, ...scripts].map(([, text]) => text).join('\n');
  const given = new Set([
    ...[...tokenSheet().matchAll(/--([\w-]+):/g)].map(([, name]) => name),
    ...[...all.matchAll(/['"\s{;]--([\w-]+)['"]?\s*:/g)].map(([, name]) => name),
  ]);
  const used = new Set([...all.matchAll(/var\(--([\w-]+)/g)].map(([, name]) => name!));
  expect([...used].filter((name) => !name.startsWith('ant-') && !given.has(name))).toEqual([]);
  const unused = [...tokenSheet().matchAll(/--([\w-]+):/g)]
    .map(([, name]) => name!)
    .filter(
      (name) =>
        !used.has(name) &&
        !scripts.some(([, text]) => text.includes(`'${name}'`) && !text.includes('const COLOURS')),
    );
  expect([...new Set(unused)].filter((name) => name !== 'fonts')).toEqual([]);
});

it('every class of a sheet is worn by something', () => {
  const words = new Set(scripts.flatMap(([, text]) => text.match(/[\w-]+/g) ?? []));
  // `tone-${tone}`: what is put together.
  const begun = scripts.flatMap(([, text]) =>
    [...text.matchAll(/([\w-]+-)\$\{/g)].map(([, start]) => start!),
  );
  const unworn = sheets.flatMap(([file, text]) =>
    [...without(text).matchAll(/\.([a-z][\w-]*)(?=[^{}]*\{)/gi)]
      .map(([, name]) => name!)
      .filter(
        (name) => !OTHERS.test(name) && !words.has(name) && !begun.some((start) => name.startsWith(start)),
      )
      .map((name) => `${file}: .${name}`),
  );
  expect(unworn).toEqual([]);
});

it('every sheet is put on by what it dresses', () => {
  const put = scripts.flatMap(([file, text]) =>
    [...text.matchAll(/import '([^']+\.css)'/g)].map(([, sheet]) => path.join(path.dirname(file), sheet!)),
  );
  expect([...new Set(put)].sort()).toEqual(sheets.map(([file]) => file).sort());
});

it('a rule stands in one sheet: no two dress the same thing', () => {
  const homes = new Map<string, Set<string>>();
  for (const [file, text] of sheets) {
    for (const [, selector] of without(text).matchAll(/(?:^|[}{])\s*([^{}@]+)\s*\{/g)) {
      const found = homes.get(selector!.trim()) ?? new Set();
      homes.set(selector!.trim(), found.add(file));
    }
  }
  const shared = [...homes].filter(([selector, where]) => where.size > 1 && /[.#]/.test(selector));
  expect(shared.map(([selector, where]) => `${selector}: ${[...where].join()}`)).toEqual([]);
});
