import { choice, date, defineKind, longText, reference, text } from '../define';

/** 打探说情登记: anybody may write one, only the leader reads them (R41; domain.md §2.2 p). */
export const pryReport = defineKind({
  kind: 'pryReport',
  label: '打探说情登记',
  code: 'DT',
  parents: ['team'],
  stage: 'onSite',
  page: {
    stage: 'report',
    about: '凡打探、说情的，一律登记在案。只有组长能看到。',
  },
  essentials: ['person'],
  fields: {
    code: text('编号').max(40),
    happenedOn: date('时间').required().today(),
    place: text('地点/方式').max(100).span(2),
    person: text('打探人').names('pry').required().max(80).span(2),
    relation: text('与被巡察单位关系').secret().max(100).span(2),
    matter: text('涉及事项').secret().span(2),
    content: longText('内容').secret().required(),
    receiver: reference('接受人', 'member').required(),
    leaked: choice('是否泄露', ['否', '待查']),
    reportedOn: date('报告组长时间'),
    handling: longText('处置').secret().required(),
  },
  sets: { evidence: '凭据' },
  paper: {
    title: '打探说情登记表',
    opinions: ['组长处置意见'],
    signatures: ['接受人'],
    register: { title: '打探说情登记台账' },
  },
  columns: ['code', 'happenedOn', 'person', 'receiver', 'content', 'handling', 'reportedOn'],
  access: 'pry',
  owners: ['receiver'],
  title: (v) => v.person ?? '打探说情',
});
