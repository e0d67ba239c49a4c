/** 操作日志: what was done to many records at once is taken back from its entry. */
import { genericPage } from '../../ui/generic-page';
import { TakeBackButton } from '../../ui/take-back-button';

export default genericPage('operation', { form: (entry) => ({ actions: <TakeBackButton entry={entry} /> }) });
