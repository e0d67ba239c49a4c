/** Files know each other one way only, and offer nothing that nobody takes. */
import fs from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

const ROOT = path.join(__dirname, '../../..');
const under = (room: string): string[] =>
  fs
    .readdirSync(path.join(ROOT, room), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => path.posix.join(room, file));

const sources = ['src-shared', 'src-main', 'src-renderer'].flatMap(under);
const read = (file: string): string => fs.readFileSync(path.join(ROOT, file), 'utf8');
const texts = new Map([...sources, ...under('test')].map((file) => [file, read(file)]));

/** The files that a file imports, types as well; what is read later (`import(…)`) is there by then, whoever imports whom. */
function importsOf(file: string): readonly string[] {
  const atOnce = texts.get(file)!.replace(/\bimport\(\s*'[^']*'\s*\)/g, '');
  return ts.preProcessFile(atOnce, true, true).importedFiles.flatMap(({ fileName }) => {
    if (!fileName.startsWith('.')) return [];
    const base = path.posix.join(path.posix.dirname(file), fileName);
    return ['', '.ts', '.tsx', '/index.ts', '/index.tsx']
      .map((end) => base + end)
      .filter((at) => texts.has(at));
  });
}

/** Every circle of files that import one another, as the way round it. */
function circlesIn(graph: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const found: string[] = [];
  const done = new Set<string>();
  const visit = (file: string, way: readonly string[]): void => {
    const at = way.indexOf(file);
    if (at >= 0) found.push([...way.slice(at), file].join(' → '));
    if (at >= 0 || done.has(file)) return;
    for (const next of graph.get(file) ?? []) visit(next, [...way, file]);
    done.add(file);
  };
  for (const file of graph.keys()) visit(file, []);
  return found;
}

it('a circle is found, whatever its length', () => {
  const graph = new Map([
    ['a', ['b']],
    ['b', ['c']],
    ['c', ['b', 'd']],
    ['d', []],
  ]);
  expect(circlesIn(graph)).toEqual(['b → c → b']);
});

it('no files import one another in a circle', () => {
  expect(circlesIn(new Map(sources.map((file) => [file, importsOf(file)])))).toEqual([]);
});

it('what a file offers is taken by another, or stays its own', () => {
  const words = new Map([...texts].map(([file, text]) => [file, new Set(text.match(/[A-Za-z_$][\w$]*/g))]));
  const offered = sources.flatMap((file) =>
    [...read(file).matchAll(/^export (?:async )?(?:const|let|function\*?|class|enum) (\w+)/gm)].map(
      ([, name]) => [file, name!] as const,
    ),
  );
  const untaken = offered.filter(
    ([file, name]) => ![...words].some(([other, said]) => other !== file && said.has(name)),
  );
  expect(untaken.map(([file, name]) => `${file}: ${name}`)).toEqual([]);
});

it('a type that is offered is used somewhere, by the file itself at least', () => {
  const all = [...texts.values()].join('\n');
  const unused = sources.flatMap((file) =>
    [...read(file).matchAll(/^export (?:interface|type) (\w+)/gm)]
      .map(([, name]) => name!)
      .filter((name) => all.match(new RegExp(`\\b${name}\\b`, 'g'))!.length < 2)
      .map((name) => `${file}: ${name}`),
  );
  expect(unused).toEqual([]);
});
