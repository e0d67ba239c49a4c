import { defineKind, text } from '../define';

/** 巡察对象: one line of the coverage plan of a term; each object is covered at least once (R13). */
export const coverageTarget = defineKind({
  kind: 'coverageTarget',
  label: '巡察对象',
  parents: ['term'],
  stage: 'prepare',
  fields: {
    name: text('巡察对象').names('nobody').required().max(80).span(2),
    plannedRound: text('安排轮次').max(40).help('未安排的，届末前须安排').together(),
    note: text('备注').span(2),
  },
  access: 'row',
  title: (v) => v.name ?? '未命名对象',
});
