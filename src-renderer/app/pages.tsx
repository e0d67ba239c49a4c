/** Every page of the frame: its name, its stage, what it needs, who may open it. */
import { kinds } from '../../src-shared/domain/kinds';
import { STAGES, type StageOfWork } from '../../src-shared/domain/define';
import type { RecordId } from '../../src-shared/merge/change';
import type * as Simple from '../features/simple';
import type { KIND_PAGES, PageId } from '../session/navigation';
import { readLater, type ReadLater } from '../ui/read-later';

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
  readonly page: ReadLater<PageProps>;
}

const simple = (name: keyof typeof Simple) =>
  readLater<PageProps>(async () => ({ default: (await import('../features/simple'))[name] }));

const of = (
  id: (typeof KIND_PAGES)[number],
  needs: PageEntry['needs'],
  page: ReadLater<PageProps>,
  stage: StageOfWork = kinds[id].stage,
): PageEntry => ({ label: kinds[id].label, stage, needs, counted: true, page });

export const PAGES: Readonly<Record<PageId, PageEntry>> = {
  today: {
    label: '今日',
    needs: 'nothing',
    counted: false,
    page: readLater(() => import('../features/today')),
  },
  setup: {
    label: '轮次与单位',
    stage: 'prepare',
    needs: 'nothing',
    counted: false,
    page: readLater(() => import('../features/setup')),
  },
  member: of('member', 'round', simple('Member')),
  recusal: of('recusal', 'round', simple('Recusal')),
  inquiry: of('inquiry', 'round', simple('Inquiry')),
  outline: of('outline', 'round', simple('Outline')),
  interview: of(
    'interview',
    'inspection',
    readLater(() => import('../features/interview')),
  ),
  questionnaire: of(
    'questionnaire',
    'inspection',
    readLater(() => import('../features/questionnaire')),
  ),
  documentRequest: of(
    'documentRequest',
    'inspection',
    readLater(() => import('../features/documentRequest')),
  ),
  forum: of('forum', 'inspection', simple('Forum')),
  visit: of('visit', 'inspection', simple('Visit')),
  petition: of('petition', 'inspection', simple('Petition')),
  weeklyReport: of('weeklyReport', 'round', simple('WeeklyReport')),
  workingPaper: of(
    'workingPaper',
    'inspection',
    readLater(() => import('../features/workingPaper')),
  ),
  immediateOrder: of('immediateOrder', 'inspection', simple('ImmediateOrder')),
  clue: of('clue', 'inspection', simple('Clue')),
  pryReport: of('pryReport', 'round', simple('PryReport'), 'report'),
  feedback: of('feedback', 'inspection', simple('Feedback')),
  rectificationItem: {
    ...of(
      'rectificationItem',
      'inspection',
      readLater(() => import('../features/rectificationItem')),
    ),
    label: '整改台账',
  },
  supervisionCheck: of('supervisionCheck', 'inspection', simple('SupervisionCheck')),
  satisfactionSurvey: of('satisfactionSurvey', 'inspection', simple('SatisfactionSurvey')),
  exportEntry: of('exportEntry', 'inspection', simple('ExportEntry')),
  operation: { ...of('operation', 'nothing', simple('Operation')), counted: false },
  bin: {
    label: '回收站',
    stage: 'archive',
    needs: 'nothing',
    counted: false,
    page: readLater(() => import('../features/bin')),
  },
};

const stages = Object.keys(STAGES);

/** The pages in the order of the rail. */
export const PAGE_ORDER: readonly PageId[] = (Object.keys(PAGES) as PageId[]).sort(
  (a, b) => stages.indexOf(PAGES[a].stage ?? '') - stages.indexOf(PAGES[b].stage ?? ''),
);

/** Reads a page before anybody goes there. */
export const readPage = (id: PageId): Promise<void> => PAGES[id].page.read();
