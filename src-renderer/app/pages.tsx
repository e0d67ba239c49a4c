/** Every page of the frame: its name, its stage, what it needs, who may open it. */
import { lazy, type ComponentType } from 'react';
import { kinds } from '../../src-shared/domain';
import { STAGES, type StageOfWork } from '../../src-shared/domain/define';
import type { RecordId } from '../../src-shared/merge/change';
import type * as Simple from '../features/simple';
import type { PageId } from '../session/navigation';

export interface PageProps {
  /** The unit at work; an empty text on pages that need none. */
  readonly inspection: RecordId;
  readonly round: RecordId;
  /** The open record. */
  readonly record: RecordId | undefined;
  readonly onOpen: (record: RecordId | undefined) => void;
}

export interface PageEntry {
  readonly label: string;
  readonly stage?: StageOfWork;
  readonly needs: 'nothing' | 'round' | 'inspection';
  /** Whether the rail counts records of the kind with the page's id. */
  readonly counted: boolean;
  readonly Page: ComponentType<PageProps>;
}

const simple = (name: keyof typeof Simple) =>
  lazy(async () => ({ default: (await import('../features/simple'))[name] }));

const of = (
  id: Exclude<PageId, 'today' | 'setup'>,
  needs: PageEntry['needs'],
  Page: ComponentType<PageProps>,
  stage: StageOfWork = kinds[id].stage,
): PageEntry => ({ label: kinds[id].label, stage, needs, counted: true, Page });

export const loadToday = () => import('../features/today');

export const PAGES: Readonly<Record<PageId, PageEntry>> = {
  today: { label: '今日', needs: 'nothing', counted: false, Page: lazy(loadToday) },
  setup: {
    label: '轮次与单位',
    stage: 'prepare',
    needs: 'nothing',
    counted: false,
    Page: lazy(() => import('../features/setup')),
  },
  member: of('member', 'round', simple('Member')),
  recusal: of('recusal', 'round', simple('Recusal')),
  inquiry: of('inquiry', 'round', simple('Inquiry')),
  interview: of(
    'interview',
    'inspection',
    lazy(() => import('../features/interview')),
  ),
  questionnaire: of(
    'questionnaire',
    'inspection',
    lazy(() => import('../features/questionnaire')),
  ),
  documentRequest: of(
    'documentRequest',
    'inspection',
    lazy(() => import('../features/documentRequest')),
  ),
  forum: of('forum', 'inspection', simple('Forum')),
  visit: of('visit', 'inspection', simple('Visit')),
  petition: of('petition', 'inspection', simple('Petition')),
  weeklyReport: of('weeklyReport', 'round', simple('WeeklyReport')),
  workingPaper: of(
    'workingPaper',
    'inspection',
    lazy(() => import('../features/workingPaper')),
  ),
  immediateOrder: of('immediateOrder', 'inspection', simple('ImmediateOrder')),
  clue: of('clue', 'inspection', simple('Clue')),
  pryReport: of('pryReport', 'round', simple('PryReport'), 'report'),
  feedback: of('feedback', 'inspection', simple('Feedback')),
  rectificationItem: {
    ...of(
      'rectificationItem',
      'inspection',
      lazy(() => import('../features/rectificationItem')),
    ),
    label: '整改台账',
  },
  supervisionCheck: of('supervisionCheck', 'inspection', simple('SupervisionCheck')),
  satisfactionSurvey: of('satisfactionSurvey', 'inspection', simple('SatisfactionSurvey')),
  exportEntry: of('exportEntry', 'inspection', simple('ExportEntry')),
};

const stages = Object.keys(STAGES);

/** The pages in the order of the rail. */
export const PAGE_ORDER: readonly PageId[] = (Object.keys(PAGES) as PageId[]).sort(
  (a, b) => stages.indexOf(PAGES[a].stage ?? '') - stages.indexOf(PAGES[b].stage ?? ''),
);
