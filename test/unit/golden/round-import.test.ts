/**
 * What the sample round is as records, field by field, in `test/golden/round.txt`: the reading of round files was rebuilt
 * under it. `GOLDEN=write npx jest …` writes it anew; look at the difference before it is committed.
 */
import fs from 'node:fs';
import path from 'node:path';
import { KIND_NAMES } from '../../../src-shared/domain';
import type { Change } from '../../../src-shared/merge/change';
import { SAMPLE_TEXT, useDesk } from '../services/desk';

const FILE = path.join(__dirname, '../../golden/round.txt');
const desk = useDesk(SAMPLE_TEXT);

it('the sample round is the same records as before, to the letter', () => {
  const { store } = desk.open();
  /** Each record as its one change: what of it is boxed belongs to it (decision 0024). */
  const made = [...store.records()]
    .map(({ id }) => store.changesOf(id))
    .map((halves) => halves.reduce((whole, half) => ({ ...whole, set: { ...whole.set, ...half.set } })))
    .sort((a, b) => a.n - b.n);
  /** A name for each record that is the same in every run: its kind and its place among its like. */
  const names = new Map<string, string>();
  const nth = new Map<string, number>();
  for (const { kind, recordId, set } of made) {
    const place = (nth.get(kind) ?? 0) + 1;
    nth.set(kind, place);
    names.set(recordId, `${kind}#${place}${typeof set.code === 'string' ? `(${set.code})` : ''}`);
  }
  const told = (text: string) => text.replace(/[0-9a-f]{20}/g, (id) => names.get(id) ?? id);
  const line = ({ action, recordId, set, replaces }: Change) => {
    const fields = Object.entries(set)
      .map(([name, value]) => `  ${told(name)} = ${told(JSON.stringify(value))}`)
      .sort();
    return [`${names.get(recordId)} ${action} ${Object.keys(replaces).length}`, ...fields].join('\n');
  };
  const text = [...KIND_NAMES]
    .sort()
    .flatMap((kind) => made.filter((change) => change.kind === kind))
    .map((change) =>
      line({ ...change, set: { ...change.set, ...(change.kind === 'operation' ? { at: '' } : {}) } }),
    )
    .join('\n');
  if (process.env.GOLDEN === 'write') fs.writeFileSync(FILE, `${text}\n`);
  expect(`${text}\n`).toBe(fs.readFileSync(FILE, 'utf8'));
});
