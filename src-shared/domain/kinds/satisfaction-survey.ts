import { roundIn } from '../ancestors';
import {
  choice,
  date,
  defineKind,
  integer,
  type Computed,
  type Entity,
  type Issue,
  type RuleContext,
} from '../define';

/** What a vote says of the rectification; those that say nothing (不了解, 未答) are printed and count in no rate. */
const VOICES = ['verySatisfied', 'satisfied', 'fairlySatisfied', 'dissatisfied'] as const;
const SILENT = ['unaware', 'unanswered'] as const;
type Votes = Partial<Record<(typeof VOICES)[number] | (typeof SILENT)[number], number>>;

/** What a vote of 基本满意 and of 不满意 is worth, in percent, where a round does not say (domain-addendum §6.r, [F SD]). */
const WORTH = { fairly: 75, dissatisfied: 55 } as const;

/** The figures of a survey; rates in percent of the votes that say something, absent while there is none. */
export interface SurveyFigures {
  readonly votes: number;
  readonly voiced: number;
  /** 满意率: 非常满意、满意 and 基本满意. */
  readonly rate?: number;
  /** 满意度: 满意 counts whole, 基本满意 and 不满意 in part. */
  readonly degree?: number;
}

const sum = (votes: Votes, names: readonly (keyof Votes)[]): number =>
  names.reduce((total, name) => total + (votes[name] ?? 0), 0);

/** @param worth in percent, of the round */
export function surveyFigures(
  votes: Votes,
  worth: { fairly: number; dissatisfied: number } = WORTH,
): SurveyFigures {
  const voiced = sum(votes, VOICES);
  const figures = { votes: voiced + sum(votes, SILENT), voiced };
  if (voiced === 0) return figures;
  const { verySatisfied = 0, satisfied = 0, fairlySatisfied = 0, dissatisfied = 0 } = votes;
  const whole = verySatisfied + satisfied;
  return {
    ...figures,
    rate: ((whole + fairlySatisfied) / voiced) * 100,
    degree: (whole * 100 + fairlySatisfied * worth.fairly + dissatisfied * worth.dissatisfied) / voiced,
  };
}

function figuresOf(entity: Entity, { get }: RuleContext): SurveyFigures {
  const { fairlySatisfiedWorth, dissatisfiedWorth } = (roundIn(entity, get)?.values ?? {}) as Record<
    string,
    unknown
  >;
  const percent = (value: unknown, other: number) => (typeof value === 'number' ? value : other);
  return surveyFigures(entity.values as Votes, {
    fairly: percent(fairlySatisfiedWorth, WORTH.fairly),
    dissatisfied: percent(dissatisfiedWorth, WORTH.dissatisfied),
  });
}

const percentWords = (value: number | undefined): string =>
  value === undefined ? '' : `${value.toFixed(1)}%`;

const rateColumn = (label: string, read: (figures: SurveyFigures) => number | undefined): Computed => ({
  label,
  text: (entity, context) => percentWords(read(figuresOf(entity, context))),
  order: (entity, context) => read(figuresOf(entity, context)) ?? -1,
});

/** 整改满意度测评 (domain.md §2.6 dd, domain-addendum §6.r). */
export const satisfactionSurvey = defineKind({
  kind: 'satisfactionSurvey',
  label: '整改满意度测评',
  parents: ['inspection'],
  stage: 'supervise',
  page: {
    about: '登记整改满意度测评的发放、收回和票数；合计、满意率、满意度由程序算。',
  },
  essentials: ['issued', 'returned'],
  fields: {
    heldOn: date('测评日期'),
    issued: integer('发放').required().unit('份'),
    returned: integer('收回').required().unit('份'),
    verySatisfied: integer('非常满意').unit('票'),
    satisfied: integer('满意').unit('票'),
    fairlySatisfied: integer('基本满意').unit('票'),
    dissatisfied: integer('不满意').unit('票'),
    unaware: integer('不了解').unit('票'),
    unanswered: integer('未答').unit('票'),
    overall: choice('总体评价', ['好', '较好', '一般', '差']),
  },
  computed: {
    votes: {
      label: '合计',
      text: (entity, context) => `${figuresOf(entity, context).votes}票`,
      order: (entity, context) => figuresOf(entity, context).votes,
    },
    rate: rateColumn('满意率', ({ rate }) => rate),
    degree: rateColumn('满意度', ({ degree }) => degree),
  },
  sets: { evidence: '测评票扫描件' },
  paper: {
    title: '整改满意度测评统计表',
    computed: { title: '统计', fields: ['votes', 'rate', 'degree'] },
    signatures: ['监票人', '计票人'],
  },
  columns: [
    'heldOn',
    'issued',
    'returned',
    'verySatisfied',
    'satisfied',
    'fairlySatisfied',
    'dissatisfied',
    'unaware',
    'unanswered',
    'votes',
    'rate',
    'degree',
    'overall',
  ],
  rules: [
    (v) => {
      const issues: Issue[] = [];
      const { votes } = surveyFigures(v);
      if (v.issued !== undefined && v.returned !== undefined && v.returned > v.issued) {
        issues.push({ field: 'returned', level: 'error', message: '收回份数不能多于发放份数' });
      }
      if (v.returned !== undefined && votes > 0 && votes !== v.returned) {
        issues.push({
          field: 'returned',
          level: 'error',
          message: `各项票数合计${votes}，与收回份数${v.returned}不符`,
        });
      }
      return issues;
    },
  ],
  access: 'rectification',
  title: (v) => `满意度测评 ${v.heldOn ?? ''}`.trim(),
});
