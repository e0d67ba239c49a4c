import { defineKind, fromDictionary, integer, reference, text } from '../define';

/** 被巡察单位: a party organisation; a tree by `superior` (R6, R19). */
export const unit = defineKind({
  kind: 'unit',
  label: '被巡察单位',
  code: 'U',
  parents: [],
  stage: 'prepare',
  fields: {
    code: text('编号').max(20),
    name: text('名称').required().max(80).span(2).forUnit(),
    shortName: text('简称').max(40).forUnit(),
    category: fromDictionary('类别', 'unitCategory').together(),
    superior: reference('上级单位', 'unit').span(2).together(),
    head: text('主要负责人').names('official').max(40).forUnit(),
    headPost: text('负责人职务').max(60).forUnit(),
    partyMembers: integer('党员数').unit('人').forUnit(),
    staff: integer('干部职工数').unit('人').forUnit(),
    subordinates: text('下属单位').span(2).forUnit(),
    lastInspected: text('上次巡察').max(60).span(2),
  },
  columns: ['code', 'name', 'shortName', 'category', 'head', 'partyMembers', 'staff'],
  access: 'setup',
  title: (v) => v.shortName || v.name || '未命名单位',
});
