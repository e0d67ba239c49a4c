import { z } from 'zod';
import { command, event, type Contract } from './define';

/** Long acts: each tells how far it is, has a limit, and can be called off by its name. */
export const TASKS = {
  paper: '生成文件',
  verify: '校验数据',
  backup: '备份',
  externalBackup: '外部备份',
  restore: '恢复备份',
  importRound: '导入轮次',
  addEvidence: '添加附件',
  saveEvidence: '另存附件',
  exportTable: '导出表格',
  readTable: '读取表格',
  planTable: '核对表格',
  importTable: '导入表格',
  makePacket: '制作数据包',
  readPacket: '查看数据包',
  takePacket: '收入数据包',
  makeSetup: '制作开机包',
  openSetup: '建立本机数据',
} as const;
/** They go through the whole store, so that one waits for the other. */
export const OF_THE_WHOLE: readonly Task[] = [
  'verify',
  'backup',
  'externalBackup',
  'restore',
  'importRound',
  'importTable',
  'makePacket',
  'readPacket',
  'takePacket',
  'makeSetup',
  'openSetup',
];
export type Task = keyof typeof TASKS;
const TASK_NAMES = Object.keys(TASKS) as [Task, ...Task[]];

export const tasksContract = {
  /** Calls off a long act; its own call then answers TASK_CANCELLED. */
  'task.cancel': command(z.object({ task: z.enum(TASK_NAMES) }), z.object({ cancelled: z.boolean() })),
  /** How far a long act is, in any unit. */
  progress: event(z.object({ task: z.enum(TASK_NAMES), done: z.number(), total: z.number() })),
} satisfies Contract;
