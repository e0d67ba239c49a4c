/** What stands in the 操作日志: acts on people, rights and whole records, not what was typed into fields (R41, R43). */
export const OPERATION_ACTS = {
  userAdded: '添加使用者',
  userRemoved: '移除使用者',
  roleChanged: '变更角色',
  passphraseReset: '重设他人口令',
  userLinked: '关联组员',
  namesShown: '解锁页显示名单',
  recoveryRenewed: '更换恢复码',
  recusalChanged: '回避变更',
  backupRestored: '恢复备份',
  externalBackup: '外部备份',
  handOut: '文件带出',
  roundImported: '导入轮次',
  tableImported: '导入表格',
  changedTogether: '批量修改',
  recordRemoved: '删除记录',
  recordRestored: '恢复记录',
  holdLifted: '撤回已签审内容',
  takenBack: '撤销批量操作',
  doneAgain: '重做批量操作',
} as const;
export type OperationAct = keyof typeof OPERATION_ACTS;
