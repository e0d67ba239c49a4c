import {
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
  type Issue,
} from '../define';

/** 走访、下沉、暗访 (R30, domain.md §2.2 l). `method` 暗访 is counted apart from visits to people. */
export const visit = defineKind({
  kind: 'visit',
  label: '走访',
  code: 'ZF',
  parents: ['inspection'],
  stage: 'onSite',
  page: {
    about: '登记走访、下沉和暗访；走访人次计入统计句。',
    filterBy: ['method'],
  },
  essentials: ['place'],
  fields: {
    code: text('编号').max(40),
    method: fromDictionary('方式', 'visitMethod').required().together(),
    heldOn: date('日期').required().today().together(),
    place: text('地点').required().max(100).span(2),
    persons: integer('走访人次').unit('人次'),
    households: integer('走访户数').unit('户').help('入户走访的填写，统计按户计'),
    recorder: reference('记录人', 'member').required().carried().together(),
    companion: references('同行人', 'member').carried().together(),
    random: flag('随机').together(),
    seen: longText('看到的情况'),
    heard: longText('群众反映'),
    findings: longText('发现问题摘要'),
  },
  sets: { evidence: '照片、录像' },
  paper: {
    title: '走访了解情况记录',
    omit: ['households'],
    signatures: ['记录人', '同行人'],
    register: { title: '走访情况登记表' },
  },
  columns: ['code', 'method', 'heldOn', 'place', 'persons', 'recorder', 'companion'],
  rules: [
    (v) => {
      const issues: Issue[] = [];
      const companions = idsOf(v.companion);
      if (companions.length === 0)
        issues.push({ field: 'companion', level: 'hint', message: '走访应由两名以上组员进行，请填写同行人' });
      if (v.recorder && companions.includes(v.recorder)) {
        issues.push({ field: 'companion', level: 'error', message: '同行人不能与记录人为同一人' });
      }
      if (v.method !== '暗访' && v.persons === undefined) {
        issues.push({ field: 'persons', level: 'error', message: '请填写走访人次（统计句按人次计）' });
      }
      return issues;
    },
  ],
  owners: ['recorder', 'companion'],
  title: (v) => v.place || v.method || '走访',
});
