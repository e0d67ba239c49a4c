/** 批量修改: one value for one field of the chosen records; first what it would come to, then the act, with 撤销 beside it. */
import { EditOutlined } from '@ant-design/icons';
import { Button, Checkbox, Modal, Select } from 'antd';
import { useId, useMemo, useRef, useState } from 'react';
import type { AppContract, OutputOf } from '../../src-shared/contract';
import type { AnyKind, Entity } from '../../src-shared/domain/define';
import { isBlank } from '../../src-shared/domain/validate';
import { flushAutosave } from '../session/autosave';
import { call } from '../session/workbench';
import { labelOf, titleOf, useJudge, useRole } from '../replica';
import type { Binding } from './binding';
import { useCommands } from './commands';
import { mayRead } from './field';
import { FieldInput } from './field-input';
import { formatValue, infoOf } from './format';
import { goOnEnter } from './keyboard';
import { useUndo } from './undo';
import './change-many.css';

type Plan = OutputOf<AppContract, 'record.changingMany'>;

/** Refusals that are of the role, whatever the record. */
const OF_ROLE: ReadonlySet<string> = new Set(['RIGHTS_WRITE', 'RIGHTS_FIELD']);

/** The fields of a kind of which several records may be given one value, and this person may write some. */
export function useManyFields(kind: AnyKind, rows: readonly Entity[] | undefined): readonly string[] {
  const judge = useJudge();
  const role = useRole();
  return useMemo(() => {
    const fields = kind.sections
      .flatMap((section) => section.fields)
      .filter((field) => infoOf(kind, field)?.together && mayRead(kind, field, role));
    const open = new Set(fields);
    const found = new Set<string>();
    for (const row of rows ?? []) {
      for (const field of open) {
        const refusal = judge.refusal(row, { act: 'write', fields: [field] });
        if (!refusal) found.add(field);
        // What the role may not write in any record is not asked of the next ten thousand.
        if (!refusal || OF_ROLE.has(refusal.code)) open.delete(field);
      }
      if (open.size === 0) break;
    }
    return fields.filter((field) => found.has(field));
  }, [kind, rows, judge, role]);
}

interface ChangeManyProps {
  readonly kind: AnyKind;
  readonly fields: readonly string[];
  readonly chosen: readonly Entity[];
  readonly onClear: () => void;
}

/** What may be done with the chosen rows, below them, so that no row moves away from under the hand that ticks it. */
export function ChangeMany(props: ChangeManyProps) {
  const [open, setOpen] = useState(false);
  return (
    <div className="pw-choice-bar">
      <span role="status">{`已选${props.chosen.length}条`}</span>
      <Button type="primary" icon={<EditOutlined />} onClick={() => setOpen(true)}>
        批量修改…
      </Button>
      <Button type="link" size="small" title="Esc" onClick={props.onClear}>
        取消选择
      </Button>
      {open && <ChangeManyDialog {...props} onClose={() => setOpen(false)} />}
    </div>
  );
}

function ChangeManyDialog({
  kind,
  fields,
  chosen,
  onClear,
  onClose,
}: ChangeManyProps & { onClose: () => void }) {
  const commands = useCommands();
  const { offer } = useUndo();
  const label = useId();
  // What was chosen when the dialog opened: a row that comes or goes meanwhile is none of it.
  const [rows] = useState(chosen);
  const [field, setField] = useState<string>();
  const [value, setValue] = useState<unknown>();
  const [wrong, setWrong] = useState<string>();
  const [clears, setClears] = useState(false);
  const [plan, setPlan] = useState<Plan>();
  const [busy, setBusy] = useState(false);
  const body = useRef<HTMLDivElement>(null);
  const info = field === undefined ? undefined : infoOf(kind, field);
  const said = info?.type === 'flag' ? (value ?? false) : value;
  const ready = info !== undefined && wrong === undefined && (clears || !isBlank(said));
  const change = (next: { field?: string; value?: unknown; wrong?: string; clears?: boolean }) => {
    if ('field' in next) setField(next.field);
    setValue(next.value);
    setWrong(next.wrong);
    setClears(next.clears ?? false);
    setPlan(undefined);
  };
  const order = (ids: readonly string[]) => ({
    kind: kind.kind,
    ids: [...ids],
    field: field!,
    value: (clears ? null : said) as null,
  });
  const attempt = async <T,>(act: () => Promise<T>): Promise<T | undefined> => {
    setBusy(true);
    const done = await commands.attempt(act);
    setBusy(false);
    return done;
  };
  const preview = async () => {
    // What is still being typed in a record is a change of it, and goes first.
    await flushAutosave();
    setPlan(await attempt(() => call('record.changingMany', order(rows.map(({ id }) => id)))));
  };
  const write = async (ids: readonly string[]) => {
    const done = await attempt(() => call('record.changeMany', order(ids)));
    if (!done) return setPlan(undefined);
    onClose();
    onClear();
    offer(`已修改${done.changed}条${kind.label}的“${info!.label}”`, done.act);
  };
  const submit = () => {
    if (!ready || busy) return;
    if (!plan) void preview();
    else if (plan.change.length > 0) void write(plan.change);
  };
  const [first] = rows;
  const shown = useMemo(
    () => ({ ...first!, values: { ...first!.values, ...(field ? { [field]: value } : {}) } }),
    [first, field, value],
  );
  const binding: Binding | undefined = info && {
    inputId: `${label}-value`,
    record: shown,
    info,
    value,
    status: wrong ? 'error' : '',
    disabled: busy || clears,
    type: (typed) => change({ value: typed }),
    choose: (picked) => change({ value: picked }),
    leave: () => undefined,
    refuse: (words, message) => change({ value: words, wrong: message }),
    drop: () => change({}),
  };
  return (
    <Modal
      open
      title={`批量修改${kind.label}（已选${rows.length}条）`}
      okText={plan ? `修改${plan.change.length}条` : '预览'}
      cancelText="取消"
      okButtonProps={{ disabled: !ready || plan?.change.length === 0, loading: busy }}
      onOk={submit}
      onCancel={onClose}
      width={600}
    >
      <div
        ref={body}
        className="pw-many"
        data-enter-scope
        onKeyDownCapture={(e) => goOnEnter(e, submit)}
        onKeyDown={(e) => {
          if (e.key === 'Enter' && e.ctrlKey) submit();
        }}
      >
        <div className="pw-field">
          <div className="pw-label">
            <label htmlFor={`${label}-field`}>修改哪一栏</label>
          </div>
          <Select
            id={`${label}-field`}
            autoFocus
            value={field}
            placeholder="请选择"
            disabled={busy}
            options={fields.map((name) => ({ value: name, label: infoOf(kind, name)!.label }))}
            onChange={(name: string) => change({ field: name })}
          />
        </div>
        {binding && (
          <div className="pw-field">
            <div className="pw-label">
              <label htmlFor={binding.inputId}>{`“${binding.info.label}”改为`}</label>
              {!binding.info.required && binding.info.type !== 'flag' && (
                <Checkbox
                  checked={clears}
                  disabled={busy}
                  onChange={({ target }) => change({ clears: target.checked })}
                >
                  清空这一栏
                </Checkbox>
              )}
            </div>
            <div className="pw-control">
              <FieldInput key={field} binding={binding} />
            </div>
            {wrong && (
              <div className="pw-words pw-error" role="alert">
                {wrong}
              </div>
            )}
          </div>
        )}
        {plan && <PlanWords kind={kind} field={field!} rows={rows} plan={plan} />}
      </div>
    </Modal>
  );
}

/** As many former values, and numbers of records, as are told one by one. */
const TOLD = 6;

/** What the change comes to: which values give way, what stays, what is refused and why. */
function PlanWords(props: { kind: AnyKind; field: string; rows: readonly Entity[]; plan: Plan }) {
  const { kind, field, rows, plan } = props;
  const info = infoOf(kind, field)!;
  const changing = new Set<string>(plan.change);
  const former = groupOf(
    rows.filter(({ id }) => changing.has(id)),
    (row) => formatValue(info, row.values[field], labelOf) || '（空）',
  );
  const refused = groupOf(plan.refused, ({ why }) => why);
  const numberOf = (id: string): string => {
    const row = rows.find((one) => one.id === id);
    return row ? String(row.values.code ?? titleOf(row)) : '（不可见的记录）';
  };
  return (
    <div className="pw-many-plan" role="status">
      {former.length > 0 && (
        <section>
          <h3>{`将修改${plan.change.length}条`}</h3>
          <ul>
            {former.slice(0, TOLD).map(([words, some]) => (
              <li key={words}>{`原为“${words}”的${some.length}条`}</li>
            ))}
            {former.length > TOLD && <li>{`原为其他内容的${rest(former)}条`}</li>}
          </ul>
        </section>
      )}
      {plan.same.length > 0 && <p>{`${plan.same.length}条已经是这个内容，不变。`}</p>}
      {refused.length > 0 && (
        <section className="pw-many-refused">
          <h3>{`${plan.refused.length}条不能修改，保持不变`}</h3>
          <ul>
            {refused.map(([why, some]) => (
              <li key={why}>
                {why}
                {`：${some
                  .slice(0, TOLD)
                  .map(({ record }) => numberOf(record))
                  .join('、')}${some.length > TOLD ? `等${some.length}条` : ''}`}
              </li>
            ))}
          </ul>
        </section>
      )}
      {plan.change.length === 0 && <p>没有要修改的记录。</p>}
    </div>
  );
}

const rest = (groups: readonly (readonly [string, readonly unknown[]])[]): number =>
  groups.slice(TOLD).reduce((sum, [, some]) => sum + some.length, 0);

/** By what is said of each, the most frequent first. */
function groupOf<T>(all: readonly T[], wordsOf: (one: T) => string): (readonly [string, readonly T[]])[] {
  const groups = new Map<string, T[]>();
  for (const one of all) {
    const words = wordsOf(one);
    groups.set(words, [...(groups.get(words) ?? []), one]);
  }
  return [...groups].sort(([, a], [, b]) => b.length - a.length);
}
