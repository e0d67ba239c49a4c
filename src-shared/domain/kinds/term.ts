import { date, defineKind, text } from '../define';

/** 届次: a term of the party committee; rounds and the coverage plan hang on it (R12, R13). */
export const term = defineKind({
  kind: 'term',
  label: '届次',
  parents: [],
  stage: 'prepare',
  fields: {
    name: text('届次').required().max(60).span(2),
    startedOn: date('届期起'),
    endsOn: date('届期止'),
    province: text('省').max(30),
    city: text('市').max(30),
    county: text('县').max(30),
  },
  columns: ['name', 'county', 'startedOn', 'endsOn'],
  access: 'setup',
  title: (v) => v.name ?? '未命名届次',
});
