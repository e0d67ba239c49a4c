/**
 * The outline offered for a talk: two questions for each 聚焦, and three more for the head of the unit (sample-round.md §2:
 * 第一责任人履责、班子运行、整改落实). Open and neutral: none supposes an answer, none names a person.
 */
export interface TemplateQuestion {
  readonly focus: string;
  readonly question: string;
  readonly followUp: string;
}

/** Questions for the frame of 2024; other frames have none of their own yet and are asked freely. */
const OUTLINE_QUESTIONS: readonly TemplateQuestion[] = [
  {
    focus: 'F1',
    question: '近三年来，本单位是怎样学习和落实党中央重大决策部署及上级党组织要求的？',
    followUp: '请举一项具体工作：如何部署、由谁负责、效果怎样、还有哪些没有落实？',
  },
  {
    focus: 'F1',
    question: '您认为本单位履行主要职责还有哪些差距或薄弱环节？原因是什么？',
    followUp: '这些情况在党组（党委）会上研究过吗？采取过哪些措施？',
  },
  {
    focus: 'F2',
    question: '群众和服务对象对本单位的工作反映较多的是哪些方面？',
    followUp: '反映的情况是怎样处理和答复的？',
  },
  {
    focus: 'F2',
    question: '本单位在资金使用、项目建设、物资采购和公务支出方面是怎样管理和监督的？',
    followUp: '您了解到哪些不符合规定的做法？涉及的时间、事项和金额是多少？',
  },
  {
    focus: 'F3',
    question: '本单位领导班子议事决策、民主集中制执行情况怎样？',
    followUp: '哪些事项应当集体研究而没有集体研究？请说明具体时间和事项。',
  },
  {
    focus: 'F3',
    question: '本单位选人用人、党支部建设和党员教育管理情况怎样？',
    followUp: '近年的干部调整是按什么程序进行的？支部组织生活正常开展吗？',
  },
  {
    focus: 'F4',
    question: '上一轮巡察以及审计、督查指出的问题，本单位是怎样整改的？',
    followUp: '哪些已经完成，哪些没有完成或者又出现了？原因是什么？',
  },
  {
    focus: 'F4',
    question: '整改中建立的制度执行得怎样？您认为还有哪些问题需要推动解决？',
    followUp: '请举例说明制度执行前后的变化。',
  },
];

const HEAD_QUESTIONS: readonly TemplateQuestion[] = [
  {
    focus: 'F3',
    question: '作为第一责任人，您是怎样履行全面从严治党责任的？',
    followUp: '近一年亲自研究、亲自推动解决了哪些问题？对班子成员和下级“一把手”是怎样监督的？',
  },
  {
    focus: 'F3',
    question: '请评价领导班子的整体运行情况。',
    followUp: '班子成员之间分工配合怎样？在重大事项上有过哪些不同意见，是怎样统一的？',
  },
  {
    focus: 'F4',
    question: '对历次反馈问题的整改，您是怎样组织和把关的？',
    followUp: '您对整改结果逐项核验过吗？哪些问题您认为还需要继续整改？',
  },
];

/** The questions of the template for a talk with a person of this 对象类别. */
export function outlineFor(category: unknown): readonly TemplateQuestion[] {
  return category === '主要负责人' ? [...OUTLINE_QUESTIONS, ...HEAD_QUESTIONS] : OUTLINE_QUESTIONS;
}
