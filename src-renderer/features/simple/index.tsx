/**
 * Pages that need nothing beyond their kind's definition: a table and a form each, in a few lines.
 * What a kind needs beyond that gets a folder of its own.
 */
import { useMemo } from 'react';
import { kindOf, kinds, type KindName } from '../../../src-shared/domain/kinds';
import type { AnyKind, Computed, Entity } from '../../../src-shared/domain/define';
import type { RecordId } from '../../../src-shared/merge/change';
import { useRecords, useRole, useRuleContext } from '../../replica';
import { ChildRows } from '../../ui/child-rows';
import { KindPage, type FeatureProps, type KindPageProps } from '../../ui/kind-page';
import { RecusalReview } from '../../ui/recusal-review';
import { PryNote } from './pry-note';

interface Props extends FeatureProps {
  readonly round: RecordId;
}

type Own = Pick<KindPageProps, 'about'> &
  Partial<Pick<KindPageProps, 'notice' | 'filterBy' | 'form' | 'parent'>>;

/** A page of what belongs to the unit at work. */
function ofUnit(kind: KindName, own: Own) {
  return function UnitPage({ inspection, record, onOpen }: Props) {
    const rows = useRecords(kind, { inspection }) as readonly Entity[] | undefined;
    return (
      <KindPage
        kind={kindOf(kind) as AnyKind}
        rows={rows}
        parent={inspection}
        record={record}
        onOpen={onOpen}
        {...own}
      />
    );
  };
}

/** A page of what belongs to the round at work. */
function ofRound(kind: KindName, own: Own) {
  return function RoundPage({ round, record, onOpen }: Props) {
    const rows = useRecords(kind, { parent: round }) as readonly Entity[] | undefined;
    return (
      <KindPage
        kind={kindOf(kind) as AnyKind}
        rows={rows}
        parent={round}
        record={record}
        onOpen={onOpen}
        {...own}
      />
    );
  };
}

/** A page of what belongs to the teams of the round; new records go to the team of the unit at work. */
function ofTeam(kind: KindName, own: Own) {
  return function TeamPage({ round, inspection, record, onOpen }: Props) {
    const context = useRuleContext();
    const all = useRecords(kind) as readonly Entity[] | undefined;
    const teams = useMemo(() => context.children(round, 'team').map((team) => team.id), [context, round]);
    const rows = useMemo(
      () => all?.filter((row) => row.parent !== null && teams.includes(row.parent)),
      [all, teams],
    );
    const mine = context.get(inspection)?.values.team;
    const parent = typeof mine === 'string' && teams.includes(mine) ? mine : teams[0];
    return (
      <KindPage
        kind={kindOf(kind) as AnyKind}
        rows={rows}
        parent={parent}
        record={record}
        onOpen={onOpen}
        {...own}
        about={parent === undefined ? '请先在“轮次与单位”中登记巡察组。' : own.about}
      />
    );
  };
}

export const Member = ofTeam('member', {
  about: '登记本组的组长、副组长、联络员和组员；谈话、调阅、底稿从这里选人。',
  filterBy: ['duty'],
});
export const WeeklyReport = ofTeam('weeklyReport', {
  about: '每周五向巡察办报送一次工作情况。',
});
export const Recusal = ofRound('recusal', {
  about: '登记回避审查。选定本组组员并决定回避的，此人即看不到该单位的全部记录。',
  notice: <RecusalReview />,
  filterBy: ['ground', 'decision'],
});
export const Inquiry = ofRound('inquiry', {
  about: '进驻前向纪检、组织、信访、审计等部门了解情况的清单。',
  filterBy: ['department'],
});
export const Outline = ofRound('outline', {
  about: '本组自己的谈话提纲，本轮各单位的谈话都能套用。写好一份谈话的提纲，点“存为提纲模板”也会存到这里。',
  form: (record) => ({
    children: (
      <ChildRows
        kind="outlineQuestion"
        parent={record}
        empty="还没有问题。一条一个问题，套用时按这里的次序。"
        defaults={(last) => ({ focus: (last?.values.focus as string | undefined) ?? null })}
      />
    ),
  }),
});
export const Forum = ofUnit('forum', { about: '登记每一场座谈会；场次计入统计句。' });
export const Visit = ofUnit('visit', {
  about: '登记走访、下沉和暗访；走访人次计入统计句。',
  filterBy: ['method'],
});
export const Petition = ofUnit('petition', {
  about: '登记来信、来电、来访。反映人只有组长和联络员可见，不会印给他人。',
  filterBy: ['method', 'inScope'],
});
export const ImmediateOrder = ofUnit('immediateOrder', {
  about: '边巡边改：对能立即纠正的问题下发通知书，写明要求和时限。',
});
export const Clue = ofUnit('clue', {
  about: '问题线索单独登记、单独移交，只有组长、副组长和联络员可见，不进入任何给被巡察单位的文件。',
  filterBy: ['state', 'receiver'],
});
export const SupervisionCheck = ofUnit('supervisionCheck', {
  about: '登记整改督查的情形和处理方式。',
  filterBy: ['outcome', 'result'],
});
export const SatisfactionSurvey = ofUnit('satisfactionSurvey', {
  about: '登记整改满意度测评的发放、收回和票数；合计、满意率、满意度由程序算。',
  form: (record) => ({ after: { 整改满意度测评: <SurveySum survey={record} /> } }),
});
/** What the votes come to, as it stands on paper. */
function SurveySum({ survey }: { survey: Entity }) {
  const context = useRuleContext();
  const { votes, rate, degree } = kinds.satisfactionSurvey.computed as Readonly<Record<string, Computed>>;
  const said = [votes!, rate!, degree!]
    .map(({ label, text }) => [label, text(survey, context)])
    .filter(([, words]) => words !== '')
    .map(([label, words]) => `${label}${words}`);
  return (
    <div className="pw-words" role="status">
      {`${said.join('，')}。满意率＝（非常满意＋满意＋基本满意）÷表态票；不了解、未答不计入。`}
    </div>
  );
}

/** What was handed out of the unit at work and of its round as a whole: as many as the rail counts. */
export function ExportEntry({ round, inspection, record, onOpen }: Props) {
  const all = useRecords('exportEntry') as readonly Entity[] | undefined;
  const rows = useMemo(
    () => all?.filter((row) => row.inspection === inspection || row.parent === round),
    [all, inspection, round],
  );
  return (
    <KindPage
      kind={kindOf('exportEntry') as AnyKind}
      rows={rows}
      record={record}
      onOpen={onOpen}
      about="打印和导出过的文件都登记在这里：什么文件、给谁、何时、何人。由程序自动登记，不能修改。"
      filterBy={['document', 'way', 'audience']}
    />
  );
}

export function Operation({ record, onOpen }: Props) {
  const all = useRecords('operation') as readonly Entity[] | undefined;
  const newestFirst = useMemo(
    () => all && [...all].sort((a, b) => (String(a.values.at) < String(b.values.at) ? 1 : -1)),
    [all],
  );
  return (
    <KindPage
      kind={kindOf('operation') as AnyKind}
      rows={newestFirst}
      record={record}
      onOpen={onOpen}
      about="使用者、角色、回避、恢复备份、文件带出、删除和恢复记录，都记在这里。由程序自动登记，不能修改。"
      filterBy={['act', 'by']}
    />
  );
}

const feedbackForm = (record: Entity) => ({
  children: (
    <ChildRows
      kind="advice"
      parent={record}
      columns={[{ field: 'content', width: '1fr', shape: 'form' }]}
      empty="一条一条写，序号即反馈意见中的序号。"
    />
  ),
});

export function Feedback({ inspection, record, onOpen }: Props) {
  const rows = useRecords('feedback', { inspection });
  return (
    <KindPage
      kind={kindOf('feedback') as AnyKind}
      rows={rows as readonly Entity[] | undefined}
      parent={inspection}
      record={record}
      onOpen={onOpen}
      about="登记向被巡察单位反馈的日期、签收人、总体评价和意见建议，然后导出反馈意见。"
      form={feedbackForm}
    />
  );
}

const PryReports = ofTeam('pryReport', {
  about: '凡打探、说情的，一律登记在案。只有组长能看到。',
});

/** Everybody may report an attempt to pry or plead; only the leader sees what was reported. */
export function PryReport(props: Props) {
  const role = useRole();
  return role === 'leader' ? (
    <PryReports {...props} />
  ) : (
    <PryNote round={props.round} inspection={props.inspection} />
  );
}
