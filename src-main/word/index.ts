/** What leaves as Word: the only door of this room. */
export * from './audience';
export * from './papers/feedback';
export { DEFAULT_FONTS, type FontChoice, type FontPlan, resolveFonts } from './page/fonts';
export * from './page/layout';
export * from './papers/ledger';
export * from './papers/letter';
export * from './papers/questionnaire-sheet';
export * from './papers/record-form';
export { type TableColumn, tableDocument, type TableModel } from './page/table';
