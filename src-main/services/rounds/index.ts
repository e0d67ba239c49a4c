/** Whole rounds as JSON files (decision 0020). */
export { planRound, type RoundPlan } from './plan-round';
export { readRoundText } from './round-text';
