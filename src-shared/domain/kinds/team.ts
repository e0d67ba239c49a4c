import { defineKind, text } from '../define';

/** 巡察组 of one round (R1: appointed per round). */
export const team = defineKind({
  kind: 'team',
  label: '巡察组',
  parents: ['round'],
  stage: 'prepare',
  children: ['member', 'weeklyReport', 'pryReport'],
  fields: {
    name: text('巡察组').required().max(40).span(2).forUnit(),
    mailbox: text('联系方式').span(2),
  },
  access: 'setup',
  title: (v) => v.name ?? '未命名巡察组',
});
