import { AUDIENCES } from '../audiences';
import { choice, defineKind, instant, integer, reference, text } from '../define';

/** 导出登记: every paper that left the vault, for whom, and its fingerprint (R42). Written by the services only. */
export const exportEntry = defineKind({
  kind: 'exportEntry',
  label: '导出登记',
  parents: ['round', 'inspection'],
  stage: 'archive',
  page: {
    about: '打印和导出过的文件都登记在这里：什么文件、给谁、何时、何人。由程序自动登记，不能修改。',
    filterBy: ['document', 'way', 'audience'],
  },
  fields: {
    document: text('文件').required().max(60),
    /** What the paper was about: whoever may not read such records does not see the entry either. */
    subject: text('记录类别').max(60),
    way: choice('方式', {
      file: '导出',
      fileFailed: '导出（未写出）',
      print: '打印',
      printCancelled: '打印（已取消）',
    }).default('file'),
    fileName: text('文件名').max(200).span(2),
    audience: choice('发送对象', AUDIENCES).required(),
    by: text('导出人').names('staff').max(40),
    inspection: reference('被巡察单位', 'inspection'),
    at: instant('导出时间'),
    bytes: integer('大小').unit('字节'),
    digest: text('文件校验码').max(64).span(2),
  },
  sections: [
    {
      title: '导出登记',
      fields: ['document', 'way', 'fileName', 'audience', 'by', 'inspection', 'at', 'bytes', 'digest'],
    },
  ],
  columns: ['at', 'document', 'way', 'audience', 'by', 'inspection', 'bytes', 'fileName'],
  newestBy: 'at',
  paper: { register: { title: '文件导出登记表' } },
  tellsOf: 'subject',
  access: 'register',
  title: (v) => v.fileName ?? v.document ?? '导出登记',
});
