import {
  choicesFrom,
  choice,
  date,
  defineKind,
  flag,
  fromDictionary,
  integer,
  longText,
  idsOf,
  reference,
  references,
  text,
  time,
  type IsoDate,
  type Issue,
} from '../define';
import { chineseMoment } from '../dates';
import { preparedQuestion } from './outline';

/** 谈话记录 in the order of the paper form (domain.md §2.2 h). */
export const interview = defineKind({
  kind: 'interview',
  label: '谈话记录',
  code: 'T',
  parents: ['inspection'],
  stage: 'onSite',
  page: {
    about: '这里登记与被巡察单位人员的谈话：谁谈、谁记、何时何地、问了什么、答了什么。还没有谈话记录。',
    filterBy: ['category', 'interviewer', 'clueSign'],
  },
  essentials: ['interviewee'],
  children: ['outlineItem', 'exchange'],
  fields: {
    code: text('编号').max(40),
    ordinal: integer('第几次谈话').default(1),
    interviewee: text('谈话对象').names('interviewee').required().max(40),
    gender: choice('性别', ['男', '女']),
    bornIn: text('出生年月').max(20),
    politicalStatus: fromDictionary('政治面貌', 'politicalStatus'),
    employer: text('单位').max(80).span(2),
    post: text('职务').max(80).span(2),
    rank: text('职级').max(40),
    inCharge: text('分管工作').max(100).span(2),
    inPostSince: text('任现职时间').max(20),
    contact: text('联系方式').max(60).secret(),
    category: fromDictionary('对象类别', 'intervieweeCategory').required().together(),
    heldOn: date('日期').required().today().together(),
    startedAt: time('开始时间').required(),
    endedAt: time('结束时间'),
    place: text('地点').required().max(100).span(2).carried().together(),
    interviewer: references('谈话人', 'member').span(1).required().carried().together(),
    recorder: reference('记录人', 'member').required().carried().together(),
    form: fromDictionary('谈话方式', 'interviewForm').default('个别谈话').together(),
    personTimes: integer('谈话人次').unit('人次').default(1).help('集体谈话填实际人数，统计按人次'),
    recorded: flag('录音录像').together(),
    disciplineRead: flag('已告知谈话纪律').together(),
    peopleNamed: longText('提到的人').names('mentioned'),
    mattersNamed: longText('提到的事'),
    suggestDocuments: longText('建议调阅'),
    suggestInterviews: longText('建议再谈对象').names('mentioned'),
    pages: integer('记录页数').unit('页'),
    clueSign: flag('有线索苗头').restricted('leader', 'deputyLeader', 'liaison', 'member'),
    focusTags: choicesFrom('涉及聚焦', 'focus').together(),
    judgement: longText('综合判断').secret().help('可信度、情绪、回避的问题；不在谈话对象签字的一份上印出'),
  },
  sets: { evidence: '录音、照片、扫描件' },
  sections: [
    {
      title: '谈话对象',
      fields: [
        'code',
        'ordinal',
        'interviewee',
        'gender',
        'bornIn',
        'politicalStatus',
        'employer',
        'post',
        'rank',
        'inCharge',
        'inPostSince',
        'contact',
        'category',
      ],
    },
    {
      title: '基本情况',
      fields: [
        'heldOn',
        'startedAt',
        'endedAt',
        'place',
        'interviewer',
        'recorder',
        'form',
        'personTimes',
        'recorded',
        'disciplineRead',
      ],
    },
    {
      title: '印证',
      fields: ['focusTags', 'peopleNamed', 'mattersNamed', 'suggestDocuments', 'suggestInterviews'],
    },
    { title: '结尾', fields: ['pages', 'clueSign'] },
    { title: '内部判断', fields: ['judgement'] },
  ],
  columns: [
    'code',
    'interviewee',
    'post',
    'category',
    'heldOn',
    'startedAt',
    'endedAt',
    'interviewer',
    'recorder',
    'clueSign',
  ],
  computed: {
    heldAt: {
      label: '时间',
      of: ['heldOn', 'startedAt', 'endedAt'],
      wide: true,
      blank: '＿＿＿＿年＿＿月＿＿日＿＿时＿＿分至＿＿时＿＿分',
      text: ({ values }) => {
        const { heldOn, startedAt, endedAt } = values as {
          heldOn?: IsoDate;
          startedAt?: string;
          endedAt?: string;
        };
        return chineseMoment(heldOn, startedAt, endedAt);
      },
    },
  },
  // 个别谈话记录: the 印证 and 内部 blocks are the group's own and never on the copy that is signed (domain.md §2.2 h).
  paper: {
    title: '个别谈话记录',
    last: ['印证', '结尾', '内部判断'],
    rows: ['outlineItem', 'exchange'],
    dialogues: { exchange: { question: 'question', answer: 'answer', remark: 'mark' } },
    signatures: ['谈话人', '记录人'],
    copies: [
      {
        id: 'signed',
        label: '签字稿',
        reader: '谈话对象',
        audience: 'signer',
        handOut: 'readers',
        numbered: true,
        sections: [
          {
            title: '谈话对象',
            fields: [
              'ordinal',
              'interviewee',
              'gender',
              'bornIn',
              'politicalStatus',
              'rank',
              'employer',
              'post',
              'inCharge',
              'inPostSince',
              'contact',
              'category',
            ],
          },
          {
            title: '基本情况',
            fields: [
              'heldAt',
              'place',
              'interviewer',
              'recorder',
              'form',
              'personTimes',
              'recorded',
              'disciplineRead',
            ],
          },
        ],
        rows: ['exchange'],
        statement: '以上记录已阅，与本人所述一致。',
        signatures: ['谈话对象', '谈话人', '记录人'],
        everyPage: '谈话对象',
        blank: { label: '空白签字稿', ruledPages: 2 },
      },
    ],
    register: { title: '个别谈话情况登记表' },
  },
  rules: [
    (v) => {
      const issues: Issue[] = [];
      // Two inspectors at least: one asks, one writes (domain.md §2.2 h).
      if (v.recorder && idsOf(v.interviewer).includes(v.recorder)) {
        issues.push({
          field: 'recorder',
          level: 'error',
          message: '谈话应有两名以上组员：记录人不能与谈话人为同一人',
        });
      }
      if (v.startedAt && v.endedAt && v.endedAt <= v.startedAt) {
        issues.push({ field: 'endedAt', level: 'error', message: '结束时间应晚于开始时间' });
      }
      if (v.disciplineRead !== true) {
        issues.push({ field: 'disciplineRead', level: 'hint', message: '尚未勾选“已告知谈话纪律”' });
      }
      return issues;
    },
    (v, _entity, { get }) => {
      // R7: the leader talks to the head of the unit himself.
      const askers = idsOf(v.interviewer).flatMap((id) => get(id) ?? []);
      const leaderAsks = askers.some(({ values }) => values.duty === '组长');
      return v.category === '主要负责人' && askers.length > 0 && !leaderAsks
        ? [{ field: 'interviewer', level: 'hint', message: '主要负责人谈话应由组长亲自进行' }]
        : [];
    },
  ],
  owners: ['interviewer', 'recorder'],
  title: (v) => [v.interviewee, v.post].filter(Boolean).join(' ') || '未填谈话对象',
});

/** 谈话提纲: one question prepared for a talk. */
export const outlineItem = defineKind({
  kind: 'outlineItem',
  label: '谈话提纲',
  parents: ['interview'],
  stage: 'onSite',
  fields: preparedQuestion,
  access: 'row',
  title: (v) => v.question ?? '提纲',
});

/** 标注 of an answer. */
export const EXCHANGE_MARKS = { none: '—', important: '重要', verify: '待核', clueSign: '线索苗头' } as const;

/** 问答: one question and its answer, a record of its own so that two writers never collide. */
export const exchange = defineKind({
  kind: 'exchange',
  label: '问答',
  parents: ['interview'],
  stage: 'onSite',
  fields: {
    position: integer('序号'),
    focus: fromDictionary('问题分类', 'focus'),
    question: longText('问').span(2),
    answer: longText('答').span(2),
    mark: choice('标注', EXCHANGE_MARKS).default('none'),
  },
  access: 'row',
  title: (v) => v.question || v.answer || '问答',
});
