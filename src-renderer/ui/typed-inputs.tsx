/** Inputs whose value is typed: words, and what words are read into (numbers, days, times, counts). */
import { CalendarOutlined, ClockCircleOutlined } from '@ant-design/icons';
import { Button, Calendar, Checkbox, Input, Popover } from 'antd';
import dayjs from 'dayjs';
import 'dayjs/locale/zh-cn';
import { useState, type ReactNode } from 'react';
import type { Reading } from '../../src-shared/domain/reading';
import { readWords } from '../../src-shared/domain/reading-fields';
import { isBlank } from '../../src-shared/domain/validate';
import { useToday } from '../replica';
import type { Binding } from './binding';
import { useComposedText } from './composing';
import { GrowingText } from './growing-text';
import './typed-inputs.css';

interface Props {
  readonly binding: Binding;
}

const words = (value: unknown): string => (isBlank(value) ? '' : String(value));

export function TextInput({ binding: b }: Props) {
  const text = useComposedText(words(b.value), b.type);
  return (
    <Input
      id={b.inputId}
      {...text}
      status={b.status}
      disabled={b.disabled}
      autoComplete="off"
      onBlur={b.leave}
    />
  );
}

/** @param line one growing line, where Enter goes on */
export function LongTextInput({ binding: b, line }: Props & { line: boolean }) {
  const text = useComposedText(words(b.value), b.type);
  const { max } = b.info;
  // The count is only of interest where the paper's box is small or nearly full.
  const counted = max !== undefined && (max <= 500 || text.value.length > max * 0.8);
  return (
    <GrowingText
      id={b.inputId}
      data-enter={line ? 'next' : undefined}
      {...text}
      status={b.status}
      disabled={b.disabled}
      lines={line ? [1, 8] : [2, 14]}
      count={counted ? { show: true, max } : undefined}
      onBlur={b.leave}
    />
  );
}

export function ListInput({ binding: b }: Props) {
  const lines = Array.isArray(b.value) ? b.value.map(String) : [];
  const text = useComposedText(lines.join('\n'), (typed) => b.type(typed === '' ? null : typed.split('\n')));
  return (
    <GrowingText
      id={b.inputId}
      {...text}
      status={b.status}
      disabled={b.disabled}
      placeholder="每行一项"
      lines={[2, 12]}
      onBlur={() => {
        const kept = lines.map((line) => line.trim()).filter(Boolean);
        if (kept.length !== lines.length) b.type(kept.length > 0 ? kept : null);
        b.leave();
      }}
    />
  );
}

/** A field that is filled in here is read from words without a dictionary. */
const NO_ENTRIES = () => [];
const NOT_READ: Reading<never> = { ok: false, message: '这一栏不能用文字填写，请从列表中选择' };

/** A value typed as words: kept as typed while the field has the focus, shown in its usual form afterwards. */
function ReadInput({
  binding: b,
  show = words,
  suffix,
  placeholder,
}: Props & {
  show?: (value: unknown) => string;
  suffix?: ReactNode;
  placeholder?: string;
}) {
  const today = useToday();
  const read = (text: string): Reading<unknown> =>
    readWords(b.info, text, { today, entries: NO_ENTRIES }) ?? NOT_READ;
  const [typed, setTyped] = useState<string>();
  const shown = typed ?? (typeof b.value === 'string' || isBlank(b.value) ? words(b.value) : show(b.value));
  /** What is wrong with the words; undefined where they are a value of this field. */
  const fault = (reading: Reading<unknown>): string | undefined => {
    if (!reading.ok) return `“${b.info.label}”：${reading.message}`;
    const verdict = b.info.schema.safeParse(reading.value);
    return verdict.error?.issues[0]?.message;
  };
  const text = useComposedText(shown, (next) => {
    setTyped(next);
    if (next.trim() === '') return b.type(null);
    const reading = read(next);
    // Half a value is nobody's business yet: it is not saved before it means something.
    if (reading.ok && fault(reading) === undefined) b.type(reading.value);
    else b.drop();
  });
  const leave = () => {
    if (typed === undefined) return b.leave();
    setTyped(undefined);
    const wrong = typed.trim() === '' ? undefined : fault(read(typed));
    if (wrong === undefined) b.leave();
    else b.refuse(typed, wrong);
  };
  return (
    <Input
      id={b.inputId}
      {...text}
      status={b.status}
      disabled={b.disabled}
      placeholder={placeholder}
      suffix={suffix}
      autoComplete="off"
      onBlur={leave}
    />
  );
}

export function NumberInput({ binding }: Props) {
  return <ReadInput binding={binding} suffix={binding.info.unit} />;
}

export function CountsInput({ binding }: Props) {
  return <ReadInput binding={binding} show={(v) => (v as number[]).join(' ')} />;
}

export function DateInput({ binding: b }: Props) {
  const today = useToday();
  const [open, setOpen] = useState(false);
  const chosen = dayjs(words(b.value) || today);
  const choose = (day: string) => {
    setOpen(false);
    b.choose(day);
  };
  const calendar = (
    <div className="pw-calendar">
      <Calendar
        fullscreen={false}
        defaultValue={chosen.isValid() ? chosen : dayjs(today)}
        headerRender={({ value, onChange }) => <CalendarHead month={value} onMonth={onChange} />}
        onSelect={(day, { source }) => source === 'date' && choose(day.format('YYYY-MM-DD'))}
      />
      <Button size="small" type="link" onClick={() => choose(today)}>
        今天
      </Button>
    </div>
  );
  return (
    <ReadInput
      binding={b}
      placeholder={b.disabled ? undefined : '如 20250904、9.4'}
      suffix={
        <Popover trigger="click" open={open} onOpenChange={setOpen} content={calendar} destroyOnHidden>
          <PickButton label={`${b.info.label}：打开日历`} icon={<CalendarOutlined />} disabled={b.disabled} />
        </Popover>
      }
    />
  );
}

/** The month shown, and the way to the months and years around it. */
function CalendarHead({ month, onMonth }: { month: dayjs.Dayjs; onMonth: (month: dayjs.Dayjs) => void }) {
  const go = (label: string, sign: string, by: number, unit: 'month' | 'year') => (
    <Button size="small" type="text" aria-label={label} onClick={() => onMonth(month.add(by, unit))}>
      {sign}
    </Button>
  );
  return (
    <div className="pw-calendar-head">
      {go('上一年', '«', -1, 'year')}
      {go('上个月', '‹', -1, 'month')}
      <span>{month.format('YYYY年M月')}</span>
      {go('下个月', '›', 1, 'month')}
      {go('下一年', '»', 1, 'year')}
    </div>
  );
}

/** Half hours of a working day, for those who would rather click. */
const CLOCK = Array.from({ length: 28 }, (_, i) => {
  const half = 16 + i;
  return `${String(Math.floor(half / 2)).padStart(2, '0')}:${half % 2 ? '30' : '00'}`;
});

export function TimeInput({ binding: b }: Props) {
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
    <ReadInput
      binding={b}
      placeholder={b.disabled ? undefined : '如 0930、9点半'}
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
export function FlagInput({ binding: b, bare }: Props & { bare: boolean }) {
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
