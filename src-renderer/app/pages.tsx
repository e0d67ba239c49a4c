/** Every page of the frame: its name, its stage, what it needs. A kind says its own (`page` of its definition). */
import { kindOf, PAGED_KINDS, extentOf, type PagedKind } from '../../src-shared/domain/kinds';
import { STAGES, type AnyKind, type StageOfWork } from '../../src-shared/domain/define';
import { OWN_PAGES } from '../features';
import type { PageId } from '../session/navigation';
import type { FeatureProps } from '../ui/kind-page';
import { readLater, type ReadLater } from '../ui/read-later';

export interface PageEntry {
  readonly label: string;
  readonly stage?: StageOfWork;
  readonly needs: 'nothing' | 'round' | 'inspection';
  /** Whether the rail counts records of the kind with the page's id. */
  readonly counted: boolean;
  readonly page: ReadLater<FeatureProps>;
}

const NEEDS = { unit: 'inspection', round: 'round', team: 'round', everything: 'nothing' } as const;

function entryOf(id: PagedKind): PageEntry {
  const kind = kindOf(id) as AnyKind;
  const { label = kind.label, stage = kind.stage, needs = NEEDS[extentOf(kind)], uncounted } = kind.page!;
  const load =
    OWN_PAGES[id] ?? (async () => ({ default: (await import('../ui/generic-page')).genericPage(id) }));
  return { label, stage, needs, counted: !uncounted, page: readLater<FeatureProps>(load) };
}

const OTHERS = { needs: 'nothing', counted: false } as const;

export const PAGES: Readonly<Record<PageId, PageEntry>> = {
  today: { ...OTHERS, label: '今日', page: readLater(() => import('../features/today')) },
  conflicts: { ...OTHERS, label: '冲突处理', page: readLater(() => import('../features/conflicts')) },
  setup: {
    ...OTHERS,
    label: '轮次与单位',
    stage: 'prepare',
    page: readLater(() => import('../features/setup')),
  },
  packets: {
    ...OTHERS,
    label: '数据交换',
    stage: 'prepare',
    page: readLater(() => import('../features/packets')),
  },
  ...(Object.fromEntries(PAGED_KINDS.map((id) => [id, entryOf(id)])) as Record<PagedKind, PageEntry>),
  bin: {
    ...OTHERS,
    label: '回收站',
    stage: 'archive',
    page: readLater(() => import('../features/bin')),
  },
};

const stages = Object.keys(STAGES);

/** The pages in the order of the rail. */
export const PAGE_ORDER: readonly PageId[] = (Object.keys(PAGES) as PageId[]).sort(
  (a, b) => stages.indexOf(PAGES[a].stage ?? '') - stages.indexOf(PAGES[b].stage ?? ''),
);

/** What most unlockings lead to, in that order: 今日, and the first page of a unit. */
export const LIKELY_PAGES: readonly PageEntry[] = [
  PAGES.today,
  ...PAGE_ORDER.map((id) => PAGES[id])
    .filter(({ needs }) => needs === 'inspection')
    .slice(0, 1),
];
