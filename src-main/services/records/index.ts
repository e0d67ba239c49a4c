/** What a person does to records: save, step, remove, restore, undo; and what was done to them. */
export { removed, type RemovedRecord } from './bin';
export { changeMany, planMany, type ChangedMany, type ManyOrder, type ManyPlan } from './change-many';
export { history, type HistoryEntry } from './history';
export { remove, restore } from './removal';
export { planSave, save, type PlannedSave, type SaveInput } from './save';
export { step } from './steps';
export type { StepInput } from './deeds';
export { planTogether, type Kept, type TakingBack } from './take-back';
export { writeTogether, writingTogether, type Done, type Together } from './together';
export { redo, undo, type Undone } from './undo';
export { demandRight, demandVisible, ruleContext, type Saved, type Workspace } from './workspace';
export { newRecordId } from '../recorded';
