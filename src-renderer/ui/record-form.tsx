/**
 * The form of a record from its kind's one definition: sections as on the paper, a grid of four columns, autosave for each
 * field. A feature adds its own blocks after a section or at the end.
 */
import { CloseOutlined, DeleteOutlined, HistoryOutlined, PrinterOutlined } from '@ant-design/icons';
import { Button, Tooltip, Typography } from 'antd';
import { useCallback, useMemo, useRef, useState, type ReactNode } from 'react';
import { useShallow } from 'zustand/react/shallow';
import type { AnyKind, Entity, Issue } from '../../src-shared/domain/define';
import { missingEssentials } from '../../src-shared/domain/draft-record';
import { alongWords, countKinds, goingAlong } from '../../src-shared/domain/removing';
import { isBlank, issuesOf } from '../../src-shared/domain/validate';
import { REMOVED_FIELD } from '../../src-shared/merge/change';
import { hasHome, look, titleOf, useJudge, useRole, useRuleContext } from '../replica';
import { isPlan, typedValues, useAutosave, useRecordSaveStatus, type SaveStatus } from '../session/autosave';
import { call } from '../session/workbench';
import { askRecordPaper } from '../session/paper-request';
import { useCommands } from './commands';
import { EvidenceList } from './evidence-list';
import { Field, hasPlace } from './field';
import { infoOf } from './format';
import { HistoryDrawer } from './history-drawer';
import { GapList, goToGap, MarkGaps } from './gaps';
import { goOnEnter } from './keyboard';
import { Mark } from './mark';
import { ReasonDialog } from './reason-dialog';
import { useUndo, useUndoToast } from './undo';
import { LastReason, StepTrail, useSteps } from './step-trail';
import { SignatureBlock, useSignatures, VoidNote } from './signatures';
import './record-form.css';

export interface RecordFormProps {
  readonly kind: AnyKind;
  readonly record: Entity;
  /** Blocks of the feature before the first section. */
  readonly before?: ReactNode;
  /** Blocks of the feature, after the section of that title. */
  readonly after?: Readonly<Record<string, ReactNode>>;
  /** Blocks after the last section. */
  readonly children?: ReactNode;
  /** Buttons of the feature beside the title. */
  readonly actions?: ReactNode;
  readonly onClose?: () => void;
}

const NO_ISSUES: readonly Issue[] = [];
const SAVE_WORDS: Readonly<Record<SaveStatus, string>> = {
  idle: '已保存',
  typing: '正在输入…',
  saving: '正在保存…',
  saved: '已保存',
  failed: '有内容未保存',
};

/** The record as it is with what has been typed and makes sense, so that rules answer at once. */
function useTyped(record: Entity): Entity {
  // How far the saving of a value is does not matter here, only what the values are.
  const typed = useAutosave(useShallow((state) => typedValues(state, record.id)));
  return useMemo(
    () => (Object.keys(typed).length === 0 ? record : { ...record, values: { ...record.values, ...typed } }),
    [record, typed],
  );
}

/** Complaints by field; what is merely not yet filled in is told only where the person has been, or on demand. */
function useIssues(kind: AnyKind, record: Entity) {
  const context = useRuleContext();
  const typed = useTyped(record);
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set());
  const [everything, setEverything] = useState(false);
  const all = useMemo(() => issuesOf(kind, typed, context), [kind, typed, context]);
  const shown = useMemo(() => {
    const byField = new Map<string, Issue[]>();
    for (const issue of all) {
      const missing = infoOf(kind, issue.field)?.required && isBlank(typed.values[issue.field]);
      if (missing && !everything && !touched.has(issue.field)) continue;
      byField.set(issue.field, [...(byField.get(issue.field) ?? []), issue]);
    }
    return byField;
  }, [all, kind, typed, everything, touched]);
  const touch = useCallback(
    (field: string) => setTouched((before) => (before.has(field) ? before : new Set(before).add(field))),
    [],
  );
  const errors = all.filter((issue) => issue.level === 'error');
  const showEverything = useCallback(() => setEverything(true), []);
  return { shown, errors, touch, everything, showEverything };
}

export function RecordForm({ kind, record, before, after, children, actions, onClose }: RecordFormProps) {
  const role = useRole();
  const { shown, errors, touch, everything, showEverything } = useIssues(kind, record);
  const body = useRef<HTMLDivElement>(null);
  const judge = useJudge();
  const refusal = judge.refusal(record, { act: 'write' });
  const open = refusal
    ? stillOpen(kind, (field) => judge.may(record, { act: 'write', fields: [field] }))
    : [];
  const placed = useMemo(
    () =>
      kind.sections.map((section) => ({
        ...section,
        fields: (section.fields as readonly string[]).filter((field) =>
          hasPlace(kind, record, field, role, (name) => judge.may(record, { act: 'write', fields: [name] })),
        ),
      })),
    [kind, record, role, judge],
  );
  const steps = useSteps(kind, record);
  const signatures = useSignatures(kind, record);
  const atSection = (field: string) => placed.some((section) => section.fields.includes(field));
  const check = () => {
    showEverything();
    const first = errors.find((issue) => atSection(issue.field)) ?? errors[0];
    if (first) goToGap(body.current, first.field);
  };
  return (
    <section className="pw-form" aria-label={`${kind.label}：${titleOf(record)}`}>
      <FormHead kind={kind} record={record} open={open} onClose={onClose}>
        {errors.length > 0 && (
          <Button size="small" onClick={check}>
            {`还有${errors.length}处需完善`}
          </Button>
        )}
        {actions}
        {hasHome(record) && !isPlan(record.id) && (
          <Tooltip title="打印或导出（Ctrl+P）">
            <Button
              type="text"
              icon={<PrinterOutlined />}
              aria-label="打印"
              data-print
              onClick={() => askRecordPaper('recordForm', record)}
            />
          </Tooltip>
        )}
      </FormHead>
      <div
        className="pw-form-body"
        data-enter-scope
        ref={body}
        tabIndex={-1}
        onKeyDownCapture={(e) => goOnEnter(e)}
      >
        {refusal && (
          <div className="pw-note" role="note">
            {refusal.message}
            {open.length > 0 && `现在仍可填写“${open.join('”“')}”。`}
          </div>
        )}
        {record.conflicts.includes(REMOVED_FIELD) && <RemovedConflict record={record} />}
        <LastReason steps={steps} />
        <VoidNote signatures={signatures} />
        {everything && <GapList kind={kind} errors={errors} onGo={(field) => goToGap(body.current, field)} />}
        {before}
        <MarkGaps value={showEverything}>
          {placed.map((section) => (
            <div key={section.title} className="pw-section">
              {section.fields.length > 0 && (
                <fieldset>
                  <legend>{section.title}</legend>
                  <div className="pw-grid">
                    {section.fields.map((field) => (
                      <Field
                        key={field}
                        kind={kind}
                        record={record}
                        field={field}
                        readOnly={!judge.may(record, { act: 'write', fields: [field] })}
                        issues={shown.get(field) ?? NO_ISSUES}
                        onTouched={touch}
                      />
                    ))}
                  </div>
                </fieldset>
              )}
              {after?.[section.title]}
            </div>
          ))}
        </MarkGaps>
        <OtherIssues issues={errors.filter((issue) => !atSection(issue.field))} />
        {'evidence' in kind.sets && <EvidenceList key={record.id} kind={kind} record={record} />}
        {children}
        <SignatureBlock signatures={signatures} />
        <StepTrail steps={steps} />
      </div>
    </section>
  );
}

/** Complaints about something that is no field of the form (a set, rows). */
function OtherIssues({ issues }: { issues: readonly Issue[] }) {
  return issues.map((issue) => (
    <div key={issue.message} className="pw-words pw-error" role="alert" data-issue={issue.field}>
      {issue.message}
    </div>
  ));
}

/** The labels of what may be written though the record as a whole may not: scans, and what the unit says to a signed paper. */
const stillOpen = (kind: AnyKind, may: (field: string) => boolean): string[] => [
  ...Object.entries(kind.fields).flatMap(([field, { info }]) =>
    !info.derived && !info.machine && may(field) ? [info.label] : [],
  ),
  ...Object.entries(kind.sets).flatMap(([set, label]) => (may(set) ? [label] : [])),
];

interface FormHeadProps {
  readonly kind: AnyKind;
  readonly record: Entity;
  /** What may still be written of a record that otherwise is only read. */
  readonly open: readonly string[];
  readonly onClose?: () => void;
  readonly children: ReactNode;
}

function FormHead({ kind, record, open: stillOpen, onClose, children }: FormHeadProps) {
  const tellUndo = useUndoToast();
  const commands = useCommands();
  const status = useRecordSaveStatus(record.id);
  const planned = isPlan(record.id);
  const missing = missingEssentials(kind, record.values).map((field) => infoOf(kind, field)!.label);
  const judge = useJudge();
  const readOnly = !judge.may(record, { act: 'write' });
  const kept = judge.refusal(record, { act: 'remove' });
  // Who has no business with the record is offered nothing; who has, is told why not now.
  const offersRemoval = kept === undefined || kept.code === 'RIGHTS_HELD' || kept.code === 'RIGHTS_REMOVE';
  const [open, setOpen] = useState<'history' | 'remove'>();
  const close = () => setOpen(undefined);
  const remove = async (reason: string) => {
    const done = await commands.remove(record.id, reason);
    if (done) {
      tellUndo(`已删除${kind.label}，可在“回收站”恢复`, () => commands.restore(record.id));
      onClose?.();
    }
    return done;
  };
  return (
    <header className="pw-form-head">
      <Typography.Title level={5} ellipsis className="pw-form-title">
        {titleOf(record)}
      </Typography.Title>
      <span className={`pw-words pw-save-${status}`} role="status">
        {readOnly
          ? stillOpen.length > 0
            ? `只可填写${stillOpen.join('、')}`
            : '只读'
          : planned && status === 'idle'
            ? '填写后自动保存'
            : SAVE_WORDS[status]}
      </span>
      {missing.length > 0 && (
        <span title={`填写“${missing.join('”“')}”后才计入统计和文稿`}>
          <Mark>草稿</Mark>
        </span>
      )}
      <span className="pw-spacer" />
      {children}
      {!planned && (
        <Tooltip title="修改历史">
          <Button
            type="text"
            icon={<HistoryOutlined />}
            aria-label="修改历史"
            onClick={() => setOpen('history')}
          />
        </Tooltip>
      )}
      {offersRemoval && !planned && (
        <Tooltip title={kept?.message ?? '删除'}>
          <Button
            type="text"
            icon={<DeleteOutlined />}
            aria-label="删除"
            disabled={kept !== undefined}
            onClick={() => setOpen('remove')}
          />
        </Tooltip>
      )}
      {onClose && (
        <Tooltip title="返回列表（Esc）">
          <Button type="text" icon={<CloseOutlined />} aria-label="返回列表" onClick={onClose} />
        </Tooltip>
      )}
      {open === 'history' && <HistoryDrawer kind={kind} record={record} onClose={close} />}
      {open === 'remove' && (
        <ReasonDialog
          title={`删除${kind.label}`}
          record={record.id}
          about={removalWords(record)}
          action="删除"
          danger
          onCancel={close}
          onReason={remove}
        />
      )}
    </header>
  );
}

/** What a removal does, and what goes along with the record. */
function removalWords(record: Entity): string {
  const along = alongWords(countKinds(goingAlong(record, look)));
  const what = along === '' ? '' : `连同${along}一并删除。`;
  return `${what}删除后不再出现在列表和文稿中，可在“回收站”恢复。`;
}

/** Somebody removed what another went on editing: a person decides. */
function RemovedConflict({ record }: { record: Entity }) {
  const { attempt, settle } = useCommands();
  const { offer } = useUndo();
  const choose = async (removed: boolean) => {
    const found = await attempt(() => call('conflict.list', { id: record.id }));
    const version = found
      ?.find(({ field }) => field === REMOVED_FIELD)
      ?.versions.find(({ value }) => value === removed);
    if (!version) return;
    const act = await settle([{ id: record.id, field: REMOVED_FIELD, take: version.change }]);
    if (act !== undefined) offer(removed ? '已按删除办理' : '已保留修改并恢复', act);
  };
  return (
    <div className="pw-banner" role="alert">
      <span>有人删除了这条记录，另有人作了修改，请选定。</span>
      <Button size="small" onClick={() => void choose(false)}>
        保留修改并恢复
      </Button>
      <Button size="small" danger onClick={() => void choose(true)}>
        按删除办理
      </Button>
    </div>
  );
}
