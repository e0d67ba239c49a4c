/** What a comment or a document cites is there: a section of the domain, a decision, a file that is linked. */
import fs from 'node:fs';
import path from 'node:path';

const ROOT = path.join(__dirname, '../../..');
const under = (room: string, ends: RegExp): string[] =>
  fs
    .readdirSync(path.join(ROOT, room), { recursive: true, encoding: 'utf8' })
    .filter((file) => ends.test(file))
    .map((file) => path.join(room, file));
const read = (file: string): string => fs.readFileSync(path.join(ROOT, file), 'utf8');

const code = ['src-shared', 'src-main', 'src-renderer', 'test', 'scripts'].flatMap((room) =>
  under(room, /\.(tsx?|mjs|css)$/),
);
const papers = [...under('docs', /\.md$/), 'README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md'];

/** The sections that a text of the domain has: `2`, `2.5`, `2.5 x` (a paper in it), `6.e`, `R39` (a requirement). */
function sectionsOf(text: string): ReadonlySet<string> {
  const found = new Set<string>();
  let section = '';
  for (const line of text.split('\n')) {
    const heading = /^##+ (\d+(?:\.(?:\d+|[a-z]))?)/.exec(line)?.[1];
    if (heading !== undefined) found.add((section = heading));
    for (const [, paper] of line.matchAll(/\*\*([a-z]{1,2})\. /g)) found.add(`${section} ${paper!}`);
    const point = /^(\d+)\. \*\*/.exec(line)?.[1];
    if (point !== undefined) found.add(`${section}.${point}`);
    const requirement = /^\| (R\d+) \|/.exec(line)?.[1];
    if (requirement !== undefined) found.add(requirement);
  }
  return found;
}

const CITED = /(domain(?:-addendum)?)\.md (?:§(\d(?:\.(?:\d+|[a-z]))?)(?: (([a-z])\4?)(?![\w]))?|(R\d+))/g;

it('every section of the domain that is cited is there', () => {
  const domain = {
    domain: sectionsOf(read('docs/domain/domain.md')),
    'domain-addendum': sectionsOf(read('docs/domain/domain-addendum.md')),
  };
  const cited = [...code, ...papers]
    .filter((file) => !file.startsWith(path.join('docs', 'domain')))
    .flatMap((file) =>
      [...read(file).matchAll(CITED)].map(([words, name, section, paper, , requirement]) => ({
        at: `${file}: ${words}`,
        there: domain[name as keyof typeof domain].has(
          requirement ?? (paper === undefined ? section! : `${section!} ${paper}`),
        ),
      })),
    );
  expect(cited.length).toBeGreaterThan(50);
  expect(cited.filter(({ there }) => !there).map(({ at }) => at)).toEqual([]);
});

it('every decision that is cited is there', () => {
  const decisions = under('docs/decisions', /^\d{4}/).map((file) => path.basename(file).slice(0, 4));
  const cited = [...code, ...papers].flatMap((file) =>
    [...read(file).matchAll(/\bdecisions?[ /](00\d\d)/g)].map(([, number]) => [file, number!] as const),
  );
  expect(cited.filter(([, number]) => !decisions.includes(number))).toEqual([]);
});

it('every file that a document links is there', () => {
  const dead = papers.flatMap((file) =>
    [...read(file).matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)(?:#[^)]*)?\)/g)]
      .map(([, to]) => decodeURI(to!))
      .filter((to) => !fs.existsSync(path.join(ROOT, path.dirname(file), to)))
      .map((to) => `${file}: ${to}`),
  );
  expect(dead).toEqual([]);
});
