import { readdirSync } from 'node:fs';
import path from 'node:path';
import { contract } from '../../../src-shared/contract';

const folder = path.join(__dirname, '../../../src-shared/contract');
const areas = readdirSync(folder)
  .filter((file) => !['core.ts', 'index.ts'].includes(file))
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- every file of the folder, also one that nobody has named
  .flatMap((file) => Object.entries(require(path.join(folder, file)) as Record<string, unknown>))
  .filter(([name]) => name.endsWith('Contract'));

test('no two areas of the contract give a call the same name, and none is left out', () => {
  const names = areas.flatMap(([, table]) => Object.keys(table as object)).sort();
  expect(names).toEqual(Object.keys(contract).sort());
});
