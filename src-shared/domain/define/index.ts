/**
 * One definition per kind of record. Everything generic (validation in main, forms, tables, search, history, Excel,
 * papers, rights) reads what {@link defineKind} returns; what is special about a kind stands beside its definition.
 */
export * from './day';
export * from './entity';
export * from './field';
export * from './kind';
export * from './option';
export type { PaperForm } from './paper-form';
export * from './signing';
export * from './states';
