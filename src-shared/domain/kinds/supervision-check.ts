import { choice, choicesFrom, date, defineKind, fromDictionary, longText, reference, text } from '../define';

/** 督查记录 with the outcomes of R55 (domain.md §2.6 bb). */
export const supervisionCheck = defineKind({
  kind: 'supervisionCheck',
  label: '督查记录',
  code: 'DC',
  parents: ['inspection'],
  stage: 'supervise',
  page: {
    about: '登记整改督查的情形和处理方式。',
    filterBy: ['outcome', 'result'],
  },
  essentials: ['situation'],
  fields: {
    code: text('编号').max(40),
    item: reference('整改事项', 'rectificationItem').span(2).forUnit(),
    checkedOn: date('日期').required().forUnit().today().together(),
    team: text('督查组').max(60).forUnit().together(),
    methods: choicesFrom('方式', 'supervisionMethod').forUnit().together(),
    situation: longText('情形').required().forUnit(),
    result: choice('核实结果', ['属实完成', '部分完成', '未完成', '虚假整改', '反弹']).together(),
    outcome: fromDictionary('处理方式', 'supervisionOutcome').required().span(2).together(),
    dueOn: date('要求期限').deadline().together(),
    recheck: longText('复查结果'),
  },
  sets: { evidence: '照片、佐证材料' },
  paper: {
    title: '整改督查记录',
    signatures: ['督查人员'],
    // What was seen, before it is judged: the outcome is decided afterwards and told by a paper of its own.
    copies: [
      {
        id: 'signed',
        label: '签字稿',
        reader: '被督查单位负责人',
        audience: 'unit',
        handOut: 'organisers',
        numbered: false,
        sections: [{ title: '督查情况', fields: ['item', 'checkedOn', 'team', 'methods', 'situation'] }],
        statement: '以上情况已阅，与实际相符。',
        signatures: ['被督查单位负责人', '督查人员'],
      },
    ],
    register: { title: '整改督查情况汇总表' },
  },
  columns: ['code', 'item', 'situation', 'outcome', 'checkedOn', 'dueOn'],
  access: 'rectification',
  title: (v) => v.situation?.slice(0, 40) || '督查记录',
});
