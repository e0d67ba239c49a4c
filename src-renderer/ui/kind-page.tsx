/** The page of a kind: its table; with a record open, a short list on the left and the form on the right. */
import { MenuFoldOutlined, MenuUnfoldOutlined, PlusOutlined } from '@ant-design/icons';
import { Alert, Button, Flex, Spin, Typography } from 'antd';
import { useCallback, useEffect, useRef, useState, type ReactNode } from 'react';
import { canReadKind } from '../../src-shared/domain/access';
import { isSealedKind } from '../../src-shared/domain/compartment';
import type { AnyKind, Entity, IsoDate } from '../../src-shared/domain/define';
import { getRecord, useJudge, useToday } from '../replica';
import { dropPlan, flushAutosave, planOf, planRecord, useRecordId } from '../session/autosave';
import { useNavigation } from '../session/navigation';
import { useSession } from '../session/session';
import { useCommands, type Commands } from './commands';
import { useDropZone } from './dropped-files';
import { ImportButton, useImporting } from './import-button';
import { arriveIn, isSomethingOpen } from './keyboard';
import { useCursorTarget, useListFocus, useShortcuts } from './page-keyboard';
import { UnitPaperButtons } from './paper-buttons';
import { ParentDialog } from './parent-dialog';
import { plannedEntity } from './planned-record';
import { RecordForm, type RecordFormProps } from './record-form';
import { RecordTable, type RecordTableProps } from './record-table';
import { useTableView } from './table-view';
import './kind-page.css';

type Values = NonNullable<Parameters<Commands['create']>[2]>;

/** What every page of a feature is given by the frame. */
export interface FeatureProps {
  /** The unit at work; an empty text where none is chosen. */
  readonly inspection: string;
  /** The round at work; likewise. */
  readonly round: string;
  /** The open record. */
  readonly record: string | undefined;
  readonly onOpen: (id: string | undefined) => void;
}

export interface KindPageProps extends Pick<FeatureProps, 'record' | 'onOpen'> {
  readonly kind: AnyKind;
  readonly rows: readonly Entity[] | undefined;
  /** Where a new record belongs; absent where a person chooses among `parents`. */
  readonly parent?: string | null;
  /** What a new record may belong to, and what to call that. */
  readonly parents?: { readonly label: string; readonly options: readonly Entity[] };
  /** Values a new record begins with. */
  readonly defaults?: () => Parameters<Commands['create']>[2];
  /** What is said where there is no record yet, in place of what the kind says of its page. */
  readonly about?: string;
  readonly looks?: RecordTableProps['looks'];
  readonly summary?: RecordTableProps['summary'];
  /** The parts of the form that are the feature's own. */
  readonly form?: (record: Entity) => Pick<RecordFormProps, 'before' | 'after' | 'actions' | 'children'>;
  /** A whole form of the feature's own, in place of the generic one. */
  readonly body?: (record: Entity, onClose: () => void) => ReactNode;
  /** What is to be said above the table. */
  readonly notice?: ReactNode;
  /** Buttons beside the page's title. */
  readonly actions?: ReactNode;
}

export function KindPage(props: KindPageProps) {
  const { kind, rows, record: openId, onOpen, parent, parents } = props;
  const judge = useJudge();
  const commands = useCommands();
  const [choosing, setChoosing] = useState(false);
  const viewed = useTableView();
  const today = useToday();
  // Back in the table, one is where one left it.
  const [last, setLast] = useState(openId);
  if (openId !== undefined && openId !== last) setLast(openId);
  const me = useSession((state) => state.session?.user);
  const user = me?.userId;
  const closed = me !== undefined && !me.clues && isSealedKind(kind) && canReadKind(kind, me.role);
  const [planned, setPlanned] = useState<Entity>();
  const made = useRecordId(openId);
  // A new record is only planned: it is made by what is first filled in, and leaves no trace where nothing is.
  const plan =
    planned !== undefined && openId !== undefined && planOf(openId) === planned.id ? planned : undefined;
  const open = rows?.find((row) => row.id === made) ?? (plan && { ...plan, id: made ?? plan.id });
  const mayCreate =
    !closed && (parent !== undefined || parents !== undefined) && judge.mayCreate(kind, parent ?? null);

  // The place that the next unlocking leads back to is that of the record.
  useEffect(() => {
    if (openId !== undefined && made !== undefined && made !== openId) onOpen(made);
  }, [openId, made, onOpen]);
  const plannedId = planned?.id;
  useEffect(
    () => () => {
      if (plannedId !== undefined) void flushAutosave().then(() => dropPlan(plannedId));
    },
    [plannedId],
  );
  const close = useCallback(() => {
    void flushAutosave();
    onOpen(undefined);
  }, [onOpen]);
  const createUnder = async (under: string | null) => {
    setChoosing(false);
    const begun = { ...begin(kind, rows, today), ...props.defaults?.() };
    // A page with a form of its own works on a record that is there.
    const id = props.body ? await commands.create(kind, under, begun) : planRecord(kind.kind, under, begun);
    if (id === undefined) return;
    if (!props.body) setPlanned(plannedEntity(kind, id, under, begun, user));
    onOpen(id);
  };
  const create = () => (parent === undefined ? setChoosing(true) : void createUnder(parent));
  const page = useRef<HTMLElement>(null);
  const importing = useImporting(kind, parent, mayCreate);
  useDropZone(page, openId === undefined && importing ? ([file]) => importing(file) : undefined);
  const folded = useNavigation((state) => state.folded) === true;
  const fold = () => useNavigation.setState({ folded: !folded });
  useShortcuts(page, {
    b: openId === undefined ? undefined : fold,
    Enter: mayCreate ? create : undefined,
    s: () => void flushAutosave(),
    // The open form, else the list: whichever has its print button on the screen.
    p: () =>
      page.current?.querySelector<HTMLElement>('.pw-detail [data-print], .pw-table [data-print]')?.click(),
    Escape: open && !isSomethingOpen() ? close : undefined,
  });
  useListFocus(page, openId === undefined && rows !== undefined);
  useCursorTarget(page);
  // A form that has just been opened takes the cursor, unless the person is already somewhere in it.
  const arrive = useCallback((element: HTMLDivElement | null) => {
    if (element && !element.contains(document.activeElement) && !useNavigation.getState().target) {
      const form = element.querySelector<HTMLElement>('.pw-form-body');
      if (form) arriveIn(form);
    }
  }, []);
  const newButton = mayCreate && (
    <Button type="primary" icon={<PlusOutlined />} title="Ctrl+Enter" onClick={create}>
      {`新建${kind.label}`}
    </Button>
  );
  const table = (compact: boolean) => (
    <RecordTable
      kind={kind}
      rows={rows}
      selected={openId ?? last}
      viewed={viewed}
      onOpen={onOpen}
      compact={compact}
      looks={props.looks}
      filterBy={kind.page?.filterBy}
      summary={props.summary}
      empty={
        <>
          <p>{props.about ?? kind.page?.about}</p>
          {newButton}
        </>
      }
    />
  );
  return (
    <Flex vertical className="pw-page" ref={page} tabIndex={-1} component="main">
      <header className="pw-page-head">
        {openId !== undefined && (
          <Button
            type="text"
            className="pw-fold"
            icon={folded ? <MenuUnfoldOutlined /> : <MenuFoldOutlined />}
            aria-label={folded ? '展开列表' : '收起列表'}
            title={`${folded ? '展开' : '收起'}左边的列表（Ctrl+B）`}
            onClick={fold}
          />
        )}
        <Typography.Title level={4} className="pw-page-title">
          {kind.page?.label ?? kind.label}
        </Typography.Title>
        <span className="pw-spacer" />
        {props.actions}
        <UnitPaperButtons page={kind.kind} />
        {openId === undefined && importing && <ImportButton onPress={() => importing()} />}
        {rows && rows.length > 0 && newButton}
      </header>
      {closed && (
        <div className="pw-notice">
          <Alert
            type="info"
            showIcon
            title={`您还没有线索钥匙，看不到已登记的“${kind.label}”`}
            description="请组长在“设置 › 使用者”中发给您；发给以后重新解锁即可。"
          />
        </div>
      )}
      {props.notice && <div className="pw-notice">{props.notice}</div>}
      {openId === undefined ? (
        table(false)
      ) : (
        <div className={folded ? 'pw-split pw-folded' : 'pw-split'}>
          {!folded && <aside className="pw-list">{table(true)}</aside>}
          <div className="pw-detail">
            {open ? (
              <div key={planOf(open.id)} ref={arrive} className="pw-detail-in">
                {props.body?.(open, close) ?? (
                  <RecordForm kind={kind} record={open} onClose={close} {...props.form?.(open)} />
                )}
              </div>
            ) : (
              <Missing loading={!rows || getRecord(openId) !== undefined} onClose={close} />
            )}
          </div>
        </div>
      )}
      {choosing && parents && (
        <ParentDialog
          title={`新建${kind.label}`}
          {...parents}
          onCancel={() => setChoosing(false)}
          onChosen={(under) => void createUnder(under)}
        />
      )}
    </Flex>
  );
}

/** What a new record begins with: the day of days that are of today, and what goes on from the last one. */
function begin(kind: AnyKind, rows: readonly Entity[] = [], today: IsoDate): Values {
  const last = rows.reduce<Entity | undefined>((a, b) => (a && a.updatedAt > b.updatedAt ? a : b), undefined);
  const values: Values = {};
  for (const [name, { info }] of Object.entries(kind.fields)) {
    if (info.today) values[name] = today;
    const before = last?.values[name];
    if (info.carried && typeof before === 'string') values[name] = before;
  }
  return values;
}

/** In place of a form: the record is on its way, or it is gone. */
function Missing({ loading, onClose }: { loading: boolean; onClose: () => void }) {
  if (loading) return <Spin className="pw-wait" />;
  return (
    <div className="pw-empty">
      <p>这条记录已删除，或不属于当前单位。</p>
      <Button onClick={onClose}>返回列表</Button>
    </div>
  );
}
