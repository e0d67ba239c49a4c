/** 字典: how a round words what may be chosen. Codes stay; words, short labels, order and use are the round's own. */
import { ArrowDownOutlined, ArrowUpOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Checkbox, Input, Select } from 'antd';
import { useMemo, useState } from 'react';
import { kinds } from '../../../src-shared/domain/kinds';
import type { AnyKind, Entity } from '../../../src-shared/domain/define';
import { DICTIONARY_NAMES, type DictionaryName } from '../../../src-shared/domain/dictionaries';
import { entriesOf, type Entry } from '../../../src-shared/domain/glossary';
import { ORGANISERS } from '../../../src-shared/domain/roles';
import type { RecordId } from '../../../src-shared/merge/change';
import { useRole, useRuleContext } from '../../replica';
import { useCommands } from '../../ui/commands';
import './dictionaries.css';

const KIND = kinds.dictionaryEntry as unknown as AnyKind;
/** Their records lie in no round, so no round words them. */
const OUTSIDE_ROUNDS = new Set(['unit', 'term', 'coverageTarget']);

/** The dictionaries that fields of a round's records choose from, in the order of the work. */
const USED: readonly DictionaryName[] = [
  ...new Set(
    Object.values(kinds as unknown as Record<string, AnyKind>)
      .filter(({ kind }) => !OUTSIDE_ROUNDS.has(kind))
      .flatMap(({ fields }) => Object.values(fields).flatMap(({ info }) => info.dictionary ?? [])),
  ),
].sort((a, b) => Number(b === 'focus') - Number(a === 'focus'));

interface Props {
  readonly round: RecordId;
  readonly about: string;
}

type Change = Partial<{ label: string; short: string | null; position: number; hidden: boolean }>;

export function DictionaryPage({ round, about }: Props) {
  const context = useRuleContext(['round', 'dictionaryEntry']);
  const commands = useCommands();
  const role = useRole();
  const mayWrite = role !== undefined && ORGANISERS.includes(role);
  const [dictionary, setDictionary] = useState<DictionaryName>('focus');
  const home = context.get(round);
  const entries = useMemo(() => entriesOf(dictionary, home, context), [dictionary, home, context]);
  if (!home) return <p className="setup-about">先新建一个轮次，再填写这里的内容。</p>;
  const own = (code: string): Entity | undefined =>
    context
      .children(round, KIND.kind)
      .find(({ values }) => values.dictionary === dictionary && values.entryCode === code);
  const change = async ({ code, label }: Entry, set: Change): Promise<void> => {
    const said = own(code);
    if (said) await commands.save(KIND.kind, said.id, set);
    else await commands.create(KIND, round, { dictionary, entryCode: code, label, ...set });
  };
  const swap = async (at: number, step: 1 | -1): Promise<void> => {
    const [entry, other] = [entries[at], entries[at + step]];
    if (!entry || !other) return;
    await change(entry, { position: at + step });
    await change(other, { position: at });
  };
  const add = async (label: string): Promise<boolean> => {
    // A word that records have been written with by hand becomes an entry of the list as it stands.
    const made = await commands.create(KIND, round, {
      dictionary,
      entryCode: label,
      label,
      position: entries.length,
    });
    return made !== undefined;
  };
  return (
    <div className="dictionary">
      <p className="setup-about">{about}</p>
      <Select<DictionaryName>
        aria-label="字典"
        value={dictionary}
        onChange={setDictionary}
        options={USED.map((value) => ({ value, label: DICTIONARY_NAMES[value] }))}
        showSearch={{ optionFilterProp: 'label' }}
        className="dictionary-choice"
      />
      <table className="dictionary-table">
        <thead>
          <tr>
            <th scope="col">次序</th>
            <th scope="col">正式表述</th>
            <th scope="col">表格用简称</th>
            <th scope="col">停用</th>
          </tr>
        </thead>
        <tbody>
          {entries.map((entry, at) => (
            <Row
              key={`${dictionary}/${entry.code}`}
              entry={entry}
              place={at}
              last={at === entries.length - 1}
              disabled={!mayWrite}
              onChange={(set) => void change(entry, set)}
              onMove={(step) => void swap(at, step)}
            />
          ))}
        </tbody>
      </table>
      {mayWrite && <AddEntry key={dictionary} taken={entries} onAdd={add} />}
    </div>
  );
}

interface RowProps {
  readonly entry: Entry;
  readonly place: number;
  readonly last: boolean;
  readonly disabled: boolean;
  readonly onChange: (set: Change) => void;
  readonly onMove: (step: 1 | -1) => void;
}

function Row({ entry, place, last, disabled, onChange, onMove }: RowProps) {
  const { label, short = '', hidden } = entry;
  return (
    <tr className={hidden ? 'dictionary-hidden' : undefined}>
      <td>
        <Button
          type="text"
          size="small"
          aria-label={`“${label}”上移`}
          icon={<ArrowUpOutlined />}
          disabled={disabled || place === 0}
          onClick={() => onMove(-1)}
        />
        <Button
          type="text"
          size="small"
          aria-label={`“${label}”下移`}
          icon={<ArrowDownOutlined />}
          disabled={disabled || last}
          onClick={() => onMove(1)}
        />
      </td>
      <td>
        <Words
          label={`第${place + 1}条正式表述`}
          value={label}
          disabled={disabled}
          onLeave={(words) => words !== '' && onChange({ label: words })}
        />
      </td>
      <td>
        <Words
          label={`“${label}”的简称`}
          value={short}
          disabled={disabled}
          onLeave={(words) => onChange({ short: words === '' ? null : words })}
        />
      </td>
      <td>
        <Checkbox
          aria-label={`停用“${label}”`}
          checked={hidden}
          disabled={disabled}
          onChange={(event) => onChange({ hidden: event.target.checked })}
        />
      </td>
    </tr>
  );
}

interface WordsProps {
  readonly label: string;
  readonly value: string;
  readonly disabled: boolean;
  readonly onLeave: (words: string) => void;
}

/** A text that is kept when it is left, or by Enter; nothing typed is nothing changed. */
function Words({ label, value, disabled, onLeave }: WordsProps) {
  const [typed, setTyped] = useState<string>();
  const leave = () => {
    const words = typed?.trim();
    setTyped(undefined);
    if (words !== undefined && words !== value) onLeave(words);
  };
  return (
    <Input
      aria-label={label}
      value={typed ?? value}
      disabled={disabled}
      maxLength={100}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={leave}
      onPressEnter={(event) => !event.nativeEvent.isComposing && leave()}
    />
  );
}

interface AddProps {
  readonly taken: readonly Entry[];
  readonly onAdd: (label: string) => Promise<boolean>;
}

function AddEntry({ taken, onAdd }: AddProps) {
  const [words, setWords] = useState('');
  const label = words.trim();
  const known = taken.some((entry) => entry.label === label || entry.code === label);
  const add = async () => {
    if (label !== '' && !known && (await onAdd(label))) setWords('');
  };
  return (
    <div className="dictionary-add">
      <Input
        aria-label="增加一条"
        placeholder="增加一条：正式表述"
        value={words}
        maxLength={100}
        status={known ? 'warning' : ''}
        onChange={(event) => setWords(event.target.value)}
        onPressEnter={(event) => !event.nativeEvent.isComposing && void add()}
      />
      <Button icon={<PlusOutlined />} disabled={label === '' || known} onClick={() => void add()}>
        增加
      </Button>
      {known && <span className="faint">字典里已有这一条</span>}
    </div>
  );
}
