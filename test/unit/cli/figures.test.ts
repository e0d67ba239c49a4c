/** `figures` as a person runs it: every number with its records, in a shape that other programs can build on. */
import path from 'node:path';
import sample from '../../../assets/sample/sample-round.json';
import { FIGURE_IDS, figures } from '../../../src-shared/domain/figures';
import { commandLine, ROOT } from './run';

jest.setTimeout(240_000);
const { cli } = commandLine();

interface Line {
  readonly id: string;
  readonly label: string;
  readonly value: number;
  readonly unit: string;
  readonly records: readonly string[];
}
const told = (...args: readonly string[]): readonly Line[] => {
  const { status, stdout, stderr } = cli(['figures', '--json', ...args]);
  expect([status, stderr]).toEqual([0, '']);
  return JSON.parse(stdout) as Line[];
};
const lineOf = (lines: readonly Line[], id: string): Line => lines.find((line) => line.id === id)!;

beforeAll(() => {
  expect(cli(['create', '--name', '闻知远']).status).toBe(0);
  expect(cli(['figures']).stderr).toContain('还没有巡察轮次');
  expect(cli(['import', path.join(ROOT, 'assets/sample/sample-round.json')]).status).toBe(0);
});

test('every figure of the round, with the numbers of the records it counts', () => {
  const lines = told();
  expect(lines.map(({ id, label, unit }) => [id, label, unit])).toEqual(
    FIGURE_IDS.map((id) => [id, figures[id].label, figures[id].unit]),
  );
  expect(lineOf(lines, 'forums')).toMatchObject({
    value: 4,
    unit: '场次',
    records: sample.forums.map(({ 编号 }) => 编号),
  });
  expect(lineOf(lines, 'interviews').records).toHaveLength(sample.interviews.length);
  expect(lineOf(lines, 'valid').records).toHaveLength(3);
  expect(lineOf(lines, 'recovered').value).toBe(sample.expected.挽回);
});

test('of one unit only its own, by its number as by its name', () => {
  const lines = told('--unit', 'U2');
  expect(told('--unit', sample.units.find(({ id }) => id === 'U2')!.名称)).toEqual(lines);
  const own = sample.orders.filter(({ 单位 }) => 单位 === 'U2').map(({ 编号 }) => 编号);
  expect(lineOf(lines, 'immediateOrders')).toMatchObject({ value: own.length, records: own });
  expect(cli(['figures', '--json', '--unit', '没有']).stderr).toContain('CLI_NO_UNIT');
});

test('in words: each with how it is counted, then the sentences', () => {
  const { stdout } = cli(['figures']);
  expect(stdout).toContain('谈话\t12人次\t按谈话记录的“谈话人次”相加');
  expect(stdout).toContain(sample.expected.统计句);
});
