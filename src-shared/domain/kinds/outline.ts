import { defineKind, fromDictionary, integer, longText, text } from '../define';

/** What is prepared to be asked: alike in a talk's own outline and in one that the group keeps. */
export const preparedQuestion = {
  position: integer('序号'),
  focus: fromDictionary('分类', 'focus'),
  question: longText('问题').required().span(2),
  followUp: longText('追问').span(2),
  note: text('备注'),
};

/** 提纲模板: an outline that the group keeps for the talks of a round, whatever the unit; a talk takes a copy of it. */
export const outline = defineKind({
  kind: 'outline',
  label: '提纲模板',
  parents: ['round'],
  stage: 'prepare',
  page: {
    about: '本组自己的谈话提纲，本轮各单位的谈话都能套用。写好一份谈话的提纲，点“存为提纲模板”也会存到这里。',
  },
  essentials: ['name'],
  children: ['outlineQuestion'],
  fields: {
    name: text('名称').required().max(60).span(2),
    category: fromDictionary('适用对象类别', 'intervieweeCategory').help(
      '这一类谈话对象优先列出；不填则不分类别',
    ),
  },
  columns: ['name', 'category'],
  paper: { title: '谈话提纲', rows: ['outlineQuestion'] },
  title: (v) => v.name ?? '未命名提纲',
});

/** One question of an outline that the group keeps. */
export const outlineQuestion = defineKind({
  kind: 'outlineQuestion',
  label: '提纲问题',
  parents: ['outline'],
  stage: 'prepare',
  fields: preparedQuestion,
  access: 'row',
  title: (v) => v.question ?? '提纲问题',
});
