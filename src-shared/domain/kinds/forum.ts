import { choicesFrom, date, defineKind, integer, longText, reference, text, time } from '../define';

/** 座谈会 (R27, domain.md §2.2 k). */
export const forum = defineKind({
  kind: 'forum',
  label: '座谈会',
  code: 'ZT',
  parents: ['inspection'],
  stage: 'onSite',
  page: {
    about: '登记每一场座谈会；场次计入统计句。',
  },
  essentials: ['attendees', 'headcount'],
  fields: {
    code: text('编号').max(40),
    name: text('名称').max(80).span(2),
    heldOn: date('日期').required().today().together(),
    startedAt: time('时间'),
    place: text('地点').max(100).span(2).together(),
    attendees: choicesFrom('参会类别', 'forumAttendee').required(),
    headcount: integer('人数').required().unit('人'),
    host: reference('主持人', 'member').required().carried().together(),
    recorder: reference('记录人', 'member').required().carried().together(),
    roster: longText('名单').names('roster'),
    statements: longText('发言要点'),
    opinions: longText('意见归类'),
  },
  sets: { evidence: '照片、签到表' },
  paper: {
    title: '座谈会记录',
    signatures: ['主持人', '记录人'],
    register: { title: '座谈会情况登记表' },
  },
  columns: ['code', 'heldOn', 'attendees', 'headcount', 'host', 'recorder'],
  owners: ['host', 'recorder'],
  title: (v) => v.name || `${v.heldOn ?? ''} ${(v.attendees ?? []).join('、')}`.trim() || '座谈会',
});
