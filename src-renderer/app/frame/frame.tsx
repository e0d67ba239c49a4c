/** The window once a vault is open: header, rail, page. */
import { Button, Result, Spin } from 'antd';
import { Suspense, useEffect, useState } from 'react';
import { PaperDialog } from '../../features/paperDialog';
import { startReplica, useIsThere, useReplicaState, useRuleContext } from '../../replica';
import { openWithin, useNavigation } from '../../session/navigation';
import { usePaperRequest } from '../../session/paper-request';
import { useTableRequest } from '../../session/table-request';
import { workbench } from '../../session/workbench';
import { Once } from '../../ui/once';
import { readLater } from '../../ui/read-later';
import { TakeBackDialog } from '../../ui/take-back-dialog';
import { ErrorBoundary } from '../error-boundary';
import { FigureRecords } from '../figure-records';
import { PAGES } from '../pages';
import { firstPlace, PLACE_KINDS } from './first-place';
import { Header } from './header';
import { Rail } from './rail';
import { SearchPalette, openPalette } from './search-palette';
import './frame.css';

const TableDialog = readLater(async () => ({
  default: (await import('../../features/tableDialog')).TableDialog,
}));

export function Frame() {
  const failed = useReplicaState((state) => state.status === 'failed');
  const message = useReplicaState((state) => state.message);
  const page = useNavigation((state) => state.page);
  const listed = useNavigation((state) => state.opened?.listed === true);
  const printing = usePaperRequest((state) => state.request !== undefined);
  const importing = useTableRequest((state) => state.request !== undefined);
  const [railOpen, setRailOpen] = useState(false);
  useFirstPlace();
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.ctrlKey && !event.shiftKey && !event.altKey && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        openPalette();
      }
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
  if (failed) {
    return (
      <Result
        status="warning"
        title="记录没有读出来"
        subTitle={message ?? '请重试；仍不成功请锁定后重新解锁。'}
        extra={
          <Button type="primary" onClick={() => void startReplica(workbench())}>
            重试
          </Button>
        }
      />
    );
  }
  return (
    <div className={railOpen ? 'frame rail-open' : 'frame'}>
      <a className="skip" href="#page">
        跳到正文
      </a>
      <Header onToggleRail={() => setRailOpen((open) => !open)} />
      <Rail onGo={() => setRailOpen(false)} />
      <div className="page" id="page" tabIndex={-1}>
        <ErrorBoundary key={`${page}${listed ? '/figure' : ''}`} part="这一页">
          <Suspense fallback={<Spin className="page-wait" description="正在打开…" />}>
            <CurrentPage />
          </Suspense>
        </ErrorBoundary>
      </div>
      <SearchPalette />
      <Once open={printing}>
        <PaperDialog />
      </Once>
      <Once open={importing}>
        <Suspense>
          <TableDialog.Part />
        </Suspense>
      </Once>
      <TakeBackDialog />
    </div>
  );
}

function CurrentPage() {
  const { page, inspection, round, record, opened } = useNavigation();
  const loading = useReplicaState((state) => state.status !== 'ready');
  const arrived = useIsThere(inspection);
  const entry = PAGES[page];
  if (loading && !arrived) return <Spin className="page-wait" description="正在读取记录…" />;
  if (opened?.listed) return <FigureRecords.Part asked={opened.asked} />;
  if (entry.needs === 'inspection' && inspection === undefined) return <NothingYet />;
  if (entry.needs === 'round' && round === undefined) return <NothingYet />;
  return (
    <entry.page.Part
      key={`${page}/${entry.needs === 'inspection' ? inspection : entry.needs === 'round' ? round : ''}`}
      inspection={inspection ?? ''}
      round={round ?? ''}
      record={record}
      onOpen={(id) => openWithin(page, id)}
    />
  );
}

function NothingYet() {
  const open = useNavigation((state) => state.open);
  return (
    <Result
      icon={null}
      title="还没有巡察单位"
      subTitle="先建轮次，登记被巡察单位，就可以开始记录了。"
      extra={
        <Button type="primary" onClick={() => open('setup')}>
          去设置轮次与单位
        </Button>
      }
    />
  );
}

/** Chooses a round and a unit as soon as there are some, and again when the chosen one is gone. */
function useFirstPlace(): void {
  const context = useRuleContext(PLACE_KINDS);
  const loading = useReplicaState((state) => state.status !== 'ready');
  const { round, inspection, choose } = useNavigation();
  useEffect(() => {
    const missing = [round, inspection].some((id) => id !== undefined && context.get(id) === undefined);
    // What one left the desk with is on its way: only when everything has come is it known to be gone.
    if (missing && loading) return;
    const gone = inspection !== undefined && context.get(inspection) === undefined;
    if (inspection !== undefined && !gone) return;
    const place = firstPlace(context, round);
    if (place.inspection !== inspection || place.round !== round) choose(place.round, place.inspection);
  }, [context, loading, round, inspection, choose]);
}
