/** What is to be done, computed from the records this person may read. Pure: records in, lines out. */
import { chineseDate, daysBetween } from '../../../src-shared/domain/dates';
import { reportDayOf, weekOf } from '../../../src-shared/domain/weeks';
import type { ClueState } from '../../../src-shared/domain/kinds/clue';
import { isTransferred } from '../../../src-shared/domain/kinds/clue';
import type { DeskKind } from '../../../src-shared/domain/desk';
import type { Entity, IsoDate } from '../../../src-shared/domain/define';
import { inHand } from '../../../src-shared/domain/kinds/document-request';
import { itemWarning } from '../../../src-shared/domain/kinds/rectification-item';
import type { Role } from '../../../src-shared/domain/roles';
import type { DoubtfulSignature } from './doubtful-signatures';
import type { RecordId } from '../../../src-shared/merge/change';

/** How pressing a line is; always said in words as well. */
export type Tone = 'red' | 'yellow' | 'green' | 'plain';

export interface Task {
  readonly id: RecordId;
  readonly title: string;
  /** The paper number, where the record has one. */
  readonly code: string;
  /** Why it stands here, e.g. `红色·挂账（超期20天）`. */
  readonly note: string;
  readonly tone: Tone;
  /** Its unit; null for what belongs to the round. */
  readonly inspection: RecordId | null;
}

export interface TaskGroup {
  readonly key:
    | 'sign'
    | 'signatures'
    | 'mine'
    | 'rectify'
    | 'held'
    | 'awaited'
    | 'clues'
    | 'orders'
    | 'inquiries'
    | 'weekly';
  readonly label: string;
  readonly tasks: readonly Task[];
}

export interface Desk {
  readonly list: (kind: DeskKind) => readonly Entity[];
  readonly get: (id: RecordId) => Entity | undefined;
  readonly title: (entity: Entity) => string;
  readonly today: IsoDate;
  readonly role: Role;
  /** The member records that stand for the person signed in. */
  readonly members: ReadonlySet<RecordId>;
  /** Signatures that do not stand. */
  readonly doubtful: readonly DoubtfulSignature[];
}

/** Days before a deadline from which a line appears. */
const SOON_DAYS = 10;

const text = (entity: Entity, field: string): string => {
  const value = entity.values[field];
  return typeof value === 'string' ? value : '';
};

const taskOf = (desk: Desk, entity: Entity, note: string, tone: Tone): Task => ({
  id: entity.id,
  title: desk.title(entity),
  code: text(entity, 'code'),
  note,
  tone,
  inspection: entity.inspection,
});

/** Every group that has something to do, the most pressing first. */
export function taskGroups(desk: Desk): readonly TaskGroup[] {
  const groups: TaskGroup[] = [
    { key: 'sign', label: '待我审核', tasks: toApprove(desk) },
    { key: 'signatures', label: '签署已失效', tasks: doubtfulSignatures(desk) },
    { key: 'mine', label: '待我修改', tasks: sentBackToMe(desk) },
    { key: 'weekly', label: '周报', tasks: weeklyReports(desk) },
    { key: 'rectify', label: '整改时限', tasks: rectification(desk) },
    {
      key: 'orders',
      label: '立行立改',
      tasks: deadlines(desk, 'immediateOrder', 'dueOn', 'repliedOn', '回复'),
    },
    { key: 'clues', label: '线索反馈', tasks: clueReplies(desk) },
    { key: 'held', label: '未归还资料', tasks: held(desk) },
    { key: 'awaited', label: '逾期未提供资料', tasks: awaited(desk) },
    { key: 'inquiries', label: '函询回复', tasks: deadlines(desk, 'inquiry', 'dueOn', 'repliedOn', '回函') },
  ];
  return groups.filter((group) => group.tasks.length > 0);
}

function toApprove(desk: Desk): readonly Task[] {
  const { role } = desk;
  const papers = desk.list('workingPaper');
  const found: Task[] = [];
  if (role === 'leader') {
    for (const e of papers) if (e.values.state === 'toSign') found.push(taskOf(desk, e, '待审签', 'yellow'));
  }
  if (role === 'leader' || role === 'deputyLeader') {
    for (const e of papers)
      if (e.values.state === 'toReview') found.push(taskOf(desk, e, '待复核', 'yellow'));
  }
  if (role === 'leader' || role === 'liaison' || role === 'office') {
    for (const e of desk.list('rectificationItem')) {
      if (e.values.closing === 'pending') found.push(taskOf(desk, e, '销号待审批', 'yellow'));
    }
  }
  return found;
}

/** A record of which somebody signed something else than what stands there: each once, whoever signed. */
function doubtfulSignatures(desk: Desk): readonly Task[] {
  if (desk.role !== 'leader') return [];
  const byRecord = new Map<RecordId, DoubtfulSignature[]>();
  for (const one of desk.doubtful) byRecord.set(one.record, [...(byRecord.get(one.record) ?? []), one]);
  return [...byRecord].flatMap(([id, all]) => {
    const entity = desk.get(id);
    const words = all.map(
      ({ signature: { act, standing } }) => `${act}${standing === 'wrong' ? '校验不符' : '已失效'}`,
    );
    return entity ? [taskOf(desk, entity, [...new Set(words)].join('、'), 'red')] : [];
  });
}

function sentBackToMe(desk: Desk): readonly Task[] {
  return desk
    .list('workingPaper')
    .filter((e) => e.values.state === 'sentBack' && desk.members.has(text(e, 'handler')))
    .map((e) => taskOf(desk, e, '已退回，待修改', 'yellow'));
}

function rectification(desk: Desk): readonly Task[] {
  return desk
    .list('rectificationItem')
    .map((entity) => ({
      entity,
      warning: itemWarning(entity, desk.get, desk.today),
    }))
    .filter(({ warning }) => warning.level !== 'none' && warning.level !== 'normal')
    .sort((a, b) => (a.warning.daysLeft ?? 0) - (b.warning.daysLeft ?? 0))
    .map(({ entity, warning }) => taskOf(desk, entity, warning.label, warning.level as Tone));
}

/** What the group has in hand and has not given back. */
function held(desk: Desk): readonly Task[] {
  return desk
    .list('documentRequest')
    .filter((e) => inHand(text(e, 'state')))
    .map((e) => {
      const left = desk.get(e.inspection ?? '')?.values.leaveOn as IsoDate | undefined;
      const late = left !== undefined && left < desk.today;
      const note = late ? `撤点已${daysBetween(left, desk.today)}天，尚未归还` : '在手未还';
      return taskOf(desk, e, note, late ? 'red' : 'plain');
    })
    .sort(byTone);
}

/** What the unit should have handed over by now. */
function awaited(desk: Desk): readonly Task[] {
  return desk.list('documentRequest').flatMap((e) => {
    const due = text(e, 'dueOn') as IsoDate;
    if (e.values.state !== 'requested' || due === '' || due >= desk.today) return [];
    const note = `应于${chineseDate(due)}提供，逾期${daysBetween(due, desk.today)}天`;
    return [taskOf(desk, e, note, 'yellow')];
  });
}

function clueReplies(desk: Desk): readonly Task[] {
  return desk
    .list('clue')
    .filter(
      (e) =>
        isTransferred(text(e, 'state') as ClueState) &&
        e.values.state !== 'concluded' &&
        text(e, 'repliedOn') === '',
    )
    .flatMap((e) => dueTask(desk, e, text(e, 'replyDueOn'), '反馈'))
    .sort(byTone);
}

function deadlines(desk: Desk, kind: DeskKind, due: string, done: string, word: string): readonly Task[] {
  return desk
    .list(kind)
    .filter((e) => text(e, done) === '')
    .flatMap((e) => dueTask(desk, e, text(e, due), word))
    .sort(byTone);
}

/** A line for a deadline that has passed or comes soon. */
function dueTask(desk: Desk, entity: Entity, due: string, word: string): readonly Task[] {
  if (due === '') return [];
  const left = daysBetween(desk.today, due as IsoDate);
  if (left < 0) return [taskOf(desk, entity, `${word}已超期${-left}天`, 'red')];
  if (left <= SOON_DAYS)
    return [taskOf(desk, entity, left === 0 ? `今天应${word}` : `${left}天内应${word}`, 'yellow')];
  return [];
}

const TONES: readonly Tone[] = ['red', 'yellow', 'green', 'plain'];
const byTone = (a: Task, b: Task): number => TONES.indexOf(a.tone) - TONES.indexOf(b.tone);

/** While a round is on site, each of its teams owes the report of this week by the day it is due. */
function weeklyReports(desk: Desk): readonly Task[] {
  const week = weekOf(desk.today);
  return desk.list('team').flatMap((team) => {
    const round = team.parent ? desk.get(team.parent) : undefined;
    const from = round && text(round, 'enterOn');
    const to = round && text(round, 'leaveOn');
    if (!from || !to || desk.today < from || week.from > to) return [];
    const due = reportDayOf(desk.today, text(round, 'reportWeekday') || undefined);
    const written = desk
      .list('weeklyReport')
      .some((e) => e.parent === team.id && text(e, 'from') <= due && text(e, 'to') >= week.from);
    if (written) return [];
    const note =
      desk.today === due ? '今天报送' : desk.today < due ? `${chineseDate(due)}报送` : '本周周报尚未填写';
    return [taskOf(desk, team, note, desk.today >= due ? 'red' : 'yellow')];
  });
}
