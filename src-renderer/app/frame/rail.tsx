/** The left rail: the pages in the order of the work, with how many records each holds for the unit at work. */
import { useEffect, useMemo, useRef, type KeyboardEvent } from 'react';
import { STAGES, type StageOfWork } from '../../../src-shared/domain/define';
import type { InspectionStage } from '../../../src-shared/domain/kinds/inspection';
import { useConflictCount, useCounts, useRuleContext } from '../../replica';
import { mayOpen, useNavigation, type PageId } from '../../session/navigation';
import { useSession } from '../../session/session';
import { PAGE_ORDER, PAGES } from '../pages';
import './rail.css';

/** The stage of the rail that a unit's own stage belongs to. */
const STAGE_AT: Readonly<Record<InspectionStage, StageOfWork>> = {
  preparing: 'prepare',
  onSite: 'onSite',
  reporting: 'report',
  feedback: 'feedback',
  rectifying: 'rectify',
  followUp: 'rectify',
  supervising: 'supervise',
  archived: 'archive',
};

export function Rail({ onGo }: { readonly onGo: () => void }) {
  const { page, open } = useNavigation();
  const role = useSession((state) => state.session?.user.role);
  const conflicts = useConflictCount();
  const counts: Partial<Record<PageId, number>> = { ...usePageCounts(), conflicts };
  const current = useCurrentStage();
  const list = useRef<HTMLElement>(null);
  // A low window shows the rail in part: the stage the unit is in, and before all the page one is on.
  useEffect(() => {
    list.current?.querySelector('section:has(.current)')?.scrollIntoView({ block: 'nearest' });
    list.current?.querySelector('[aria-current="page"]')?.scrollIntoView({ block: 'nearest' });
  }, [page, current]);
  const go = (id: PageId) => {
    open(id);
    onGo();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const buttons = [...(list.current?.querySelectorAll('button') ?? [])];
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
    buttons[(at + step + buttons.length) % buttons.length]?.focus();
  };
  const item = (id: PageId) => (
    <li key={id}>
      <button
        type="button"
        className="rail-item"
        aria-current={page === id ? 'page' : undefined}
        onClick={() => go(id)}
      >
        <span>{PAGES[id].label}</span>
        {(counts[id] ?? 0) > 0 && <span className="rail-count">{counts[id]}</span>}
      </button>
    </li>
  );
  return (
    <nav className="rail" aria-label="工作阶段" ref={list} onKeyDown={onKeyDown}>
      <ul>
        {item('today')}
        {(conflicts > 0 || page === 'conflicts') && item('conflicts')}
      </ul>
      {(Object.keys(STAGES) as StageOfWork[]).map((stage) => {
        const pages = PAGE_ORDER.filter((id) => PAGES[id].stage === stage && mayOpen(id, role));
        return (
          <section key={stage} aria-label={STAGES[stage]}>
            <h2 className={stage === current ? 'rail-stage current' : 'rail-stage'}>
              {STAGES[stage]}
              {stage === current && <small>当前</small>}
            </h2>
            <ul>{pages.map(item)}</ul>
          </section>
        );
      })}
    </nav>
  );
}

const STAGED = ['inspection'];

function useCurrentStage(): StageOfWork | undefined {
  const context = useRuleContext(STAGED);
  const inspection = useNavigation((state) => state.inspection);
  const entity = inspection === undefined ? undefined : context.get(inspection);
  return entity && STAGE_AT[(entity.values.stage ?? 'preparing') as InspectionStage];
}

const COUNTED = PAGE_ORDER.filter((id) => PAGES[id].counted);
const TEAMS = ['team'];

/** Records of each page's kind that belong to the round or unit at work. */
function usePageCounts(): Partial<Record<PageId, number>> {
  const context = useRuleContext(TEAMS);
  const { round, inspection } = useNavigation();
  const places = useMemo(() => {
    const teams = round === undefined ? [] : context.children(round, 'team').map((e) => e.id);
    return [inspection, round, ...teams].filter((id) => id !== undefined);
  }, [context, round, inspection]);
  return useCounts(COUNTED, places);
}
