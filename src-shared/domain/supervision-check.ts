import { choice, choicesFrom, date, defineKind, fromDictionary, longText, reference, text } from './define';

/** 督查记录 with the outcomes of R55 (domain.md §2.6 bb). */
export const supervisionCheck = defineKind({
  kind: 'supervisionCheck',
  label: '督查记录',
  code: 'DC',
  parents: ['inspection'],
  stage: 'supervise',
  fields: {
    code: text('编号').max(40),
    item: reference('整改事项', 'rectificationItem').span(2),
    checkedOn: date('日期').required(),
    team: text('督查组').max(60),
    methods: choicesFrom('方式', 'supervisionMethod'),
    situation: longText('情形').required(),
    result: choice('核实结果', ['属实完成', '部分完成', '未完成', '虚假整改', '反弹']),
    outcome: fromDictionary('处理方式', 'supervisionOutcome').required().span(2),
    dueOn: date('要求期限'),
    recheck: longText('复查结果'),
  },
  paper: {
    title: '整改督查记录',
    signatures: ['督查人员', '被督查单位负责人'],
    register: { title: '整改督查情况汇总表' },
  },
  columns: ['code', 'item', 'situation', 'outcome', 'checkedOn', 'dueOn'],
  access: 'rectification',
  title: (v) => v.situation?.slice(0, 40) || '督查记录',
});
