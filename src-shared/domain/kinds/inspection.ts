import { date, defineKind, fromDictionary, reference, state, states, text, type Issue } from '../define';
import { daysBetween } from '../dates';
import { ORGANISERS } from '../roles';

/** 阶段 (domain.md §2.8): forward step by step; the leader may step back with a reason. */
export const INSPECTION_STAGES = {
  preparing: '准备',
  onSite: '进驻了解',
  reporting: '报告',
  feedback: '反馈',
  rectifying: '集中整改',
  followUp: '后续整改',
  supervising: '督查/评估',
  archived: '归档',
} as const;
export type InspectionStage = keyof typeof INSPECTION_STAGES;

const order = Object.keys(INSPECTION_STAGES) as InspectionStage[];
export const inspectionStage = states(
  INSPECTION_STAGES,
  [
    ...order
      .slice(1)
      .map((to, i) => ({ from: order[i]!, to, label: `转入${INSPECTION_STAGES[to]}`, roles: ORGANISERS })),
    ...order.slice(1).map((from, i) => ({
      from,
      to: order[i]!,
      label: `退回${INSPECTION_STAGES[order[i]!]}`,
      roles: ['leader', 'office'] as const,
      reason: true,
      back: true,
    })),
  ],
  { archived: { by: 'signature' } },
);

/** 巡察任务: one round × one unit; almost every record belongs to one, and recusal looks at it. */
export const inspection = defineKind({
  kind: 'inspection',
  label: '巡察任务',
  parents: ['round'],
  stage: 'prepare',
  children: [
    'interview',
    'forum',
    'visit',
    'petition',
    'responseBatch',
    'documentRequest',
    'workingPaper',
    'clue',
    'immediateOrder',
    'feedback',
    'supervisionCheck',
    'satisfactionSurvey',
  ],
  fields: {
    unit: reference('被巡察单位', 'unit').required().forUnit().span(2),
    team: reference('巡察组', 'team').forUnit().together(),
    type: fromDictionary('巡察类型', 'inspectionType').required().forUnit().together(),
    specialTarget: text('专项内容')
      .span(2)
      .forUnit()
      .help('专项巡察：一件事、一个人、一个项目、一笔资金、一个下属机构'),
    enterOn: date('进驻日期').forUnit().together(),
    leaveOn: date('撤点日期').forUnit().together(),
    announcedOn: date('公告日期').forUnit().together(),
    phone: text('联系电话').max(60).forUnit(),
    postBox: text('邮政信箱').max(80).forUnit(),
    boxPlace: text('意见箱位置').max(80).span(2).forUnit(),
    visitHours: text('接访时间和地点').max(120).span(2).forUnit(),
    acceptUntil: date('受理截止').forUnit().help('不填的，以撤点日期为准').together(),
    stage: state('阶段', inspectionStage),
  },
  sections: [
    {
      title: '巡察任务',
      fields: ['unit', 'team', 'type', 'specialTarget', 'enterOn', 'leaveOn', 'stage'],
    },
    {
      title: '巡察公告',
      fields: ['announcedOn', 'phone', 'postBox', 'boxPlace', 'visitHours', 'acceptUntil'],
    },
  ],
  paper: { omit: ['announcedOn', 'phone', 'postBox', 'boxPlace', 'visitHours', 'acceptUntil'] },
  columns: ['unit', 'type', 'team', 'enterOn', 'leaveOn', 'stage'],
  rules: [
    (v) => {
      const issues: Issue[] = [];
      if (v.enterOn && v.leaveOn && daysBetween(v.enterOn, v.leaveOn) < 0) {
        issues.push({ field: 'leaveOn', level: 'error', message: '撤点日期早于进驻日期，请核对' });
      }
      if (v.type === '专项巡察' && !v.specialTarget) {
        issues.push({
          field: 'specialTarget',
          level: 'error',
          message: '专项巡察应写明专项内容（一件事、一个人、一个项目、一笔资金或一个下属机构）',
        });
      }
      return issues;
    },
  ],
  access: 'setup',
  title: (v) => v.type ?? '巡察任务',
});
