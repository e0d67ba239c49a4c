/** 冲突: what two laptops left in dispute, and what a person makes of it. */
export { planChoices, resolveMany, type Choice } from './choose';
export { conflictsOf, conflictsOfRecord, type Conflict, type Version } from './list';
export { laptopNamesIn } from './laptops';
