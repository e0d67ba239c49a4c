import path from 'node:path';
import { commandLine, ROOT } from './run';

jest.setTimeout(240_000);
const { cli } = commandLine();

const NEW = '今年的桂花开得晚了些';

describe('user', () => {
  it('adds, lists and removes people, tied to a member by number; the log tells', () => {
    expect(cli(['create', '--name', '闻知远']).status).toBe(0);
    expect(cli(['import', path.join(ROOT, 'assets/sample/sample-round.json')]).status).toBe(0);
    const added = cli(['user', 'add', '--name', '小邱', '--role', 'member', '--member', 'P05', '--json'], {
      WORKBENCH_NEW_PASSPHRASE: NEW,
    });
    expect(added).toMatchObject({ status: 0, stderr: '', stdout: '{"added":"小邱","role":"member"}\n' });
    const signer = { WORKBENCH_NAME: '闻知远' };
    expect(JSON.parse(cli(['user', 'list', '--json'], signer).stdout)).toEqual([
      { name: '闻知远', role: 'leader' },
      { name: '小邱', role: 'member', member: 'P05' },
    ]);
    const refused = cli(['user', 'add', '--name', '替身', '--role', 'leader'], {
      WORKBENCH_NAME: '小邱',
      WORKBENCH_PASSPHRASE: NEW,
      WORKBENCH_NEW_PASSPHRASE: NEW,
    });
    expect([refused.status, refused.stderr.includes('VAULT_NOT_ALLOWED')]).toEqual([1, true]);
    expect(cli(['user', 'remove', '--name', '小邱'], signer)).toMatchObject({
      status: 0,
      stdout: '已移除使用者：小邱\n',
    });
    const log = cli(['query', 'operation']).stdout;
    for (const act of ['添加使用者', '移除使用者', '导入轮次']) expect(log).toContain(act);
  });

  it.each([
    [['user'], '请用|list、add'],
    [['user', 'add', '--role', 'member'], '--name'],
    [['user', 'add', '--name', '某人', '--role', '组员'], '--role'],
    [['user', 'add', '--name', '某人', '--role', 'member', '--member', 'P99'], 'P99'],
    [['user', 'remove', '--name', '没有的人'], '没有的人'],
  ])('says what is missing: %j', (args, words) => {
    const { status, stderr } = cli(args);
    expect(status).toBe(1);
    expect(stderr).toMatch(new RegExp(words));
  });
});
