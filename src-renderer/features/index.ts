/** The kinds whose page needs more than their definition says: all others have the generic one (ui/generic-page.tsx). */
import type { ComponentType } from 'react';
import type { PagedKind } from '../../src-shared/domain/kinds';
import type { FeatureProps } from '../ui/kind-page';

type Load = () => Promise<{ readonly default: ComponentType<FeatureProps> }>;

export const OWN_PAGES: Readonly<Partial<Record<PagedKind, Load>>> = {
  recusal: () => import('./recusal'),
  outline: () => import('./outline'),
  interview: () => import('./interview'),
  questionnaire: () => import('./questionnaire'),
  documentRequest: () => import('./documentRequest'),
  weeklyReport: () => import('./weeklyReport'),
  workingPaper: () => import('./workingPaper'),
  pryReport: () => import('./pryReport'),
  feedback: () => import('./feedback'),
  rectificationItem: () => import('./rectificationItem'),
  satisfactionSurvey: () => import('./satisfactionSurvey'),
  operation: () => import('./operation'),
};
