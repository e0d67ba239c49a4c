/** 今日: what is to be done, and how far the units are. Every line leads to its record. */
import { CheckCircleOutlined, CopyOutlined } from '@ant-design/icons';
import { App, Button, Segmented } from 'antd';
import { useMemo, useState } from 'react';
import { chineseDate } from '../../../src-shared/domain/dates';
import type { Entity, IsoDate } from '../../../src-shared/domain/define';
import { counts } from '../../../src-shared/domain/draft-record';
import { isAdopted } from '../../../src-shared/domain/kinds/working-paper';
import { INSPECTION_STAGES, type InspectionStage } from '../../../src-shared/domain/kinds/inspection';
import {
  fedBackProblems,
  figuresOf,
  rectificationFigures,
  rectificationSentence,
  statisticsSentence,
  type Figures,
  type RectificationFigures,
} from '../../../src-shared/domain/statistics';
import { CLUE_READERS } from '../../../src-shared/domain/kinds/clue';
import { getRecord, titleOf, useRuleContext, type ScreenContext } from '../../replica';
import { openRecord, useNavigation, type PageId } from '../../session/navigation';
import { useSession } from '../../session/session';
import { call, sentenceOf } from '../../session/workbench';
import { CareNotices } from '../../ui/care-notices';
import { RecusalReview } from '../../ui/recusal-review';
import { Charts } from './charts';
import { NextSteps } from './next-steps';
import { taskGroups, type Task, type TaskGroup } from './tasks';

const WEEKDAYS = ['日', '一', '二', '三', '四', '五', '六'];
/** Lines of a group shown before “全部”. */
const SHORT = 6;

export default function TodayPage() {
  const context = useRuleContext();
  const session = useSession((state) => state.session);
  const { round, inspection } = useNavigation();
  const [whole, setWhole] = useState(true);
  const groups = useMemo(
    () => (session ? groupsOf(context, session.user, round, whole ? undefined : inspection) : []),
    [context, session, round, inspection, whole],
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

interface UnitsProps {
  readonly context: ScreenContext;
  readonly round: string;
  readonly chosen: string | undefined;
}

/** The units of the round, each with its stage and how many of its rectification items are done. */
function Units({ context, round, chosen }: UnitsProps) {
  const choose = useNavigation((state) => state.choose);
  const items = context.list(['rectificationItem']).filter(counts);
  // The same number as everywhere: problems that have been signed.
  const papers = context.list(['workingPaper']).filter((e) => isAdopted(e.values.state as string));
  const units = [...context.children(round, 'inspection')].sort((a, b) =>
    String(a.values.enterOn ?? '9').localeCompare(String(b.values.enterOn ?? '9')),
  );
  if (units.length === 0) return null;
  return (
    <div className="card">
      <h3>{context.label(round)}</h3>
      <table className="units">
        <thead>
          <tr>
            <th scope="col">单位</th>
            <th scope="col">阶段</th>
            <th scope="col">问题</th>
            <th scope="col">整改完成</th>
          </tr>
        </thead>
        <tbody>
          {units.map((unit) => {
            const own = items.filter((e) => e.inspection === unit.id);
            const done = own.filter((e) => e.values.state === 'done').length;
            return (
              <tr key={unit.id} className={unit.id === chosen ? 'chosen' : undefined}>
                <td>
                  <button
                    type="button"
                    className="link"
                    aria-pressed={unit.id === chosen}
                    onClick={() => choose(round, unit.id)}
                  >
                    {context.label(unit.id)}
                  </button>
                </td>
                <td>{INSPECTION_STAGES[(unit.values.stage ?? 'preparing') as InspectionStage]}</td>
                <td>{papers.filter((e) => e.inspection === unit.id).length}</td>
                <td>
                  {own.length === 0 ? (
                    '—'
                  ) : (
                    <span className="share">
                      <progress value={done} max={own.length} aria-label="整改完成" />
                      {done}/{own.length}
                    </span>
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

/** Figures of the unit at work, each leading to its page, and the sentences that papers quote. */
function UnitProgress({ context, unit }: { readonly context: ScreenContext; readonly unit: Entity }) {
  const role = useSession((state) => state.session?.user.role);
  const open = useNavigation((state) => state.open);
  const { figures, answered, rectification } = useMemo(
    () => figuresFor(context, unit.id),
    [context, unit.id],
  );
  const mayClues = role !== undefined && CLUE_READERS.includes(role);
  return (
    <div className="card">
      <h3>
        {context.label(unit.id)}
        <small>{period(unit)}</small>
      </h3>
      <div className="tiles">
        {tilesOf(figures, rectification, mayClues).map(({ page, label, value, unit: word }) => (
          <button key={label} type="button" className="tile" onClick={() => open(page)}>
            <small>{label}</small>
            <span>
              <b>{value}</b>
              {word}
            </span>
          </button>
        ))}
      </div>
      <Sentence text={statisticsSentence(figures, { clues: mayClues })} label="统计句" />
      {rectification.items > 0 && (
        <Sentence text={rectificationSentence(answered, rectification)} label="整改小结" />
      )}
    </div>
  );
}

function period(unit: Entity): string {
  const { enterOn, leaveOn } = unit.values as { enterOn?: IsoDate; leaveOn?: IsoDate };
  if (!enterOn) return '';
  return `${chineseDate(enterOn)}进驻${leaveOn ? `，${chineseDate(leaveOn)}撤点` : ''}`;
}

function figuresFor(context: ScreenContext, inspection: string) {
  const list = (kind: string) => context.list([kind]).filter((e) => e.inspection === inspection);
  return {
    figures: figuresOf(list),
    answered: fedBackProblems(list).length,
    rectification: rectificationFigures(list('rectificationItem')),
  };
}

interface Tile {
  readonly page: PageId;
  readonly label: string;
  readonly value: number | string;
  readonly unit: string;
}

function tilesOf(f: Figures, r: RectificationFigures, mayClues: boolean): readonly Tile[] {
  return [
    { page: 'interview', label: '谈话', value: f.interviews, unit: '人次' },
    { page: 'questionnaire', label: '问卷有效/发放', value: `${f.valid}/${f.issued}`, unit: '份' },
    { page: 'documentRequest', label: '调阅', value: f.documents, unit: `类${f.documentCopies}件` },
    { page: 'forum', label: '座谈会', value: f.forums, unit: '场次' },
    { page: 'visit', label: '走访', value: f.visitedPersons, unit: '人次' },
    { page: 'petition', label: '信访', value: f.petitions, unit: '件' },
    { page: 'workingPaper', label: '已采用问题', value: f.problems, unit: '个' },
    ...(mayClues ? [{ page: 'clue', label: '移交线索', value: f.clues, unit: '件' } as const] : []),
    { page: 'rectificationItem', label: '整改完成', value: `${r.states.done}/${r.items}`, unit: '项' },
  ];
}

/** A sentence as papers quote it, to be copied. */
function Sentence({ text, label }: { readonly text: string; readonly label: string }) {
  const { message } = App.useApp();
  const copy = () =>
    call('shell.clipboardWrite', { text }).then(
      () => void message.success('已复制'),
      (error: unknown) => void message.error(sentenceOf(error)),
    );
  return (
    <figure className="sentence">
      <figcaption>{label}</figcaption>
      <blockquote>{text}</blockquote>
      <Button
        size="small"
        type="text"
        icon={<CopyOutlined />}
        aria-label={`复制${label}`}
        onClick={() => void copy()}
      />
    </figure>
  );
}
