/**
 * Fast entry of paper sheets: letters, Enter, next question; Enter after the last one keeps the sheet and begins the next.
 * Nothing but the keyboard is needed; a wrong letter stops where it stands.
 */
import { Button, Input, Select } from 'antd';
import { useRef, useState, type KeyboardEvent } from 'react';
import { kinds } from '../../../src-shared/domain';
import type { AnyKind, Entity } from '../../../src-shared/domain/define';
import { optionsOf, optionWords, QUESTION_TYPES } from '../../../src-shared/domain/questionnaire';
import { useChildren, type RecordOf } from '../../replica';
import { useCommands } from '../../ui/commands';
import { RecordTable } from '../../ui/record-table';
import { checkAnswer } from './answers';

const kind = kinds.responseSheet as unknown as AnyKind;
/** 人群 of the tally (domain.md §2.2 i). */
const GROUPS = ['班子', '中层', '一般', '群众'];

interface SheetEntryProps {
  readonly batch: RecordOf<'responseBatch'>;
  readonly questions: readonly RecordOf<'question'>[];
}

export function SheetEntry({ batch, questions }: SheetEntryProps) {
  const commands = useCommands();
  const sheets = useChildren(batch.id, 'responseSheet');
  const [typed, setTyped] = useState<readonly string[]>([]);
  const [group, setGroup] = useState<string>();
  /** A sheet that is already kept and is being corrected. */
  const [open, setOpen] = useState<RecordOf<'responseSheet'>>();
  const box = useRef<HTMLOListElement>(null);
  const keeping = useRef(false);

  const kept = sheets?.length ?? 0;
  const next = Math.max(0, ...(sheets ?? []).map((sheet) => sheet.values.number ?? 0)) + 1;
  const number = open?.values.number ?? next;
  const checked = questions.map((asked, i) => checkAnswer(asked.values, typed[i] ?? ''));
  const wrong = checked.findIndex(({ problem }) => problem !== undefined);

  const goTo = (index: number) => box.current?.querySelectorAll('input')[index]?.focus();
  const begin = () => {
    setOpen(undefined);
    setTyped([]);
    goTo(0);
  };
  const keep = async () => {
    if (wrong >= 0) return goTo(wrong);
    if (keeping.current) return;
    keeping.current = true;
    const values = { number, answers: checked.map(({ value }) => value), ...(group ? { group } : {}) };
    const done = open
      ? await commands.save('responseSheet', open.id, values)
      : (await commands.create(kind, batch.id, values)) !== undefined;
    keeping.current = false;
    if (done) begin();
  };
  const keys = (e: KeyboardEvent<HTMLOListElement>) => {
    const inputs = [...e.currentTarget.querySelectorAll('input')];
    const here = inputs.indexOf(e.target as HTMLInputElement);
    if (here < 0 || e.nativeEvent.isComposing) return;
    const back = e.key === 'ArrowUp' || (e.key === 'Backspace' && (typed[here] ?? '') === '');
    if (e.key !== 'Enter' && e.key !== 'ArrowDown' && !back) return;
    e.preventDefault();
    e.stopPropagation();
    if (back) goTo(here - 1);
    else if (e.ctrlKey || (e.key === 'Enter' && here === inputs.length - 1)) void keep();
    else if (!checked[here]?.problem) goTo(here + 1);
  };
  const edit = (id: string) => {
    const sheet = sheets?.find((s) => s.id === id);
    if (!sheet) return;
    setOpen(sheet);
    setTyped(sheet.values.answers ?? []);
    setGroup(sheet.values.group);
    goTo(0);
  };
  const { valid } = batch.values;
  return (
    <fieldset className="pw-rows">
      <legend>答卷录入</legend>
      <div className="pw-table-bar">
        <strong>{open ? `正在更正第${number}份` : `正在录入第${number}份`}</strong>
        <span className="pw-words" role="status">
          {valid === undefined ? `已录入${kept}份；请先填写有效份数` : `已录入${kept}份，有效${valid}份`}
        </span>
        {!open && valid !== undefined && kept >= valid && (
          <span className="pw-words pw-hint">已录满有效份数，再录请先核对</span>
        )}
        <Select<string>
          aria-label="人群"
          placeholder="人群（可不分）"
          allowClear
          value={group}
          onChange={setGroup}
          options={GROUPS.map((value) => ({ value, label: value }))}
          className="pw-filter-choice"
        />
        <span className="pw-words">输入字母或数字，回车到下一题，未答留空；上箭头返回</span>
      </div>
      {questions.length === 0 && <div className="pw-words">问卷还没有题目，请先在“题目”页编写。</div>}
      <ol className="pw-sheet" ref={box} data-enter-scope onKeyDownCapture={keys}>
        {questions.map((asked, i) => (
          <Answer
            key={asked.id}
            asked={asked}
            place={i + 1}
            typed={typed[i] ?? ''}
            problem={checked[i]?.problem}
            onType={(text) => setTyped(questions.map((_, at) => (at === i ? text : (typed[at] ?? ''))))}
          />
        ))}
      </ol>
      {questions.length > 0 && (
        <div className="pw-row-actions">
          <Button size="small" type="primary" disabled={wrong >= 0} onClick={() => void keep()}>
            {open ? '保存更正（Ctrl+回车）' : '保存这份（Ctrl+回车）'}
          </Button>
          {open && (
            <>
              <Button size="small" onClick={begin}>
                不改了
              </Button>
              <Button
                size="small"
                danger
                onClick={() =>
                  void commands.remove(open.id, '答卷录入有误').then((done) => (done ? begin() : undefined))
                }
              >
                删除这份
              </Button>
            </>
          )}
        </div>
      )}
      {kept > 0 && (
        <div className="pw-sheets">
          <RecordTable
            kind={kind}
            rows={sheets as readonly Entity[] | undefined}
            selected={open?.id}
            onOpen={edit}
            empty="还没有答卷。"
          />
        </div>
      )}
    </fieldset>
  );
}

interface AnswerProps {
  readonly asked: RecordOf<'question'>;
  readonly place: number;
  readonly typed: string;
  readonly problem: string | undefined;
  readonly onType: (text: string) => void;
}

function Answer({ asked, place, typed, problem, onType }: AnswerProps) {
  const { type = 'single', stem, limit } = asked.values;
  const options = optionsOf(asked.values);
  const id = `answer-${asked.id}`;
  return (
    <li className="pw-answer">
      <Input
        id={id}
        className={options.length > 0 ? 'pw-letters' : 'pw-answer-words'}
        value={typed}
        status={problem ? 'error' : ''}
        autoComplete="off"
        onChange={(e) => onType(e.target.value)}
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
