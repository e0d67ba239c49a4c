import { choice, date, defineKind, flag, text } from '../define';

/** 组员: a person in a team for one round; duties and authorisation are of the round, not of the person (R1, R10). */
export const member = defineKind({
  kind: 'member',
  label: '组员',
  code: 'P',
  parents: ['team'],
  stage: 'prepare',
  page: {
    about: '登记本组的组长、副组长、联络员和组员；谈话、调阅、底稿从这里选人。',
    filterBy: ['duty'],
  },
  essentials: ['name'],
  fields: {
    code: text('编号').max(20),
    name: text('姓名').names('staff').required().max(40),
    duty: choice('组内职务', ['组长', '副组长', '联络员', '组员']).required(),
    task: text('任务分工').span(4),
    homeUnit: text('原单位').max(80).span(2).together(),
    nativePlace: text('籍贯').max(80).span(2),
    partyMember: flag('中共党员').together(),
    branchPost: text('临时党支部职务').max(20).together(),
    seconded: flag('交叉抽调').together(),
    from: date('抽调开始').together(),
    to: date('抽调结束').together(),
  },
  paper: { title: '巡察组工作人员登记表', signatures: ['本人'], register: { title: '巡察组工作人员名册' } },
  columns: ['code', 'name', 'duty', 'task', 'homeUnit', 'nativePlace', 'partyMember'],
  // A recusal finds its member here: nobody may slip out of it by renaming or removing himself.
  access: 'setup',
  title: (v) => v.name ?? '未填姓名',
});
