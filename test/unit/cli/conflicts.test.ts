import path from 'node:path';
import { openWorkspace } from '../../../src-main/services/workspace';
import { save } from '../../../src-main/services/records';
import { unlockVault } from '../../../src-main/vault/vault';
import { bring, meet } from '../services/laptops';
import { inspectionOf } from '../services/desk';
import { commandLine, PASSPHRASE, ROOT } from './run';

jest.setTimeout(240_000);
const { cli, folder } = commandLine();
const signer = { WORKBENCH_NAME: '闻知远' };

/** A talk whose place was filled in on two laptops. @returns its id */
async function disputed(): Promise<string> {
  const session = await unlockVault(path.join(folder, 'vault'), { name: '闻知远', passphrase: PASSPHRASE });
  const here = openWorkspace({ dir: path.join(folder, 'vault'), session });
  const there = openWorkspace({ dir: path.join(folder, 'other'), session });
  const { id } = save(here, {
    kind: 'interview',
    parent: inspectionOf(here, 'U1').id,
    set: { interviewee: '童暮云' },
  });
  bring(here, there);
  for (const [where, place] of [
    [here, '接待室'],
    [there, '会议室'],
  ] as const)
    save(where, { kind: 'interview', id, set: { place } });
  meet(here, there);
  here.close();
  there.close();
  session.lock();
  return id;
}

it('lists what is in dispute, takes one version, and says where there is none', async () => {
  expect(cli(['create', '--name', '闻知远']).status).toBe(0);
  expect(cli(['import', path.join(ROOT, 'assets/sample/sample-round.json')]).status).toBe(0);
  expect(cli(['conflicts', '--json'], signer)).toEqual({ status: 0, stdout: '[]\n', stderr: '' });
  const record = await disputed();
  const [found] = JSON.parse(cli(['conflicts', '--json'], signer).stdout) as {
    values: { value: string }[];
  }[];
  expect(found).toMatchObject({ record, kind: 'interview', field: 'place', before: null });
  expect(found!.values.map(({ value }) => value).sort()).toEqual(['会议室', '接待室']);
  for (const version of found!.values)
    expect(version).toEqual({
      value: expect.any(String),
      by: '闻知远',
      device: expect.stringMatching(/^[0-9a-f]{16}$/),
      at: expect.stringMatching(/^\d{4}-.*Z$/),
    });
  expect(cli(['conflicts'], signer).stdout).toContain('本机');
  const take = (value: string) =>
    cli(['conflict', 'take', '--record', record, '--field', 'place', '--value', value, '--json'], signer);
  for (const value of ['2', 'x', '-1']) {
    const { status, stdout } = take(value);
    expect([status, JSON.parse(stdout).code]).toEqual([
      value === '-1' ? expect.any(Number) : 1,
      value === '2' ? 'CLI_NO_CONFLICT' : 'CLI_USAGE',
    ]);
  }
  expect(JSON.parse(take('1').stdout)).toEqual({
    record,
    field: 'place',
    settled: 1,
    value: found!.values[1]!.value,
  });
  expect(cli(['conflicts', '--json'], signer).stdout).toBe('[]\n');
  expect(JSON.parse(take('0').stdout).code).toBe('CLI_NO_CONFLICT');
});
