/**
 * Fast entry of paper sheets: letters, Enter, next question; Enter after the last one finishes the sheet and begins the
 * next. Nothing but the keyboard is needed; a wrong letter stops where it stands. What is typed is saved as it is typed.
 */
import { Button, Input, Select } from 'antd';
import { memo, useRef, type KeyboardEvent } from 'react';
import { kinds } from '../../../src-shared/domain/kinds';
import type { AnyKind, Entity } from '../../../src-shared/domain/define';
import {
  optionsOf,
  optionWords,
  QUESTION_TYPES,
  sheetCounts,
} from '../../../src-shared/domain/kinds/questionnaire';
import { useChildren, type RecordOf } from '../../replica';
import { CLEARABLE } from '../../ui/clearable';
import { useComposedText } from '../../ui/composing';
import { focusField, isForInputMethod } from '../../ui/keyboard';
import { Mark } from '../../ui/mark';
import type { ColumnLook } from '../../ui/record-columns';
import { RecordTable } from '../../ui/record-table';
import { useSheetKeying, type Keying, type Sheet } from './sheet-keying';
import './questionnaire.css';

const kind = kinds.responseSheet as unknown as AnyKind;
/** 人群 of the tally (domain.md §2.2 i). */
const GROUPS = ['班子', '中层', '一般', '群众'];
/** Characters that an answer in words may have, as the field holds. */
const MAX_ANSWER = 2000;

interface SheetEntryProps {
  readonly batch: RecordOf<'responseBatch'>;
  readonly questions: readonly RecordOf<'question'>[];
}

export function SheetEntry(props: SheetEntryProps) {
  const sheets = useChildren(props.batch.id, 'responseSheet');
  // Which sheet is open is decided once, when it is known which are unfinished.
  return sheets && <Entry {...props} sheets={sheets} />;
}

function Entry({ batch, questions, sheets }: SheetEntryProps & { sheets: readonly Sheet[] }) {
  const keying = useSheetKeying(batch.id, questions, sheets);
  const box = useRef<HTMLOListElement>(null);
  const goTo = (index: number) => {
    const input = box.current?.querySelectorAll('input')[index];
    if (input) focusField(input);
  };
  const finish = () => {
    if (keying.wrong >= 0) return goTo(keying.wrong);
    keying.finish();
    goTo(0);
  };
  const goOn = (here: number, last: boolean) => {
    if (keying.checked[here]?.problem) {
      keying.leave();
      // What is typed next takes the place of what was wrong.
      return goTo(here);
    }
    if (last) return finish();
    keying.pass(here);
    goTo(here + 1);
  };
  const keys = (e: KeyboardEvent<HTMLOListElement>) => {
    const inputs = [...e.currentTarget.querySelectorAll('input')];
    const here = inputs.indexOf(e.target as HTMLInputElement);
    if (here < 0 || isForInputMethod(e)) return;
    const back = e.key === 'ArrowUp' || (e.key === 'Backspace' && (keying.typed[here] ?? '') === '');
    if (e.key !== 'Enter' && e.key !== 'ArrowDown' && !back) return;
    e.preventDefault();
    e.stopPropagation();
    if (back) goTo(here - 1);
    else if (e.ctrlKey) finish();
    else goOn(here, e.key === 'Enter' && here === inputs.length - 1);
  };
  const open = (id: string) => {
    const sheet = sheets.find((kept) => kept.id === id);
    if (sheet) goTo(keying.open(sheet));
  };
  return (
    <fieldset className="pw-rows">
      <legend>答卷录入</legend>
      <EntryBar keying={keying} sheets={sheets} valid={batch.values.valid} />
      {questions.length === 0 && <div className="pw-words">问卷还没有题目，请先在“题目”页编写。</div>}
      <ol className="pw-sheet" ref={box} data-enter-scope onKeyDownCapture={keys} onBlur={keying.leave}>
        {questions.map((asked, i) => (
          <Answer
            key={asked.id}
            asked={asked}
            place={i + 1}
            typed={keying.typed[i] ?? ''}
            problem={keying.checked[i]?.problem}
            first={keying.resumed && i === keying.here}
            onType={(text) => keying.type(i, text)}
          />
        ))}
      </ol>
      {questions.length > 0 && <EntryActions keying={keying} onFinish={finish} onDone={() => goTo(0)} />}
      {sheets.length > 0 && <SheetList sheets={sheets} selected={keying.id} onOpen={open} />}
    </fieldset>
  );
}

interface EntryBarProps {
  readonly keying: Keying;
  readonly sheets: readonly Sheet[];
  readonly valid: number | undefined;
}

function EntryBar({ keying, sheets, valid }: EntryBarProps) {
  const { number, correcting, resumed, group, others, refused } = keying;
  const kept = sheets.filter(sheetCounts).length;
  return (
    <div className="pw-table-bar pw-entry-bar">
      <strong>{correcting ? `正在更正第${number}份` : `正在录入第${number}份`}</strong>
      {resumed && (
        <span className="pw-words pw-hint" role="status">{`第${number}份还没录完，已接着录入`}</span>
      )}
      <span className="pw-words" role="status">
        {valid === undefined ? `已录入${kept}份；请先填写有效份数` : `已录入${kept}份，有效${valid}份`}
      </span>
      {!correcting && valid !== undefined && kept >= valid && (
        <span className="pw-words pw-hint">已录满有效份数，再录请先核对</span>
      )}
      {others > 0 && <span className="pw-words pw-hint">{`另有${others}份没录完，请在下表打开续录`}</span>}
      <Input
        aria-label="卷号"
        placeholder="卷号（可不填）"
        autoComplete="off"
        maxLength={20}
        value={keying.paperNumber ?? ''}
        onChange={(e) => keying.setMark('paperNumber', e.target.value || undefined)}
        className="pw-paper-number"
      />
      <Select<string>
        aria-label="人群"
        placeholder="人群（可不分）"
        allowClear={CLEARABLE}
        value={group}
        onChange={(chosen) => keying.setMark('group', chosen)}
        options={GROUPS.map((value) => ({ value, label: value }))}
        className="pw-filter-choice"
      />
      <span className="pw-words">输入字母或数字，回车到下一题；未答留空，无效输0；上箭头返回</span>
      {refused && (
        <span className="pw-words pw-error" role="alert">
          {`这份还没存上：${refused}`}
        </span>
      )}
    </div>
  );
}

interface EntryActionsProps {
  readonly keying: Keying;
  readonly onFinish: () => void;
  /** The sheet at hand was given up: the next one is there. */
  readonly onDone: () => void;
}

function EntryActions({ keying, onFinish, onDone }: EntryActionsProps) {
  const { correcting, wrong, id } = keying;
  const revert = () => {
    keying.revert();
    onDone();
  };
  const remove = async () => {
    if (await keying.remove()) onDone();
  };
  return (
    <div className="pw-row-actions">
      <Button size="small" type="primary" disabled={wrong >= 0} onClick={onFinish}>
        {correcting ? '保存更正（Ctrl+回车）' : '保存这份（Ctrl+回车）'}
      </Button>
      {correcting && (
        <Button size="small" onClick={revert}>
          不改了
        </Button>
      )}
      {id !== undefined && (
        <Button size="small" danger onClick={() => void remove()}>
          删除这份
        </Button>
      )}
    </div>
  );
}

const LOOKS: readonly ColumnLook[] = [
  {
    key: 'progress',
    width: 90,
    render: (sheet, words) => (sheetCounts(sheet) ? words : <Mark tone="warning">{words}</Mark>),
  },
  { key: 'answers', width: 360 },
];

interface SheetListProps {
  readonly sheets: readonly Sheet[];
  readonly selected: string | undefined;
  readonly onOpen: (id: string) => void;
}

const SheetList = memo(function SheetList({ sheets, selected, onOpen }: SheetListProps) {
  return (
    <div className="pw-sheets">
      <RecordTable
        kind={kind}
        rows={sheets as readonly Entity[]}
        looks={LOOKS}
        selected={selected}
        onOpen={onOpen}
        empty="还没有答卷。"
      />
    </div>
  );
});

interface AnswerProps {
  readonly asked: RecordOf<'question'>;
  readonly place: number;
  readonly typed: string;
  readonly problem: string | undefined;
  /** Whether the cursor is here when the sheet is shown. */
  readonly first: boolean;
  readonly onType: (text: string) => void;
}

function Answer({ asked, place, typed, problem, first, onType }: AnswerProps) {
  const { type = 'single', stem, limit } = asked.values;
  const options = optionsOf(asked.values);
  const id = `answer-${asked.id}`;
  const text = useComposedText(typed, onType);
  return (
    <li className="pw-answer">
      <Input
        id={id}
        className={options.length > 0 ? 'pw-letters' : 'pw-answer-words'}
        {...text}
        status={problem ? 'error' : ''}
        autoComplete="off"
        autoFocus={first}
        maxLength={MAX_ANSWER}
      />
      <div>
        <label htmlFor={id}>{`${place}. ${stem ?? ''}`}</label>
        <span className="pw-words">
          {`（${QUESTION_TYPES[type]}${limit ? `，限${limit}项` : ''}）`}
          {options.map((option, i) => (
            <span key={option} className="pw-option">
              {optionWords(option, i)}
            </span>
          ))}
        </span>
        {problem && (
          <div className="pw-words pw-error" role="alert">
            {problem}
          </div>
        )}
      </div>
    </li>
  );
}
