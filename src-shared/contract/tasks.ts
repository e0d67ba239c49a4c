/** Long acts: each tells how far it is, has a limit, and can be called off by its name. */
export const TASKS = {
  paper: '生成文件',
  verify: '校验数据',
  addEvidence: '添加附件',
  saveEvidence: '另存附件',
  externalBackup: '外部备份',
} as const;
export type Task = keyof typeof TASKS;
export const TASK_NAMES = Object.keys(TASKS) as [Task, ...Task[]];
