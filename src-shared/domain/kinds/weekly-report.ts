import { addDays, chineseDate, chinesePeriod, daysBetween } from '../dates';
import {
  date,
  defineKind,
  integer,
  longText,
  type Entity,
  type IsoDate,
  type Issue,
  type RuleContext,
} from '../define';

/** 每周五工作汇报: figures come from the records, words from a person (R3, R44; domain.md §2.2 n). */
export const weeklyReport = defineKind({
  kind: 'weeklyReport',
  label: '周报',
  parents: ['team'],
  stage: 'onSite',
  page: {
    about: '每周向巡察办报送一次工作情况。周次、起止和各项数字自动带出，您写文字。',
  },
  essentials: ['week'],
  fields: {
    week: integer('周次').required(),
    from: date('起').required(),
    to: date('止').required(),
    dueOn: date('报送日'),
    work: longText('本周主要工作'),
    important: longText('重要情况'),
    difficulties: longText('困难和问题'),
    coordination: longText('需协调事项'),
    nextPlan: longText('下周计划'),
  },
  sets: { evidence: '附件材料' },
  paper: { title: '巡察工作周报', signatures: ['填报人', '组长'], register: { title: '周报汇总表' } },
  rules: [inOrder],
  columns: ['week', 'from', 'to', 'dueOn', 'work', 'difficulties'],
  title: (v) => `第${v.week ?? '?'}周`,
});

/** The days of a report are in order, and no day of the stay is told twice or left out between two of a team. */
function inOrder(
  v: { readonly from?: IsoDate; readonly to?: IsoDate },
  entity: Entity,
  { children }: RuleContext,
): readonly Issue[] {
  const { from, to } = v;
  if (!from || !to) return [];
  if (to < from) return [{ field: 'to', level: 'error', message: '止日早于起日，请核对' }];
  const others = entity.parent === null ? [] : children(entity.parent, 'weeklyReport');
  const before = others
    .filter(
      ({ id, values }) => id !== entity.id && typeof values.to === 'string' && String(values.from) <= from,
    )
    .map(({ values }) => ({ week: values.week, to: values.to as IsoDate }))
    .reduce<{ week: unknown; to: IsoDate } | undefined>((a, b) => (a && a.to >= b.to ? a : b), undefined);
  if (before === undefined) return [];
  const named = `第${String(before.week ?? '?')}周`;
  if (before.to >= from)
    return [
      {
        field: 'from',
        level: 'hint',
        message: `与${named}的周报（止于${chineseDate(before.to)}）重叠，重叠的天数在两周里都计入`,
      },
    ];
  return daysBetween(before.to, from) > 1
    ? [
        {
          field: 'from',
          level: 'hint',
          message: `${chinesePeriod(addDays(before.to, 1), addDays(from, -1))}没有计入任何一周：${named}的周报止于${chineseDate(before.to)}`,
        },
      ]
    : [];
}
