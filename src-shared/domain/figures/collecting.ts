/** What was done to find out: talks, meetings, sheets, visits, papers, letters (domain.md §2.2). */
import { defineFigure, differentOf, sumOf, withNumber } from './define-figure';

export const forums = defineFigure({
  label: '座谈会',
  unit: '场次',
  rule: '按登记的座谈会计，一次登记为一场次',
  source: 'R27、domain.md §2.2 k',
  kind: 'forum',
  day: 'heldOn',
  weekly: true,
  records: ({ of }) => of('forum'),
});

export const forumPersons = defineFigure({
  label: '座谈人次',
  unit: '人次',
  rule: '按各场座谈会登记的人数相加',
  source: 'domain-addendum.md §6.a',
  kind: 'forum',
  day: 'heldOn',
  records: ({ of }) => of('forum'),
  value: sumOf('headcount'),
});

export const interviews = defineFigure({
  label: '谈话',
  unit: '人次',
  rule: '按谈话记录的“谈话人次”相加，未填的计1人次；同一人谈两次计2人次',
  source: 'R29、domain.md §2.2 h',
  kind: 'interview',
  day: 'heldOn',
  weekly: true,
  records: ({ of }) => of('interview'),
  value: sumOf('personTimes', 1),
});

export const issued = defineFigure({
  label: '问卷发放',
  unit: '份',
  rule: '按问卷发放登记的发放份数相加',
  source: 'R28、domain.md §2.2 i',
  kind: 'responseBatch',
  day: 'handedOutOn',
  weekly: true,
  records: ({ of }) => of('responseBatch'),
  value: sumOf('issued'),
});

export const returned = defineFigure({
  label: '问卷收回',
  unit: '份',
  rule: '按问卷发放登记的回收份数相加，计在发放日',
  source: 'R28、domain-addendum.md §6.m',
  kind: 'responseBatch',
  day: 'handedOutOn',
  weekly: true,
  records: ({ of }) => of('responseBatch'),
  value: sumOf('returned'),
});

export const valid = defineFigure({
  label: '问卷有效',
  unit: '份',
  rule: '按问卷发放登记的有效份数相加，计在发放日',
  source: 'R28、domain-addendum.md §6.m',
  kind: 'responseBatch',
  day: 'handedOutOn',
  weekly: true,
  records: ({ of }) => of('responseBatch'),
  value: sumOf('valid'),
});

export const visitedPersons = defineFigure({
  label: '走访',
  unit: '人次',
  rule: '按走访登记的走访人次相加，暗访不计',
  source: 'R30、domain.md §2.2 l',
  kind: 'visit',
  day: 'heldOn',
  weekly: true,
  records: ({ of }) => of('visit').filter(({ values }) => values.method !== '暗访'),
  value: sumOf('persons'),
});

export const households = defineFigure({
  label: '走访户数',
  unit: '户',
  rule: '按走访登记的走访户数相加，暗访不计',
  source: 'domain-addendum.md §6.a',
  kind: 'visit',
  day: 'heldOn',
  weekly: true,
  records: (world) => visitedPersons.records(world).filter(withNumber('households')),
  value: sumOf('households'),
});

export const covertVisits = defineFigure({
  label: '暗访',
  unit: '次',
  rule: '按方式为“暗访”的走访登记计，一次登记为一次',
  source: 'R26、domain.md §2.2 l',
  kind: 'visit',
  day: 'heldOn',
  weekly: true,
  records: ({ of }) => of('visit').filter(({ values }) => values.method === '暗访'),
});

export const placesBelow = defineFigure({
  label: '下沉',
  unit: '个',
  rule: '按方式为“下沉一级”的走访登记的地点计，同一地点计一个',
  source: 'R26、domain-addendum.md §6.a',
  kind: 'visit',
  day: 'heldOn',
  records: ({ of }) => of('visit').filter(({ values }) => values.method === '下沉一级'),
  value: differentOf(({ values }) => [String(values.place ?? '').trim()]),
});

export const documents = defineFigure({
  label: '调阅资料',
  unit: '类',
  rule: '按已提供的调阅登记计，一条登记为一类；尚未提供的不计',
  source: 'R31、domain.md §2.2 j',
  kind: 'documentRequest',
  day: 'providedOn',
  weekly: true,
  records: ({ of }) =>
    of('documentRequest').filter(({ values }) => (values.state ?? 'requested') !== 'requested'),
});

export const documentCopies = defineFigure({
  label: '调阅件数',
  unit: '件',
  rule: '按已提供的调阅登记的数量相加，册、卷、份一样计',
  source: 'R31、domain.md §2.2 j',
  kind: 'documentRequest',
  day: 'providedOn',
  weekly: true,
  records: documents.records,
  value: sumOf('quantity'),
});

export const petitions = defineFigure({
  label: '信访',
  unit: '件',
  rule: '按信访登记计，一次登记为一件，不论是否属受理范围',
  source: 'R25、domain.md §2.2 m',
  kind: 'petition',
  day: 'receivedOn',
  weekly: true,
  records: ({ of }) => of('petition'),
});
