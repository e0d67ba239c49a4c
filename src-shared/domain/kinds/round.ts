import { choice, date, defineKind, integer, text, type Issue } from '../define';
import { daysBetween } from '../dates';
import { DICTIONARIES } from '../dictionaries';

/** Names of the frames by their stored ids. */
const FOCUS_VERSIONS: Readonly<Record<string, string>> = Object.fromEntries(
  DICTIONARIES.focus.map(({ id, label }) => [id, label]),
);

/** 轮次, with the deadlines and thresholds that apply to it: parameters, never constants (domain.md §2.5 [M]). */
export const round = defineKind({
  kind: 'round',
  label: '巡察轮次',
  parents: ['term'],
  stage: 'prepare',
  children: ['team', 'dictionaryEntry', 'inspection', 'recusal', 'inquiry', 'outline', 'questionnaire'],
  fields: {
    code: text('编号').max(40),
    name: text('名称').required().max(60).span(2).forUnit().help('如：九届县委第四轮巡察'),
    ordinal: text('轮次').max(20),
    sendingCommittee: text('派出党组织').max(60).span(2).forUnit(),
    authorization: text('授权文号').max(60),
    authorizationMode: text('授权方式').max(40).default('一次一授权'),
    focusVersion: choice('聚焦框架', FOCUS_VERSIONS)
      .default('focus-2024')
      .fixed()
      .help('新建轮次时选定，本轮内不变；各条的表述在“字典”中改'),
    mobilizedOn: date('动员部署会'),
    trainingFrom: date('培训开始'),
    trainingTo: date('培训结束'),
    enterOn: date('进驻开始'),
    leaveOn: date('现场结束'),
    papersSignedBy: date('底稿审签截止'),
    reportDueOn: date('巡察报告报送'),
    groupHearingOn: date('领导小组听取汇报'),
    secretaryMeetingOn: date('书记专题会'),
    feedbackFrom: date('反馈开始'),
    feedbackTo: date('反馈结束'),
    planDueOn: date('整改方案报送截止').forUnit(),
    concentratedUntil: date('集中整改截止').forUnit(),
    superviseFrom: date('集中督查开始'),
    superviseTo: date('集中督查结束'),
    planDays: integer('整改方案天数').unit('天').default(30),
    concentratedMonths: integer('集中整改月数').unit('个月').default(6),
    clueReplyMonths: integer('线索反馈月数').unit('个月').default(3),
    greenDays: integer('绿色预警剩余天数').unit('天').default(20),
    yellowDays: integer('黄色预警剩余天数').unit('天').default(10),
    staleOverdueDays: integer('呆账：超期天数').unit('天').default(30),
    staleIdleDays: integer('呆账：无更新天数').unit('天').default(60),
    fairlySatisfiedWorth: integer('满意度：基本满意折算').unit('%').default(75),
    dissatisfiedWorth: integer('满意度：不满意折算').unit('%').default(55),
    reportWeekday: text('周报日').max(10).default('星期五'),
    demoToday: date('演示日期').derived().help('仅示例轮次：把“今天”固定为这一天'),
  },
  sections: [
    {
      title: '轮次',
      fields: [
        'code',
        'name',
        'ordinal',
        'sendingCommittee',
        'authorization',
        'authorizationMode',
        'focusVersion',
      ],
    },
    {
      title: '时间安排',
      fields: [
        'mobilizedOn',
        'trainingFrom',
        'trainingTo',
        'enterOn',
        'leaveOn',
        'papersSignedBy',
        'reportDueOn',
        'groupHearingOn',
        'secretaryMeetingOn',
        'feedbackFrom',
        'feedbackTo',
        'planDueOn',
        'concentratedUntil',
        'superviseFrom',
        'superviseTo',
      ],
    },
    {
      title: '期限与预警参数',
      fields: [
        'planDays',
        'concentratedMonths',
        'clueReplyMonths',
        'greenDays',
        'yellowDays',
        'staleOverdueDays',
        'staleIdleDays',
        'fairlySatisfiedWorth',
        'dissatisfiedWorth',
        'reportWeekday',
      ],
    },
  ],
  columns: ['name', 'ordinal', 'enterOn', 'leaveOn', 'focusVersion'],
  rules: [
    (v) => {
      const issues: Issue[] = [];
      if (v.enterOn && v.leaveOn && daysBetween(v.enterOn, v.leaveOn) < 0) {
        issues.push({ field: 'leaveOn', level: 'error', message: '现场结束早于进驻开始，请核对日期' });
      }
      if (v.greenDays !== undefined && v.yellowDays !== undefined && v.yellowDays > v.greenDays) {
        issues.push({ field: 'yellowDays', level: 'error', message: '黄色预警天数应不大于绿色预警天数' });
      }
      return issues;
    },
  ],
  access: 'setup',
  title: (v) => v.name ?? '未命名轮次',
});
