/** 手工计票: the votes of each option of each question, where sheets are counted on the table and not keyed. */
import { Input } from 'antd';
import { useState, type FocusEvent } from 'react';
import { kinds } from '../../../src-shared/domain/kinds';
import { optionsOf, optionWords, tally } from '../../../src-shared/domain/kinds/questionnaire';
import { handTallyOf, type HandTally as Hand } from '../../../src-shared/domain/questionnaire-tally';
import { readNumber } from '../../../src-shared/domain/reading';
import { useRuleContext, type RecordOf } from '../../replica';
import { commitField, editField, planRecord, useDraft } from '../../session/autosave';
import { goOnEnter } from '../../ui/keyboard';
import './questionnaire.css';
import '../../ui/plain-table.css';

type Question = RecordOf<'question'>;
type Field = 'votes' | 'unanswered';
const FIELDS = ['votes', 'unanswered'] as const;

interface HandTallyProps {
  readonly batch: RecordOf<'responseBatch'>;
  readonly questions: readonly Question[];
}

export function HandTally({ batch, questions }: HandTallyProps) {
  const context = useRuleContext();
  const { valid } = batch.values;
  return (
    <fieldset className="pw-rows">
      <legend>按题录票数</legend>
      <p className="pw-words">
        {valid === undefined && '请先填写有效份数。'}
        回车到下一格。单选、量表、判断题的各选项与“未答”合计应等于有效份数；填空、简答题只录“未答”。
      </p>
      {questions.length === 0 && <div className="pw-words">问卷还没有题目，请先在“题目”页编写。</div>}
      <table className="pw-plain pw-hand" data-enter-scope onKeyDownCapture={(e) => goOnEnter(e)}>
        <thead>
          <tr>
            <th scope="col">题目</th>
            <th scope="col">票数</th>
            <th scope="col">核对</th>
          </tr>
        </thead>
        <tbody>
          {questions.map((asked, index) => (
            <HandRow
              key={asked.id}
              batch={batch}
              asked={asked}
              place={index + 1}
              hand={handTallyOf(batch.id, asked.id, context)}
            />
          ))}
        </tbody>
      </table>
    </fieldset>
  );
}

/** The figures of a row; what was not filled in is blank while the row is being worked on, and 0 in a tally. */
interface Figures {
  readonly votes: readonly (number | undefined)[];
  readonly unanswered: number | undefined;
}

/** Votes as they are kept: none for what was not reached, 0 for what was passed over. */
function keptVotes(votes: Figures['votes']): readonly number[] | null {
  const end = votes.reduce<number>((reached, n, i) => (n === undefined ? reached : i + 1), 0);
  return end === 0 ? null : votes.slice(0, end).map((n) => n ?? 0);
}

/** The figures of one question and what to do with them: typed ones go to the autosave field by field. */
function useFigures(batch: string, asked: Question, hand: Hand | undefined) {
  const [plan, setPlan] = useState<string>();
  /** The row while it has the cursor: what is on its way to the disk and back must not change under the hand. */
  const [typed, setTyped] = useState<Figures>();
  const id = hand?.id ?? plan;
  const drafts = { votes: useDraft(id ?? '', 'votes'), unanswered: useDraft(id ?? '', 'unanswered') };
  const kept = (field: Field) => (drafts[field] ? drafts[field].value : hand?.values[field]) ?? undefined;
  const figures: Figures = typed ?? {
    votes: (kept('votes') as readonly number[] | undefined) ?? [],
    unanswered: kept('unanswered') as number | undefined,
  };
  const edit = (field: Field, next: Figures) => {
    const own = id ?? planRecord('questionTally', batch, { question: asked.id });
    setPlan(own);
    setTyped(next);
    const value = field === 'votes' ? keptVotes(next.votes) : (next.unanswered ?? null);
    editField({ id: own, kind: 'questionTally' }, field, value);
  };
  const leave = (rowLeft: boolean) => {
    if (id !== undefined) for (const field of FIELDS) void commitField(id, field);
    if (rowLeft) setTyped(undefined);
  };
  const refused = FIELDS.map((field) => drafts[field]).find((draft) => draft?.status === 'failed')?.message;
  return { figures, edit, leave, refused };
}

interface HandRowProps {
  readonly batch: RecordOf<'responseBatch'>;
  readonly asked: Question;
  readonly place: number;
  readonly hand: Hand | undefined;
}

function HandRow({ batch, asked, place, hand }: HandRowProps) {
  const options = optionsOf(asked.values);
  const { figures, edit, leave, refused } = useFigures(batch.id, asked, hand);
  const { votes, unanswered } = figures;
  const blurred = (e: FocusEvent<HTMLTableRowElement>) => leave(!e.currentTarget.contains(e.relatedTarget));
  const setVotes = (index: number, n: number | undefined) =>
    edit('votes', { ...figures, votes: options.map((_, i) => (i === index ? n : votes[i])) });
  return (
    <tr onBlur={blurred}>
      <th scope="row">{`${place}. ${asked.values.stem ?? ''}`}</th>
      <td>
        <div className="pw-boxes">
          {options.map((option, i) => (
            <NumberBox
              key={option}
              question={place}
              label={optionWords(option, i)}
              value={votes[i]}
              onNumber={(n) => setVotes(i, n)}
            />
          ))}
          <NumberBox
            question={place}
            label="未答"
            value={unanswered}
            onNumber={(n) => edit('unanswered', { ...figures, unanswered: n })}
          />
        </div>
        {refused && (
          <div className="pw-words pw-error" role="alert">
            {refused}
          </div>
        )}
      </td>
      <td className="pw-check">
        <Check asked={asked} figures={figures} valid={batch.values.valid} />
      </td>
    </tr>
  );
}

interface CheckProps {
  readonly asked: Question;
  readonly figures: Figures;
  readonly valid: number | undefined;
}

/** Whether the row adds up, as the tally will say; nothing while nothing is filled in. */
function Check({ asked, figures, valid }: CheckProps) {
  const { votes, unanswered } = figures;
  if (valid === undefined || (keptVotes(votes) === null && unanswered === undefined)) return null;
  const hand = { votes: votes.map((n) => n ?? 0), unanswered: unanswered ?? 0 };
  const { problems } = tally(asked, [{ valid, answers: [], hand }]);
  if (problems.length > 0) {
    return (
      <span className="pw-words pw-error" role="alert">
        {problems.join('；')}
      </span>
    );
  }
  if (asked.values.type === 'multiple' || optionsOf(asked.values).length === 0) return null;
  return <span className="pw-words">{`合计${valid}，与有效份数相符`}</span>;
}

/** The number in a box, or what is wrong with it, in words; neither where it is blank. */
function votesIn(text: string): { readonly n?: number; readonly fault?: string } {
  if (text.trim() === '') return {};
  // One counts sheets as well as votes.
  const reading = readNumber(text.trim().replace(/[张份]$/, ''), { unit: '票', whole: true });
  if (!reading.ok) return { fault: reading.message };
  const verdict = kinds.questionTally.fields.unanswered.info.schema.safeParse(reading.value);
  return verdict.success ? { n: reading.value } : { fault: '票数是不小于0的整数，如 12' };
}

interface NumberBoxProps {
  readonly question: number;
  readonly label: string;
  readonly value: number | undefined;
  readonly onNumber: (n: number | undefined) => void;
}

function NumberBox({ question, label, value, onNumber }: NumberBoxProps) {
  /** What is no number stands as it was typed, and counts nowhere. */
  const [refused, setRefused] = useState<string>();
  const { fault } = votesIn(refused ?? '');
  return (
    <label className="pw-box">
      <span className="pw-words">{label}</span>
      <Input
        aria-label={`第${question}题 ${label}`}
        value={refused ?? value ?? ''}
        status={fault ? 'error' : ''}
        inputMode="numeric"
        autoComplete="off"
        maxLength={12}
        onChange={(e) => {
          const { n, fault: wrong } = votesIn(e.target.value);
          setRefused(wrong ? e.target.value : undefined);
          onNumber(n);
        }}
      />
      {fault && (
        <span className="pw-words pw-error" role="alert">
          {fault}
        </span>
      )}
    </label>
  );
}
