import { unitNameOf } from '../ancestors';
import { date, defineKind, flag, integer, longText, text } from '../define';

/** Who gives a paper its number and takes in what the unit sends: the office too, though the group writes the feedback. */
const NUMBERERS = ['leader', 'deputyLeader', 'liaison', 'office'] as const;

/** 反馈: what was handed to one unit, when, and who signed for it (domain.md §2.4 u). */
export const feedback = defineKind({
  kind: 'feedback',
  label: '巡察反馈',
  parents: ['inspection'],
  stage: 'feedback',
  page: {
    about: '登记向被巡察单位反馈的日期、签收人、总体评价和意见建议，然后导出反馈意见。',
  },
  essentials: ['heldOn'],
  children: ['advice'],
  sets: { evidence: '反馈材料、签收单' },
  paper: {
    title: '巡察反馈情况登记表',
    rows: ['advice'],
    signatures: ['填表人'],
    copies: [
      {
        id: 'receipt',
        label: '材料签收单',
        title: '巡察反馈材料签收单',
        reader: '被巡察单位',
        audience: 'unit',
        handOut: 'organisers',
        numbered: false,
        sections: [{ title: '签收材料', fields: ['material', 'copies', 'heldOn', 'receivingUnit'] }],
        statement: '上述材料已收到，将按要求传达学习、研究整改。',
        signatures: ['签收人（主要负责人）', '巡察组经办人'],
      },
    ],
  },
  computed: {
    material: {
      label: '材料名称',
      audience: 'unit',
      wide: true,
      text: (record, { get }) => `关于巡察${unitNameOf(record, get)}的反馈意见`,
    },
    receivingUnit: {
      label: '签收单位',
      audience: 'unit',
      wide: true,
      text: (record, { get }) => unitNameOf(record, get),
    },
  },
  columns: ['heldOn', 'receivedBy', 'copies', 'host', 'planDueOn', 'planReceivedOn'],
  fields: {
    heldOn: date('反馈日期').required().forUnit(),
    receivedBy: text('签收人').names('counterpart').max(40).forUnit(),
    copies: integer('份数').unit('份').forUnit(),
    host: text('主持').names('counterpart').max(40),
    overview: longText('总体评价').forUnit().help('肯定成绩，二至四句，喜忧兼报'),
    namesApproved: flag('组长同意写明人名').writtenBy('leader').help('默认不写人名：文中姓名以“某某”代替'),
    numberCode: text('机关代字')
      .max(20)
      .writtenBy(...NUMBERERS)
      .help('公文版式用，如：青巡发'),
    numberSerial: integer('发文序号')
      .writtenBy(...NUMBERERS)
      .help('公文版式用'),
    planDueOn: date('整改方案报送时限').forUnit().deadline().help('不填则按反馈日期加轮次参数计算'),
    planReceivedOn: date('整改方案报送日').writtenBy(...NUMBERERS),
  },
  access: 'feedback',
  kept: (v) => (v.receivedBy ? '已由被巡察单位签收' : undefined),
  title: (v) => (v.heldOn ? `${v.heldOn} 反馈` : '巡察反馈'),
});

/** 意见建议: one numbered piece of advice in a feedback. */
export const advice = defineKind({
  kind: 'advice',
  label: '意见建议',
  parents: ['feedback'],
  stage: 'feedback',
  fields: {
    position: integer('序号'),
    content: longText('意见建议').required().forUnit(),
  },
  access: 'row',
  title: (v) => v.content?.slice(0, 40) ?? '意见建议',
});
