/**
 * The licences of the packages whose code is in a bundle, as one text beside it: minifying drops their comments, and their
 * licences ask to be passed on. Ours and not rollup-plugin-license, which brings rollup with a native part for each system.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Plugin } from 'vite';

/** Licences that may be shipped in a program under MIT (SPDX names). */
const ALLOWED: ReadonlySet<string> = new Set([
  'MIT',
  'ISC',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  '0BSD',
  'BlueOak-1.0.0',
  'Zlib',
]);

interface Notice {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  readonly text: string;
}

/** The folder of the package that a module belongs to; undefined for the program's own. */
function folderOf(moduleId: string): string | undefined {
  return /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/.exec(moduleId.replace(/^\0/, ''))?.[0];
}

/** Of a choice (“MIT OR GPL-3.0-or-later”) the first that may be shipped. */
function allowed(expression: string): string | undefined {
  return expression
    .replace(/[()]/g, '')
    .split(/\s+OR\s+/)
    .find((one) => one.split(/\s+AND\s+/).every((name) => ALLOWED.has(name)));
}

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

const manifestOf = (folder: string): Manifest =>
  JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as Manifest;

/** The folder of a package that another one asks for, found as Node finds it. */
function installed(name: string, from: string): string | undefined {
  for (let at = from; at !== path.dirname(at); at = path.dirname(at)) {
    const folder = path.join(at, 'node_modules', name);
    if (existsSync(path.join(folder, 'package.json'))) return folder;
  }
  return undefined;
}

/** @throws Error for a package whose licence may not be shipped */
function noticeOf(folder: string): Notice {
  const { name, version, license } = manifestOf(folder);
  const chosen = allowed(license ?? '');
  if (chosen === undefined) throw new Error(`${name} ${version}: licence “${license}” may not be shipped`);
  const file = readdirSync(folder).find((one) => /^(licen[cs]e|copying)/i.test(one));
  const text = file ? readFileSync(path.join(folder, file), 'utf8').trim() : '';
  return { name, version, license: chosen, text };
}

/**
 * @param moduleIds absolute paths of the modules in a bundle
 * @returns one entry for each package, by name; also for those that a package asks for: docx comes with them built in
 * @throws Error for a package whose licence may not be shipped
 */
export function noticesOf(moduleIds: Iterable<string>): readonly Notice[] {
  const waiting = [...moduleIds].flatMap((id) => folderOf(id) ?? []);
  const folders = new Set<string>();
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    if (folders.has(folder) || !existsSync(path.join(folder, 'package.json'))) continue;
    folders.add(folder);
    for (const name of Object.keys(manifestOf(folder).dependencies ?? {})) {
      const found = name.startsWith('@types/') ? undefined : installed(name, folder);
      if (found !== undefined) waiting.push(found);
    }
  }
  return [...folders].map(noticeOf).sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Writes `NOTICES.txt` into the bundle's folder. */
export function notices(): Plugin {
  return {
    name: 'notices',
    generateBundle(_options, bundle) {
      const ids = Object.values(bundle).flatMap((part) => (part.type === 'chunk' ? part.moduleIds : []));
      const line = '-'.repeat(80);
      const source = noticesOf(ids)
        .map(({ name, version, license, text }) => `${name} ${version}\n${license}\n\n${text}`.trim())
        .join(`\n\n${line}\n\n`);
      this.emitFile({ type: 'asset', fileName: 'NOTICES.txt', source: `${source}\n` });
    },
  };
}
