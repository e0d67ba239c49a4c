import {
  choice,
  choicesFrom,
  date,
  defineKind,
  fromDictionary,
  longText,
  text,
  type Entity,
} from '../define';
import { isKnownBlank, isKnownFilled } from '../validate';

/**
 * 信访登记. Whoever takes the letter writes down who reported; it is shown to the leader and the liaison only, not even to
 * him again, and never printed for others (domain.md §2.2 m).
 */
export const petition = defineKind({
  kind: 'petition',
  label: '信访登记',
  code: 'XF',
  parents: ['inspection'],
  stage: 'onSite',
  page: {
    about: '登记来信、来电、来访。反映人只有组长和联络员可见，不会印给他人。',
    filterBy: ['method', 'inScope'],
  },
  essentials: ['content'],
  fields: {
    code: text('编号').max(40),
    receivedOn: date('日期').required().today().together(),
    method: fromDictionary('方式', 'petitionMethod').required().together(),
    signed: choice('实名/匿名', ['实名', '匿名']).required(),
    reporter: text('反映人').names('reporter').max(60).restricted('leader', 'liaison'),
    reporterContact: text('联系方式').secret().max(60).restricted('leader', 'liaison'),
    reported: text('被反映人/单位').names('reported').max(100).span(2),
    content: longText('主要内容').secret().required(),
    inScope: choice('是否属受理范围', ['属于', '不属于']).required().together(),
    handling: choicesFrom('处理', 'petitionHandling').required().together(),
    result: longText('办理结果'),
    repliedOn: date('回告日期').afterwards().together(),
  },
  sets: { evidence: '信件扫描件' },
  paper: {
    title: '信访登记表',
    opinions: ['组长意见'],
    signatures: ['登记人'],
    register: { title: '信访登记台账' },
  },
  columns: ['code', 'receivedOn', 'method', 'signed', 'content', 'inScope', 'handling'],
  rules: [
    (v, entity) => {
      const record = entity as Entity;
      if (v.signed === '实名' && isKnownBlank(record, 'reporter'))
        return [{ field: 'reporter', level: 'error', message: '实名信访，请填写反映人' }];
      if (v.signed === '匿名' && isKnownFilled(record, 'reporter'))
        return [{ field: 'reporter', level: 'hint', message: '选的是“匿名”，却登记了反映人，请核对' }];
      return [];
    },
  ],
  title: (v) => v.content?.slice(0, 40) || '信访登记',
});
