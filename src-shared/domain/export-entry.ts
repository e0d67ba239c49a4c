import { choice, defineKind, integer, reference, text } from './define';

/** 导出登记: every paper that left the vault, for whom, and its fingerprint (R42). Written by the services only. */
export const exportEntry = defineKind({
  kind: 'exportEntry',
  label: '导出登记',
  parents: ['round', 'inspection'],
  stage: 'archive',
  fields: {
    document: text('文件').required().max(60),
    fileName: text('文件名').max(200).span(2),
    audience: choice('发送对象', {
      unit: '被巡察单位',
      internal: '巡察组内部',
      leaders: '领导小组',
    }).required(),
    by: text('导出人').max(40),
    inspection: reference('巡察任务', 'inspection'),
    at: text('导出时间').max(40),
    bytes: integer('字节数'),
    digest: text('SHA-256').max(64).span(2),
  },
  columns: ['at', 'document', 'fileName', 'audience', 'by'],
  access: { write: [] },
  title: (v) => v.fileName ?? v.document ?? '导出登记',
});
