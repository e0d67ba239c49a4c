/** One input for each type of field. What is typed goes to the autosave; nothing here knows a kind. */
import { CalendarOutlined, ClockCircleOutlined } from '@ant-design/icons';
import { Button, Calendar, Checkbox, Input, Popover, Select } from 'antd';
import dayjs from 'dayjs';
import 'dayjs/locale/zh-cn';
import { useMemo, useState, type ReactNode } from 'react';
import { glossaryIn, offeredEntries } from '../../src-shared/domain/glossary';
import type { AnyKind, Entity } from '../../src-shared/domain/define';
import { isBlank } from '../../src-shared/domain/validate';
import { look, referenceOptions, useRuleContext, useToday } from '../replica';
import { commitField, dropField, editField, refuseField, useDraft } from '../session/autosave';
import { CLEARABLE } from './clearable';
import {
  formatValue,
  infoOf,
  optionLabel,
  parseDay,
  parseNumber,
  parseNumbers,
  parseTime,
  type FieldInfo,
} from './format';
import { GrowingText } from './growing-text';
import { Mark } from './mark';

/** A field of a record, its current value, and what to do with what is typed. */
export interface Binding {
  /** The id of the input element, for its label. */
  readonly inputId: string;
  readonly record: Entity;
  readonly info: FieldInfo;
  readonly value: unknown;
  readonly status: '' | 'error' | 'warning';
  readonly disabled: boolean;
  /** Takes a value while typing. */
  type(value: unknown): void;
  /** Takes a value that is complete at once (chosen from a list). */
  choose(value: unknown): void;
  /** Saves what was typed: the field was left. */
  leave(): void;
  /** Keeps words that mean nothing yet, with what is wrong about them. */
  refuse(words: string, message: string): void;
  /** Throws away what was typed. */
  drop(): void;
}

/** Joins a field of a record with the autosave. */
export function useBinding(
  kind: AnyKind,
  record: Entity,
  field: string,
  { disabled = false, status = '' }: { disabled?: boolean; status?: Binding['status'] } = {},
): Binding | undefined {
  const draft = useDraft(record.id, field);
  const info = infoOf(kind, field);
  if (!info) return undefined;
  const target = { id: record.id, kind: kind.kind };
  return {
    inputId: `${record.id}-${field}`,
    record,
    info,
    value: draft ? draft.value : record.values[field],
    status: draft?.status === 'failed' ? 'error' : status,
    disabled: disabled || info.derived === true,
    type: (value) => editField(target, field, value),
    choose: (value) => {
      editField(target, field, value);
      void commitField(record.id, field);
    },
    leave: () => void commitField(record.id, field),
    refuse: (words, message) => refuseField(target, field, words, message),
    drop: () => dropField(record.id, field),
  };
}

/** `line`: a long text as one growing line (rows of a table), where Enter goes on and Shift+Enter breaks the line. */
export type Shape = 'form' | 'line';

/** The input of a field by its type. */
export function FieldInput({ binding, shape = 'form' }: { binding: Binding; shape?: Shape }): ReactNode {
  switch (binding.info.type) {
    case 'text':
      return <TextInput binding={binding} />;
    case 'longText':
      return <LongTextInput binding={binding} shape={shape} />;
    case 'integer':
    case 'amount':
      return <NumberInput binding={binding} />;
    case 'date':
      return <DateInput binding={binding} />;
    case 'time':
      return <TimeInput binding={binding} />;
    case 'flag':
      return <FlagInput binding={binding} bare={shape === 'line'} />;
    case 'choice':
      return <ChoiceInput binding={binding} />;
    case 'choices':
      return <ChoicesInput binding={binding} />;
    case 'reference':
      return <ReferenceInput binding={binding} />;
    case 'list':
      return <ListInput binding={binding} />;
    case 'numbers':
      return <ParsedInput binding={binding} parse={parseNumbers} show={(v) => (v as number[]).join(' ')} />;
    case 'state':
      return <StateTag info={binding.info} value={binding.value} />;
    case 'instant':
      return <span>{formatValue(binding.info, binding.value, String)}</span>;
  }
}

interface Props {
  readonly binding: Binding;
}

const words = (value: unknown): string => (isBlank(value) ? '' : String(value));

function TextInput({ binding: b }: Props) {
  return (
    <Input
      id={b.inputId}
      value={words(b.value)}
      status={b.status}
      disabled={b.disabled}
      autoComplete="off"
      onChange={(e) => b.type(e.target.value)}
      onBlur={b.leave}
    />
  );
}

function LongTextInput({ binding: b, shape }: Props & { shape: Shape }) {
  const text = words(b.value);
  const { max } = b.info;
  // The count is only of interest where the paper's box is small or nearly full.
  const counted = max !== undefined && (max <= 500 || text.length > max * 0.8);
  return (
    <GrowingText
      id={b.inputId}
      data-enter={shape === 'line' ? 'next' : undefined}
      value={text}
      status={b.status}
      disabled={b.disabled}
      lines={shape === 'line' ? [1, 8] : [2, 14]}
      count={counted ? { show: true, max } : undefined}
      onChange={(e) => b.type(e.target.value)}
      onBlur={b.leave}
    />
  );
}

/** A value typed as words: kept as typed while the field has the focus, shown in its usual form afterwards. */
function ParsedInput({
  binding: b,
  parse,
  show = words,
  suffix,
  placeholder,
}: Props & {
  parse: (text: string) => unknown;
  show?: (value: unknown) => string;
  suffix?: ReactNode;
  placeholder?: string;
}) {
  const [typed, setTyped] = useState<string>();
  const shown = typed ?? (typeof b.value === 'string' || isBlank(b.value) ? words(b.value) : show(b.value));
  const leave = () => {
    if (typed === undefined) return b.leave();
    setTyped(undefined);
    const text = typed.trim();
    const verdict = b.info.schema.safeParse(parse(text) ?? text);
    if (text === '' || verdict.success) return b.leave();
    b.refuse(typed, verdict.error?.issues[0]?.message ?? `“${b.info.label}”填写有误`);
  };
  return (
    <Input
      id={b.inputId}
      value={shown}
      status={b.status}
      disabled={b.disabled}
      placeholder={placeholder}
      suffix={suffix}
      autoComplete="off"
      onChange={(e) => {
        const text = e.target.value;
        setTyped(text);
        const value = text.trim() === '' ? null : parse(text);
        // Half a value is nobody's business yet: it is not saved before it means something.
        if (value !== undefined && (value === null || b.info.schema.safeParse(value).success)) b.type(value);
        else b.drop();
      }}
      onBlur={leave}
    />
  );
}

function NumberInput({ binding }: Props) {
  return <ParsedInput binding={binding} parse={parseNumber} suffix={binding.info.unit} />;
}

function DateInput({ binding: b }: Props) {
  const today = useToday();
  const [open, setOpen] = useState(false);
  const chosen = dayjs(words(b.value) || today);
  const calendar = (
    <div className="pw-calendar">
      <Calendar
        fullscreen={false}
        value={chosen.isValid() ? chosen : dayjs(today)}
        onSelect={(day, { source }) => {
          if (source !== 'date') return;
          setOpen(false);
          b.choose(day.format('YYYY-MM-DD'));
        }}
      />
    </div>
  );
  return (
    <ParsedInput
      binding={b}
      parse={(text) => parseDay(text, today)}
      placeholder={b.disabled ? undefined : '如 20250904'}
      suffix={
        <Popover trigger="click" open={open} onOpenChange={setOpen} content={calendar} destroyOnHidden>
          <PickButton label={`${b.info.label}：打开日历`} icon={<CalendarOutlined />} disabled={b.disabled} />
        </Popover>
      }
    />
  );
}

/** Half hours of a working day, for those who would rather click. */
const CLOCK = Array.from({ length: 28 }, (_, i) => {
  const half = 16 + i;
  return `${String(Math.floor(half / 2)).padStart(2, '0')}:${half % 2 ? '30' : '00'}`;
});

function TimeInput({ binding: b }: Props) {
  const [open, setOpen] = useState(false);
  const clock = (
    <div className="pw-clock">
      {CLOCK.map((time) => (
        <Button
          key={time}
          size="small"
          type={time === b.value ? 'primary' : 'text'}
          onClick={() => {
            setOpen(false);
            b.choose(time);
          }}
        >
          {time}
        </Button>
      ))}
    </div>
  );
  return (
    <ParsedInput
      binding={b}
      parse={parseTime}
      placeholder={b.disabled ? undefined : '如 0930'}
      suffix={
        <Popover trigger="click" open={open} onOpenChange={setOpen} content={clock} destroyOnHidden>
          <PickButton
            label={`${b.info.label}：选择时间`}
            icon={<ClockCircleOutlined />}
            disabled={b.disabled}
          />
        </Popover>
      }
    />
  );
}

/** The small button at the end of an input; out of the tab order, because the keyboard types. */
function PickButton(props: { label: string; icon: ReactNode; disabled: boolean; onClick?: () => void }) {
  const { label, ...rest } = props;
  return <Button type="text" size="small" tabIndex={-1} aria-label={label} className="pw-pick" {...rest} />;
}

/** @param bare the label stands elsewhere */
function FlagInput({ binding: b, bare }: Props & { bare: boolean }) {
  return (
    <Checkbox
      id={b.inputId}
      checked={b.value === true}
      disabled={b.disabled}
      onChange={(e) => b.choose(e.target.checked)}
    >
      {bare ? null : b.info.label}
    </Checkbox>
  );
}

interface Choice {
  readonly value: string;
  readonly label: string;
}

/** Options of a field: its own, or those of its dictionary in the record's round. */
function optionsOf(info: FieldInfo, record: Entity): Choice[] {
  const entries = info.dictionary ? offeredEntries(info.dictionary, record, look) : (info.options ?? []);
  return entries.map(({ code, label }) => ({ value: code, label }));
}

const byLabel = { optionFilterProp: 'label' } as const;

function ChoiceInput({ binding: b }: Props) {
  const [search, setSearch] = useState('');
  const options = optionsOf(b.info, b.record);
  const value = isBlank(b.value) ? undefined : String(b.value);
  const own = search.trim();
  // A word of one's own is allowed where the list is a dictionary, and pointed out by a hint.
  const offered =
    b.info.dictionary && own !== '' && !options.some((o) => o.label === own)
      ? [...options, { value: own, label: `${own}（自填）` }]
      : options;
  const known =
    value === undefined || offered.some((o) => o.value === value)
      ? offered
      : [...offered, { value, label: optionLabel(b.info, value, glossaryIn(look).words(b.record)) }];
  return (
    <Select<string>
      id={b.inputId}
      className="pw-fill"
      value={value}
      options={known}
      status={b.status}
      disabled={b.disabled}
      showSearch={{ ...byLabel, onSearch: setSearch, searchValue: search }}
      allowClear={!b.info.required && CLEARABLE}
      popupMatchSelectWidth={false}
      onChange={(chosen) => {
        setSearch('');
        b.choose(chosen ?? null);
      }}
      onBlur={() => setSearch('')}
    />
  );
}

function ChoicesInput({ binding: b }: Props) {
  return (
    <Select<string[]>
      id={b.inputId}
      className="pw-fill"
      mode={b.info.dictionary ? 'tags' : 'multiple'}
      value={Array.isArray(b.value) ? b.value.map(String) : []}
      options={optionsOf(b.info, b.record)}
      status={b.status}
      disabled={b.disabled}
      showSearch={byLabel}
      popupMatchSelectWidth={false}
      onChange={(chosen) => b.choose(chosen)}
    />
  );
}

function ReferenceInput({ binding: b }: Props) {
  const context = useRuleContext(b.info.to);
  const value = isBlank(b.value) ? undefined : String(b.value);
  const options = useMemo(() => {
    const found = referenceOptions(context, b.info.to ?? [], b.record);
    return value === undefined || found.some((o) => o.value === value)
      ? found
      : [...found, { value, label: context.label(value) }];
  }, [context, b.info, b.record, value]);
  return (
    <Select<string>
      id={b.inputId}
      className="pw-fill"
      value={value}
      options={options}
      status={b.status}
      disabled={b.disabled}
      showSearch={byLabel}
      allowClear={!b.info.required && CLEARABLE}
      popupMatchSelectWidth={false}
      notFoundContent="没有可选的记录，请先登记"
      onChange={(chosen) => b.choose(chosen ?? null)}
    />
  );
}

function ListInput({ binding: b }: Props) {
  const lines = Array.isArray(b.value) ? b.value.map(String) : [];
  return (
    <GrowingText
      id={b.inputId}
      value={lines.join('\n')}
      status={b.status}
      disabled={b.disabled}
      placeholder="每行一项"
      lines={[2, 12]}
      onChange={(e) => b.type(e.target.value === '' ? null : e.target.value.split('\n'))}
      onBlur={() => {
        const kept = lines.map((line) => line.trim()).filter(Boolean);
        if (kept.length !== lines.length) b.type(kept.length > 0 ? kept : null);
        b.leave();
      }}
    />
  );
}

/** A state in words; the tint only repeats what the word says. */
export function StateTag({ info, value }: { info: FieldInfo; value: unknown }) {
  const code = isBlank(value) ? String(info.machine?.initial ?? '') : String(value);
  const forward = info.machine?.steps.some((step) => step.from === code && !step.reason);
  const tone = code === info.machine?.initial ? 'plain' : forward ? 'info' : 'success';
  return <Mark tone={tone}>{optionLabel(info, code)}</Mark>;
}
