/** 回避审查: what is unsettled is said above the list. */
import { genericPage } from '../../ui/generic-page';
import { RecusalReview } from '../../ui/recusal-review';

export default genericPage('recusal', { notice: <RecusalReview /> });
