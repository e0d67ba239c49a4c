/**
 * A kind is known in its definition and in one line of the list of kinds; then where something is made of it: its own page, its
 * figures, its papers, the next step, 今日. Nothing generic names a kind of the work: what it must know the kind says.
 */
import fs from 'node:fs';
import path from 'node:path';
import { KIND_NAMES } from '../../../src-shared/domain/kinds';

const ROOT = path.join(__dirname, '../../..');

/** What every rule, right and page hangs on: who, where, when. */
const GROUND = ['term', 'round', 'team', 'member', 'unit', 'inspection', 'recusal'];
/** What the program keeps of itself: words, entries, decisions. */
const KEPT = [
  'dictionaryEntry',
  'exportEntry',
  'nameDecision',
  'operation',
  'account',
  'laptop',
  'vouching',
  'signature',
];
const WORK = KIND_NAMES.filter((name) => ![...GROUND, ...KEPT].includes(name));

/** Where something is made of a kind of the work, and its name therefore stands. */
const MADE_OF_IT = [
  /^src-shared\/domain\/kinds\//,
  /^src-shared\/domain\/(figures\/|next-steps\.ts|desk\.ts|questionnaire-\w+\.ts)/,
  /^src-shared\/(papers|charts)\//,
  /^src-main\/(services|word)\/papers\//,
  /^src-main\/services\/rounds\/ledgers\.ts/,
  /^src-renderer\/features\/(index\.ts|\w+\/)/,
];
/** Ids that mean something else too, and where: the stage of a unit, the paper, a form that is kept until it is handed over. */
const OTHER_MEANINGS: Readonly<Record<string, readonly string[]>> = {
  feedback: ['src-renderer/app/frame/rail.tsx'],
  pryReport: ['src-shared/contract/desk.ts'],
};

const sources: readonly string[] = ['src-shared', 'src-main', 'src-renderer'].flatMap((room) =>
  fs
    .readdirSync(path.join(ROOT, room), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => path.posix.join(room, file)),
);
const code = new Map(
  sources.map((file) => [
    file,
    fs.readFileSync(path.join(ROOT, file), 'utf8').replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, ''),
  ]),
);
const placesOf = (kind: string): readonly string[] => {
  const named = new RegExp(`['"]${kind}['"]|\\bkinds\\.${kind}\\b`);
  return sources.filter((file) => named.test(code.get(file)!));
};

it.each(WORK)('generic code does not name %s', (kind) => {
  const generic = placesOf(kind).filter((file) => !MADE_OF_IT.some((place) => place.test(file)));
  expect(generic.filter((file) => !OTHER_MEANINGS[kind]?.includes(file))).toEqual([]);
});

it.each(WORK)('%s has one definition and one line in the list', (kind) => {
  const defined = sources.filter((file) =>
    new RegExp(`\\bkind: '${kind}',\\n  label:`).test(code.get(file)!),
  );
  expect(defined).toHaveLength(1);
  expect(code.get('src-shared/domain/kinds/index.ts')!.match(new RegExp(`^  ${kind},$`, 'gm'))).toHaveLength(
    1,
  );
});

it('a kind with nothing of its own is known in its definition alone', () => {
  // Nothing is counted of a supervision check, and its page is the generic one.
  expect(placesOf('outlineQuestion').filter((file) => !/features\//.test(file))).toEqual([
    'src-shared/domain/kinds/outline.ts',
  ]);
});
