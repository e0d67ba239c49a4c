import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import sampleRound from '../../../assets/sample/sample-round.json';

jest.setTimeout(120_000);
const ROOT = path.join(__dirname, '../../..');
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cli-'));
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

/** Runs a tool as a person does; its temporary files stay in the folder of this test. */
function run(tool: string, args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', path.join('src-main/cli', tool), ...args],
    { cwd: ROOT, encoding: 'utf8', env: { ...process.env, TMPDIR: folder, WORKBENCH_DEBUG: '', ...env } },
  );
  return { status, stdout, stderr };
}

describe('npm run demo', () => {
  it('with a round and a folder does the main job and says what it did', () => {
    const out = path.join(folder, 'papers');
    const round = path.join(ROOT, 'assets/sample/sample-round.json');
    const { status, stdout, stderr } = run('demo.ts', ['--round', round, '--out', out]);
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toContain(sampleRound.expected.统计句);
    expect(stdout).toContain('核验通过');
    expect(stdout).toMatch(/用时\d+\.\d秒/);
    expect(stdout).toMatch(/台账：\d+类\d+条写成Excel，再读入没有差别/);
    const names = fs.readdirSync(out).filter((name) => name !== '台账');
    expect(names).toHaveLength(6);
    for (const name of names) {
      expect(stdout).toContain(name);
      expect(fs.readFileSync(path.join(out, name)).subarray(0, 2).toString()).toBe('PK');
    }
  });

  it('refuses a paper with a word that may be a name, writes the others, and takes answers from a file', () => {
    const round = structuredClone(sampleRound);
    round.petitions[0]!.反映人 = '高峰';
    round.findings[0]!.事实 = '用水高峰期供水不足。';
    const file = path.join(folder, 'word.json');
    fs.writeFileSync(file, JSON.stringify(round));
    const out = path.join(folder, 'word');
    const refused = run('demo.ts', ['--round', file, '--out', out, '--json']);
    expect(refused.status).toBe(1);
    expect(JSON.parse(refused.stdout)).toMatchObject({
      code: 'PAPER_UNDECIDED',
      problems: [
        { place: '县水务局党组 WT-01 的事实', message: '“高峰”是人名还是普通词：用水高峰期供水不足' },
      ],
    });
    expect(fs.readdirSync(out)).toHaveLength(6);
    const names = path.join(folder, 'names.json');
    fs.writeFileSync(names, JSON.stringify([{ word: '高峰', is: 'word' }]));
    const answered = run('demo.ts', ['--round', file, '--out', out, '--names', names]);
    expect([answered.status, answered.stderr]).toEqual([0, '']);
    expect(fs.readdirSync(out)).toHaveLength(7);
    fs.writeFileSync(names, '{"高峰":"word"}');
    expect(run('demo.ts', ['--round', file, '--out', out, '--names', names]).stderr).toContain('CLI_NAMES');
  });

  it('with a broken round names every error with its place, and no stack', () => {
    const broken = structuredClone(sampleRound) as unknown as Record<string, Record<string, unknown>[]>;
    broken.findings![3]!['审签日期'] = '2025-13-01';
    broken.interviews![0]!['起'] = '二十五点';
    delete broken.units![1]!['名称'];
    broken.rectification![7]!['状态'] = '差不多';
    const file = path.join(folder, 'broken.json');
    fs.writeFileSync(file, JSON.stringify(broken));
    const out = path.join(folder, 'nothing');
    const { status, stdout, stderr } = run('demo.ts', ['--round', file, '--out', out]);
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toContain('IMPORT_INVALID');
    for (const place of [
      '底稿第4条（WT-04）“审签日期”',
      '谈话第1条（T01）“起”',
      '被巡察单位第2条（U2）“名称”',
      '整改事项第8条（ZG-08）“状态”',
    ])
      expect(stderr).toContain(`  ${place}：`);
    expect(stderr.trim().split('\n')).toHaveLength(5);
    expect(stderr).not.toMatch(/ at |node_modules|\.ts:/);
    expect(fs.existsSync(out)).toBe(false);
  });
});

describe('npm run cli', () => {
  const vault = path.join(folder, 'vault');
  const passphrase = { WORKBENCH_PASSPHRASE: '清晨薄雾 2026 出发' };
  const cli = (...args: string[]) => run('main.ts', [...args, '--vault', vault], passphrase);

  it('makes a vault, imports, lists, exports, verifies and backs up', () => {
    expect(cli('create', '--name', '闻知远')).toMatchObject({ status: 0, stderr: '' });
    const round = path.join(ROOT, 'assets/sample/sample-round.json');
    expect(cli('import', round)).toMatchObject({ status: 0, stdout: '已导入288条记录\n' });
    const { stdout } = cli('query', 'workingPaper');
    expect(stdout.split('\n')[0]).toBe('问题底稿 18条');
    expect(stdout).toContain('惠农补贴被代领');
    const out = path.join(folder, 'one');
    expect(cli('export', 'feedback', '--unit', 'U2', '--out', out)).toMatchObject({ status: 0, stderr: '' });
    expect(fs.readdirSync(out)).toEqual(['反馈意见（石桥坪镇党委）2025年11月13日.docx']);
    expect(cli('verify').stdout).toMatch(/^核验通过：293条记录，302条修改记录/);
    expect(cli('backup').stdout).toMatch(/^已备份：/);
  });

  it('lists every paper without a vault, and makes any of them as another program reads it', () => {
    const papers = JSON.parse(run('main.ts', ['papers', '--json']).stdout) as Record<string, unknown>[];
    expect(papers.find(({ id }) => id === 'feedback')).toEqual({
      id: 'feedback',
      label: '反馈意见',
      of: 'unit',
      audience: 'unit',
      layouts: ['B', 'A'],
    });
    for (const paper of papers)
      expect(Object.keys(paper)).toEqual(
        expect.arrayContaining(['id', 'label', 'of', 'audience', 'layouts']),
      );
    const out = path.join(folder, 'any');
    const filesOf = (...args: string[]) => {
      const { files } = JSON.parse(cli('export', ...args, '--out', out, '--json').stdout) as {
        files: string[];
      };
      return files.map((file) => path.basename(file));
    };
    expect(filesOf('inquiryLetter', '--record', 'HX-02')).toEqual(['函询函（HX-02）2025年8月18日.docx']);
    const [blank] = filesOf('form', '--record', 'T01', '--layout', 'blank');
    expect(blank).toMatch(/^个别谈话记录（县水务局党组 空白签字稿）.*\.docx$/);
    expect(filesOf('register', '--kind', 'workingPaper', '--unit', 'U2')).toHaveLength(1);
    const refused = cli('export', 'announcement', '--unit', 'U1', '--out', out, '--json');
    expect(refused.status).toBe(1);
    expect(JSON.parse(refused.stdout)).toMatchObject({
      code: 'REPORT_INCOMPLETE',
      message: expect.stringContaining('巡察公告'),
      problems: [
        { place: expect.stringContaining('县水务局党组'), message: expect.stringContaining('联系方式') },
      ],
    });
  });

  it('says what is wrong with a command, a unit or a passphrase', () => {
    const codeOf = ({ status, stderr }: ReturnType<typeof run>) => [status, /错误 (\w+)：/.exec(stderr)?.[1]];
    expect(codeOf(cli('query', 'constructor'))).toEqual([1, 'CLI_USAGE']);
    expect(codeOf(cli('export', 'ledger', '--unit', '某局', '--out', folder))).toEqual([1, 'CLI_NO_UNIT']);
    expect(codeOf(cli('export', 'tally', '--record', 'WJ-99'))).toEqual([1, 'CLI_NO_RECORD']);
    expect(codeOf(cli('export', 'constructor'))).toEqual([1, 'CLI_USAGE']);
    expect(codeOf(cli('dance'))).toEqual([1, 'CLI_USAGE']);
    expect(codeOf(cli('verify', '--nonsense'))).toEqual([1, 'CLI_USAGE']);
    const wrong = run('main.ts', ['verify', '--vault', vault], { WORKBENCH_PASSPHRASE: '不是这一个口令' });
    expect(codeOf(wrong)).toEqual([1, 'VAULT_WRONG_PASSPHRASE']);
  });
});
