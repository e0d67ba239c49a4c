import { choice, defineKind, instant, integer, reference, text } from '../define';
import { OPERATION_ACTS } from '../operation-acts';

/**
 * 操作日志: one act of one person. Written by the services only, in the change log as every record, so that neither an entry
 * nor its order can be altered. An entry about a unit or a kind of record is read by those who may read these.
 */
export const operation = defineKind({
  kind: 'operation',
  label: '操作日志',
  parents: [],
  stage: 'archive',
  page: {
    about:
      '使用者、角色、回避、恢复备份、文件带出、导入、删除和恢复记录，都记在这里。由程序自动登记，不能修改。',
    filterBy: ['act', 'by'],
    uncounted: true,
  },
  fields: {
    at: instant('时间'),
    act: choice('操作', OPERATION_ACTS).required(),
    by: text('操作人').max(40).names('staff'),
    subject: text('记录类别').max(60),
    /** The record it was done to, as long as it stands. */
    record: text('记录标识').max(60),
    inspection: reference('巡察任务', 'inspection'),
    detail: text('内容').max(400).span(3),
    reason: text('理由').max(500).span(4),
    /** Of an act on many records: how many changes it comprises. They stand in the log right before the first of this entry. */
    changes: integer('改动数'),
    /** The entry of the act that was taken back by this one. */
    takesBack: text('所撤销的记录').max(60),
  },
  sections: [{ title: '操作日志', fields: ['act', 'by', 'detail', 'reason', 'inspection'] }],
  columns: ['at', 'act', 'by', 'detail', 'reason'],
  newestBy: 'at',
  tellsOf: 'subject',
  access: 'log',
  title: (v) => (v.act ? OPERATION_ACTS[v.act] : '操作日志'),
});
