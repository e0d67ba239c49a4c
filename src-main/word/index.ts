/** What leaves as Word: the only door of this room. */
export * from './audience';
export { DEFAULT_FONTS, type FontChoice, type FontPlan, resolveFonts } from './page/fonts';
export * from './page/layout';
export * from './page/letter';
export * from './page/record-form';
export { type TableColumn, tableDocument, type TableModel } from './page/table';
export * from './papers/feedback';
export * from './papers/ledger';
export * from './papers/questionnaire';
export type { FormModel } from './papers/form';
export type { ModelOf } from './papers';
