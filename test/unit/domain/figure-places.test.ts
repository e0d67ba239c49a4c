/** A figure is known in the file of its group and in one line of the index; what says it asks by its id, what lists them all by none. */
import fs from 'node:fs';
import path from 'node:path';
import { FIGURE_IDS } from '../../../src-shared/domain/figures';

const ROOT = path.join(__dirname, '../../..');
const FOLDER = 'src-shared/domain/figures';
const INDEX = path.posix.join(FOLDER, 'index.ts');
const sources: readonly string[] = ['src-shared', 'src-main', 'src-renderer'].flatMap((room) =>
  fs
    .readdirSync(path.join(ROOT, room), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => path.posix.join(room, file)),
);
const textOf = (file: string): string => fs.readFileSync(path.join(ROOT, file), 'utf8');
const groups = sources.filter((file) => file.startsWith(`${FOLDER}/`) && file !== INDEX);

it.each(FIGURE_IDS)('%s is defined once, and has one line in the index', (id) => {
  const defined = groups.filter((file) => new RegExp(`^export const ${id} = `, 'm').test(textOf(file)));
  expect(defined).toHaveLength(1);
  expect(textOf(INDEX).match(new RegExp(`^  ${id}: \\w+\\.${id},$`, 'gm'))).toHaveLength(1);
});

it.each(['cluesConcluded', 'closingRate', 'forumPersons', 'orderedToReview'])(
  '%s, which no page and no paper has to itself, is spelled nowhere outside the figures but as a field',
  (id) => {
    const spelled = sources.filter((file) => new RegExp(`['"\`.]${id}\\b`).test(textOf(file)));
    const outside = spelled.filter((file) => !file.startsWith(`${FOLDER}/`) && !file.includes('/kinds/'));
    expect(outside).toEqual([]);
  },
);
