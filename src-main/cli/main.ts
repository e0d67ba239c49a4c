/**
 * The headless tool over the same services: `npm run cli -- <command> --vault DIR …`. The passphrase comes from the
 * environment variable WORKBENCH_PASSPHRASE or is asked for; it is never an argument (other people see those).
 */
import path from 'node:path';
import readline from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { isKindName, KIND_NAMES, kinds } from '../../src-shared/domain/kinds';
import { isIsoDate, type IsoDate } from '../../src-shared/domain/define';
import { ROLES } from '../../src-shared/domain/roles';
import { WorkbenchError } from '../../src-shared/errors';
import { isPaperId, PAPER_IDS, paperOf } from '../../src-shared/papers';
import { recordAccounts } from '../services/accounts';
import { readRoundText } from '../services/rounds';
import { checkSignatures } from '../services/signatures/standing';
import { openWorkspace, type OpenWorkspace } from '../services/workspace';
import { titleOf } from '../../src-shared/domain/words';
import { createVault, unlockVault } from '../vault/vault';
import { takeVersion, tellConflicts } from './conflicts';
import { tellFigures } from './figures';
import { complain, say } from './output';
import { paperLines, papersAsked, readNameAnswers, refusalOf, writePapers } from './papers';
import { table, TABLE_ACTS } from './table';
import { user, USER_ACTS } from './user';
import { device, DEVICE_ACTS, openSetupFile, packet, PACKET_ACTS } from './packets';

const USAGE = `用法：npm run cli -- <命令> --vault 文件夹 [--name 姓名] …
  create  --name 姓名 [--role leader|deputyLeader|liaison|member|office]   新建加密数据
  import  文件.json                    导入一个轮次
  query   记录种类 [--limit N]         列出记录（${KIND_NAMES.slice(0, 6).join('、')} …）
  papers  [--json]                     可以导出的文件（不需要 --vault）
  export  文件 [--unit 单位简称或编号] [--record 记录编号] [--kind 记录种类] [--layout 版式]
          --out 文件夹 [--names 核定.json] [--day 日期：汇总表是哪一周的] [--json]
  figures [--unit 单位] [--json]       各项统计数及其所依据的记录；不写单位的为全轮次
  table   export 记录种类 [--unit 单位] --out 文件.xlsx|文件.csv
  table   import 记录种类 文件 [--unit 单位] [--sheet 工作表] [--mapping 对照.json] [--dry-run] [--json]
                                       台账导出、导入；--dry-run 只预览
  user    list|add|remove [--name 姓名 --role 角色 --member 组员编号] [--json]
                                       使用者；--name 是被办理的人，登录人的姓名取自 WORKBENCH_NAME
  conflicts [--json]                   两台电脑合并后有冲突的内容
  conflict take --record 记录标识 --field 栏目 --value N [--json]
                                       冲突处理：采用其中第N个内容（从0数）
  device  list|add|remove [--device 2号机 --letter B --users 姓名,姓名] [--json]
                                       本组的电脑；不写 --users 的，全部使用者都能用
  packet  setup --device 2号机 --out 开机包.xcpack [--json]
  packet  open-setup 开机包 --vault 新文件夹 [--json]       用出包电脑上的姓名、口令打开
  packet  make --to 1号机,2号机 [--full] --out 文件夹 [--json]
  packet  read|apply 数据包 [--json]   查看、收入；回执写在数据包旁边
  verify                               核验
  backup                               备份
口令取自环境变量 WORKBENCH_PASSPHRASE，新使用者的口令取自 WORKBENCH_NEW_PASSPHRASE，未设置时在此输入。`;

const PAPER_NAMES = PAPER_IDS.map((id) => `${id}（${paperOf(id).label}）`).join('、');

const usage = (why: string) => new WorkbenchError('CLI_USAGE', `${why}\n${USAGE}`);

async function passphrase(variable = 'WORKBENCH_PASSPHRASE', question = '口令：'): Promise<string> {
  const given = process.env[variable];
  if (given) return given;
  if (!process.stdin.isTTY) throw usage('没有口令。');
  const ask = readline.createInterface({ input: process.stdin, output: process.stdout });
  try {
    return await ask.question(question);
  } finally {
    ask.close();
  }
}

function options() {
  return parseArgs({
    allowPositionals: true,
    options: {
      vault: { type: 'string' },
      name: { type: 'string' },
      role: { type: 'string' },
      member: { type: 'string' },
      json: { type: 'boolean' },
      unit: { type: 'string' },
      device: { type: 'string' },
      letter: { type: 'string' },
      users: { type: 'string' },
      to: { type: 'string' },
      full: { type: 'boolean' },
      record: { type: 'string' },
      kind: { type: 'string' },
      layout: { type: 'string' },
      out: { type: 'string' },
      limit: { type: 'string', default: '50' },
      names: { type: 'string' },
      sheet: { type: 'string' },
      mapping: { type: 'string' },
      'dry-run': { type: 'boolean' },
      day: { type: 'string' },
      field: { type: 'string' },
      value: { type: 'string' },
    },
  });
}
type Options = ReturnType<typeof options>['values'];

async function create(dir: string, values: Options): Promise<void> {
  const role = ROLES.find((r) => r === (values.role ?? 'leader'));
  if (!values.name || !role) throw usage('新建需要姓名和角色。');
  const { session, recoveryCode } = await createVault(dir, {
    name: values.name,
    role,
    passphrase: await passphrase(),
  });
  const workspace = openWorkspace({ dir, session });
  recordAccounts(workspace);
  workspace.close();
  session.lock();
  say(`已新建加密数据：${dir}`);
  say(`恢复码（只显示这一次，请抄写并封存）：${recoveryCode}`);
}

function query(workspace: OpenWorkspace, kind: string | undefined, limit: number): void {
  if (!kind || !isKindName(kind)) throw usage(`没有这种记录。可用：${KIND_NAMES.join('、')}。`);
  const rows = [...workspace.visible()].filter((entity) => entity.kind === kind);
  say(`${kinds[kind].label} ${rows.length}条`);
  for (const row of rows.slice(0, limit)) say(`${String(row.values.code ?? '').padEnd(8)}${titleOf(row)}`);
}

function dayAsked(day: string | undefined): IsoDate | undefined {
  if (day === undefined || isIsoDate(day)) return day;
  throw usage(`“${day}”不是日期，请写成 2025-09-05。`);
}

async function exportPapers(
  workspace: OpenWorkspace,
  paper: string | undefined,
  values: Options,
): Promise<void> {
  if (paper === undefined || !isPaperId(paper)) throw usage(`没有这种文件。可导出：${PAPER_NAMES}。`);
  const { files, refused } = await writePapers(
    workspace,
    papersAsked(workspace, paper, { ...values, day: dayAsked(values.day) }),
    {
      out: path.resolve(values.out ?? '.'),
      names: values.names === undefined ? undefined : readNameAnswers(values.names),
    },
  );
  if (values.json && refused.length === 0) say(JSON.stringify({ files }));
  else if (!values.json) for (const file of files) say(`已导出：${file}`);
  const error = refusalOf(refused);
  if (error) throw error;
}

/** Which papers there are; asks for no vault. */
function listPapers(json: boolean | undefined): void {
  const lines = paperLines();
  if (json) say(JSON.stringify(lines));
  else for (const { id, label, layouts } of lines) say(`${id.padEnd(16)}${label}\t${layouts.join(' ')}`);
}

async function verify(workspace: OpenWorkspace): Promise<void> {
  const report = await workspace.store.verify();
  if (!report.ok) throw new WorkbenchError('STORE_DAMAGED', '核验发现问题，请从备份恢复。', report.problems);
  const { checked, wrong, changed } = checkSignatures(workspace);
  if (wrong.length > 0) {
    const message = `有${wrong.length}处签署校验不符，请向签署人核实后重新办理。`;
    throw new WorkbenchError('SIGNATURE_WRONG', message, wrong);
  }
  say(
    `核验通过：${workspace.store.recordCount}条记录，${workspace.store.changeCount}条修改记录，${checked}处签署`,
  );
  for (const { place, message } of changed) say(`${place}：${message}`);
}

async function run(): Promise<void> {
  const { positionals, values } = options();
  const [command, argument] = positionals;
  if (!command) throw usage('请给出命令。');
  if (command === 'papers') return listPapers(values.json);
  if (!values.vault) throw usage('请用 --vault 给出数据文件夹。');
  const dir = path.resolve(values.vault);
  if (command === 'create') return create(dir, values);
  if (
    ![
      'import',
      'query',
      'export',
      'figures',
      'table',
      'user',
      'conflicts',
      'conflict',
      'device',
      'packet',
      'verify',
      'backup',
    ].includes(command)
  )
    throw usage(`没有“${command}”这个命令。`);
  const tableAct = TABLE_ACTS.find((one) => one === argument);
  if (command === 'table' && !tableAct) throw usage('table 之后请写 export 或 import。');
  if (command === 'conflict' && argument !== 'take') throw usage('conflict 之后请写 take。');
  const deviceAct = DEVICE_ACTS.find((one) => one === argument);
  if (command === 'device' && !deviceAct) throw usage('device 之后请写 list、add 或 remove。');
  const packetAct = PACKET_ACTS.find((one) => one === argument);
  if (command === 'packet' && !packetAct)
    throw usage('packet 之后请写 setup、open-setup、make、read 或 apply。');
  const act = USER_ACTS.find((one) => one === argument);
  if (command === 'user' && !act) throw usage('user 之后请写 list、add 或 remove。');
  // The name given with `user` is the person's it is about.
  const name = ['user', 'device'].includes(command)
    ? process.env.WORKBENCH_NAME
    : (values.name ?? process.env.WORKBENCH_NAME);
  if (command === 'packet' && packetAct === 'open-setup') {
    const who = { ...(name === undefined ? {} : { name }), passphrase: await passphrase() };
    return openSetupFile(positionals[2], dir, who, values);
  }
  const session = await unlockVault(dir, { name, passphrase: await passphrase() });
  let workspace: OpenWorkspace | undefined;
  try {
    workspace = openWorkspace({ dir, session });
    recordAccounts(workspace);
    if (command === 'import') {
      if (!argument) throw usage('请给出要导入的文件。');
      say(`已导入${workspace.importRound(readRoundText(argument))}条记录`);
    } else if (command === 'query') query(workspace, argument, Number(values.limit) || 50);
    else if (command === 'export') await exportPapers(workspace, argument, values);
    else if (command === 'figures') tellFigures(workspace, values);
    else if (command === 'table')
      await table(workspace, tableAct!, positionals.slice(2), {
        ...values,
        dryRun: values['dry-run'] === true,
        json: values.json === true,
      });
    else if (command === 'user') {
      const ask = () => passphrase('WORKBENCH_NEW_PASSPHRASE', '新使用者的口令：');
      await user(workspace, act!, values, ask);
    } else if (command === 'conflicts') tellConflicts(workspace, values);
    else if (command === 'conflict') takeVersion(workspace, values);
    else if (command === 'device')
      device(workspace, deviceAct!, { ...values, device: values.device ?? values.name });
    else if (command === 'packet' && packetAct !== 'open-setup')
      await packet(workspace, packetAct!, positionals[2], values);
    else if (command === 'verify') await verify(workspace);
    else say(`已备份：${workspace.store.backup().name}`);
  } finally {
    workspace?.close();
    session.lock();
  }
}

async function main(): Promise<number> {
  try {
    await run();
    return 0;
  } catch (error) {
    return complain(
      (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS') ? usage('参数不对。') : error,
      process.argv.includes('--json'),
    );
  }
}

void main().then((code) => {
  if (code !== 0) process.exitCode = code;
});
