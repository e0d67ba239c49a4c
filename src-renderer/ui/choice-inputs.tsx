/**
 * Inputs whose value is chosen from a list, with one keyboard for all: typing opens the list, Enter and Tab take what stands
 * highlighted and go on. In a list of several they take only what was asked for (typed, or moved to), and never take away.
 */
import { Select, type SelectProps } from 'antd';
import { useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { flushSync } from 'react-dom';
import { isClosed } from '../../src-shared/domain/dictionaries';
import { glossaryIn, offeredEntries } from '../../src-shared/domain/glossary';
import { idsOf } from '../../src-shared/domain/define';
import { isBlank } from '../../src-shared/domain/validate';
import { look, referenceOptions, useRuleContext } from '../replica';
import type { Binding } from './binding';
import { CLEARABLE } from './clearable';
import { optionLabel } from './format';
import { isForInputMethod } from './keyboard';
import './choice-inputs.css';

interface Props {
  readonly binding: Binding;
}

interface Choice {
  readonly value: string;
  readonly label: string;
}

interface PickListProps extends Props {
  readonly options: readonly Choice[];
  readonly chosen: readonly string[];
  readonly onChosen: (chosen: readonly string[]) => void;
  readonly several?: boolean;
  /** Words of a person's own may be taken. */
  readonly own?: boolean;
  readonly nothing?: string;
}

const readable = (
  options: readonly Choice[],
  values: readonly string[],
  { info, record }: Binding,
): Choice[] => [
  ...options,
  ...values
    .filter((value) => !options.some((o) => o.value === value))
    .map((value) => ({ value, label: optionLabel(info, value, glossaryIn(look).words(record)) })),
];

/** A list that opens when one types in it. */
function PickList({ binding: b, options, chosen, onChosen, several, own, nothing }: PickListProps) {
  const [open, setOpen] = useState(false);
  const [search, setSearch] = useState('');
  /** Whether the person went through the list with the arrows. */
  const [moved, setMoved] = useState(false);
  const [composing, setComposing] = useState(false);
  const highlighted = useRef<string>(null);
  const box = useRef<HTMLDivElement>(null);
  const asked = moved || search.trim() !== '';
  const word = composing ? '' : search.trim();
  const offered = useMemo(
    () =>
      own && word !== '' && !options.some((o) => o.label === word)
        ? [...options, { value: word, label: `${word}（自填）` }]
        : options,
    [options, own, word],
  );
  useEffect(() => {
    // One stop of Tab for each field: what clears it is for the mouse, and Delete does the same.
    for (const button of box.current?.querySelectorAll<HTMLElement>('.ant-select-clear') ?? []) {
      button.tabIndex = -1;
    }
  });

  const shut = () => {
    setOpen(false);
    setSearch('');
    setMoved(false);
  };
  const pick = () => {
    const value = highlighted.current;
    if (value !== null && offered.some((o) => o.value === value)) {
      if (!several) onChosen([value]);
      else if (!chosen.includes(value)) onChosen([...chosen, value]);
    }
    shut();
  };
  const keys = (e: KeyboardEvent<HTMLDivElement>) => {
    if (isForInputMethod(e)) return e.stopPropagation();
    const { key } = e;
    if (!open) {
      if (key === 'ArrowDown' && !e.ctrlKey) {
        e.preventDefault();
        e.stopPropagation();
        setOpen(true);
      } else if (key === 'Delete' && search === '' && chosen.length > 0 && !(several || b.info.required)) {
        onChosen([]);
      }
      return;
    }
    if (key === 'ArrowDown' || key === 'ArrowUp') return setMoved(true);
    if (key === 'Tab') {
      // The browser goes on to the next field; what was highlighted by nobody's wish is not taken along.
      e.stopPropagation();
      if (asked && !e.shiftKey) pick();
      else shut();
    } else if (key === 'Enter' && !e.ctrlKey) {
      e.preventDefault();
      e.stopPropagation();
      const found = highlighted.current !== null;
      if (several && !asked) return shut();
      if (!found) return;
      flushSync(pick);
      // Shut, the list leaves its Enter to the form, which goes on.
      e.target.dispatchEvent(
        new window.KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }),
      );
    }
  };
  const shared: SelectProps<string | string[]> = {
    id: b.inputId,
    className: 'pw-fill',
    options: readable(offered, chosen, b),
    status: b.status,
    disabled: b.disabled,
    open,
    onOpenChange: (next) => (next ? setOpen(true) : shut()),
    // While a word is being composed there is nothing to look for yet.
    showSearch: {
      searchValue: search,
      onSearch: setSearch,
      filterOption: composing ? false : (typed, option) => String(option?.label).includes(typed.trim()),
    },
    popupMatchSelectWidth: false,
    notFoundContent: nothing ?? '没有这一项，请改几个字再找',
    onBlur: shut,
  };
  return (
    <div
      ref={box}
      className="pw-pick-list"
      data-unasked={several && open && !asked ? '' : undefined}
      onKeyDownCapture={keys}
      onCompositionStart={() => setComposing(true)}
      onCompositionEnd={() => setComposing(false)}
    >
      <Select<string | string[]>
        {...shared}
        onActive={(value) => void (highlighted.current = typeof value === 'string' ? value : null)}
        {...(several
          ? { mode: 'multiple', value: [...chosen], onChange: (next) => onChosen(next as string[]) }
          : {
              value: chosen[0],
              allowClear: !b.info.required && CLEARABLE,
              onChange: (next) => onChosen(next === undefined ? [] : [next as string]),
            })}
      />
    </div>
  );
}

/** Options of a field: its own, or those of its dictionary in the record's round. */
function optionsOf({ info, record }: Binding): Choice[] {
  const entries = info.dictionary ? offeredEntries(info.dictionary, record, look) : (info.options ?? []);
  return entries.map(({ code, label }) => ({ value: code, label }));
}

/** A word of one's own is allowed where the list is an open dictionary, and pointed out by a hint. */
const takesOwn = ({ info }: Binding): boolean => info.dictionary !== undefined && !isClosed(info.dictionary);

const one = (value: unknown): readonly string[] => (isBlank(value) ? [] : [String(value)]);

export function ChoiceInput({ binding: b }: Props) {
  return (
    <PickList
      binding={b}
      options={optionsOf(b)}
      own={takesOwn(b)}
      chosen={one(b.value)}
      onChosen={([value]) => b.choose(value ?? null)}
    />
  );
}

export function ChoicesInput({ binding: b }: Props) {
  return (
    <PickList
      binding={b}
      several
      options={optionsOf(b)}
      own={takesOwn(b)}
      chosen={Array.isArray(b.value) ? b.value.map(String) : []}
      onChosen={(values) => b.choose(values)}
    />
  );
}

export function ReferenceInput({ binding: b }: Props) {
  const context = useRuleContext(b.info.to);
  const chosen = idsOf(b.value);
  const held = chosen.join();
  const options = useMemo(() => {
    const found = referenceOptions(context, b.info.to ?? [], b.record);
    const missing = held.split(',').filter((id) => id !== '' && !found.some((o) => o.value === id));
    return [...found, ...missing.map((value) => ({ value, label: context.label(value) }))];
  }, [context, b.info, b.record, held]);
  return (
    <PickList
      binding={b}
      options={options}
      chosen={chosen}
      several={b.info.several}
      // One alone stays what it was: an id.
      onChosen={(next) => b.choose(next.length > 1 ? next : (next[0] ?? null))}
      nothing="没有可选的记录，请先登记"
    />
  );
}
