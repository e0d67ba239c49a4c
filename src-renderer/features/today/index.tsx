/** 今日: what is to be done, and how far the units are. Every line leads to its record. */
import { CheckCircleOutlined } from '@ant-design/icons';
import { Button, Segmented } from 'antd';
import { useMemo, useState } from 'react';
import { chineseDate } from '../../../src-shared/domain/dates';
import type { Entity } from '../../../src-shared/domain/define';
import { getRecord, titleOf, useRuleContext, type ScreenContext } from '../../replica';
import { openRecord, useNavigation } from '../../session/navigation';
import { useSession } from '../../session/session';
import { CareNotices } from '../../ui/care-notices';
import { ConflictNotice } from '../../ui/conflict-notice';
import { RecusalReview } from '../../ui/recusal-review';
import { Charts } from './charts';
import { NextSteps } from './next-steps';
import { UnitProgress, Units } from './progress';
import { taskGroups, type Task, type TaskGroup } from './tasks';
import { useDoubtfulSignatures, type DoubtfulSignature } from './doubtful-signatures';
import '../../ui/card.css';
import './today.css';

const WEEKDAYS = ['日', '一', '二', '三', '四', '五', '六'];
/** Lines of a group shown before “全部”. */
const SHORT = 6;

export default function TodayPage() {
  const context = useRuleContext();
  const session = useSession((state) => state.session);
  const { round, inspection } = useNavigation();
  const [whole, setWhole] = useState(true);
  const doubtful = useDoubtfulSignatures(context);
  const groups = useMemo(
    () => (session ? groupsOf(context, session.user, doubtful, round, whole ? undefined : inspection) : []),
    [context, session, doubtful, round, inspection, whole],
  );
  const total = groups.reduce((sum, group) => sum + group.tasks.length, 0);
  if (!session) return null;
  const unit = inspection === undefined ? undefined : context.get(inspection);
  return (
    <main className="today">
      <header className="page-head">
        <div>
          <h1>今日</h1>
          <p>
            {chineseDate(context.today)} 星期{WEEKDAYS[new Date(`${context.today}T00:00:00Z`).getUTCDay()]}
            {total > 0 && `，待办${total}件`}
            {session.demo && <span className="demo-sign">示例数据，日期固定</span>}
          </p>
        </div>
        {inspection !== undefined && (
          <Segmented<boolean>
            aria-label="范围"
            value={whole}
            onChange={setWhole}
            options={[
              { value: true, label: '全轮次' },
              { value: false, label: '本单位' },
            ]}
          />
        )}
      </header>
      <div className="today-columns">
        <section aria-label="待办">
          <CareNotices />
          <ConflictNotice />
          <RecusalReview urgent />
          <NextSteps context={context} inspection={inspection} />
          {groups.map((group) => (
            <TaskList key={group.key} group={group} context={context} showUnit={whole} />
          ))}
          {total === 0 && (
            <p className="today-clear">
              <CheckCircleOutlined />{' '}
              {unit ? '没有到期、待审和未归还的事项。' : '还没有记录。先到“轮次与单位”登记轮次和单位。'}
            </p>
          )}
        </section>
        <section aria-label="进展">
          {round !== undefined && <Units context={context} round={round} chosen={inspection} />}
          {unit && <UnitProgress context={context} unit={unit} />}
          {round !== undefined && (
            <Charts context={context} round={round} inspection={whole ? undefined : inspection} />
          )}
        </section>
      </div>
    </main>
  );
}

function groupsOf(
  context: ScreenContext,
  user: {
    readonly name: string;
    readonly memberId?: string;
    readonly role: Parameters<typeof taskGroups>[0]['role'];
  },
  doubtful: readonly DoubtfulSignature[],
  round: string | undefined,
  inspection: string | undefined,
): readonly TaskGroup[] {
  const ofRound = (entity: Entity): boolean => {
    if (entity.inspection !== null) {
      return inspection !== undefined
        ? entity.inspection === inspection
        : context.get(entity.inspection)?.parent === round;
    }
    if (entity.parent === round) return true;
    const parent = entity.parent === null ? undefined : context.get(entity.parent);
    return parent?.parent === round;
  };
  const members = context
    .list(['member'])
    .filter((e) => e.id === user.memberId || e.values.name === user.name)
    .map((e) => e.id);
  return taskGroups({
    list: (kind) => context.list([kind]).filter(ofRound),
    get: context.get,
    title: titleOf,
    today: context.today,
    role: user.role,
    members: new Set(members),
    doubtful: doubtful.filter(({ record }) => {
      const entity = context.get(record);
      return entity !== undefined && ofRound(entity);
    }),
  });
}

interface TaskListProps {
  readonly group: TaskGroup;
  readonly context: ScreenContext;
  readonly showUnit: boolean;
}

function TaskList({ group, context, showUnit }: TaskListProps) {
  const [all, setAll] = useState(false);
  const open = useNavigation((state) => state.open);
  const shown = all ? group.tasks : group.tasks.slice(0, SHORT);
  const go = (task: Task) => {
    const entity = getRecord(task.id);
    if (group.key === 'weekly') open('weeklyReport');
    else if (entity) openRecord(entity, getRecord);
  };
  return (
    <div className="card">
      <h3>
        {group.label}
        <span className="rail-count">{group.tasks.length}</span>
      </h3>
      <ul>
        {shown.map((task) => (
          <li key={task.id}>
            <button type="button" className="task" onClick={() => go(task)}>
              <span className="task-code">{task.code}</span>
              <span className="task-title">{task.title}</span>
              {showUnit && task.inspection !== null && <small>{context.label(task.inspection)}</small>}
              <span className={`task-note tone-${task.tone}`}>{task.note}</span>
            </button>
          </li>
        ))}
      </ul>
      {group.tasks.length > SHORT && (
        <Button type="link" size="small" onClick={() => setAll(!all)}>
          {all ? '收起' : `全部${group.tasks.length}件`}
        </Button>
      )}
    </div>
  );
}
