/** How each paper is set. One line a paper: one that is missing, or that no definition knows, does not compile. */
import type { PaperId } from '../../../src-shared/papers';
import { announcement } from './announcement';
import { feedback } from './feedback';
import { form } from './form';
import { inquiryLetter } from './inquiry-letter';
import { ledger } from './ledger';
import { questionnaire } from './questionnaire';
import { register } from './register';
import { tally } from './tally';
import { weekly } from './weekly';
import { weeklySummary } from './weekly-summary';
import type { WordLayout } from './word-layout';

export const LAYOUTS = {
  feedback,
  ledger,
  announcement,
  form,
  register,
  questionnaire,
  tally,
  inquiryLetter,
  weekly,
  weeklySummary,
} satisfies { readonly [P in PaperId]: WordLayout<object> };

/** What a paper is set from. */
export type ModelOf<P extends PaperId> = NonNullable<(typeof LAYOUTS)[P]['model']>;
