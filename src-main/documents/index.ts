/** What leaves as Word: the only door of this room. */
export * from './audience';
export * from './feedback';
export { DEFAULT_FONTS, type FontChoice, type FontPlan, resolveFonts } from './fonts';
export * from './layout';
export * from './ledger';
export * from './letter';
export * from './questionnaire-sheet';
export * from './record-form';
export { type TableColumn, tableDocument, type TableModel } from './table';
