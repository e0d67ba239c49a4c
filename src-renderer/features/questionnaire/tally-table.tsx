/** 计票统计: votes and percent of each option for each unit and in total; what does not add up stands in red. */
import { useMemo } from 'react';
import { percent, tally, type Tally } from '../../../src-shared/domain/questionnaire';
import { labelOf, useRecords, useRuleContext, type RecordOf, type ScreenContext } from '../../replica';
import { optionsOf, optionWords } from './answers';

type Batch = RecordOf<'responseBatch'>;
type Question = RecordOf<'question'>;
type Counted = Parameters<typeof tally>[2][number];

/** The votes that one batch holds for one question: keyed sheets, and those counted by hand. */
function countedIn(batch: Batch, question: Question, context: ScreenContext): Counted {
  const sheets = context.children(batch.id, 'responseSheet').map((sheet) => sheet.values.answers);
  const hand = context.children(batch.id, 'questionTally').find((t) => t.values.question === question.id);
  return {
    valid: batch.values.valid ?? 0,
    sheets: sheets as string[][],
    hand: hand && {
      votes: (hand.values.votes as number[] | undefined) ?? [],
      unanswered: (hand.values.unanswered as number | undefined) ?? 0,
    },
  };
}

/** Free answers sorted into groups by hand: counted for all units together, under the questionnaire itself. */
function sortedAnswers(
  questionnaire: string,
  question: Question,
  context: ScreenContext,
): Sorted | undefined {
  const hand = context
    .children(questionnaire, 'questionTally')
    .find((t) => t.values.question === question.id);
  const { coded, votes, unanswered } = (hand?.values ?? {}) as Partial<Sorted> & {
    coded?: readonly string[];
  };
  return coded && votes ? { coded, votes, unanswered: unanswered ?? 0 } : undefined;
}

interface Sorted {
  readonly coded: readonly string[];
  readonly votes: readonly number[];
  readonly unanswered: number;
}

const sum = (batches: readonly Batch[], field: 'issued' | 'returned' | 'valid'): number =>
  batches.reduce((total, batch) => total + (batch.values[field] ?? 0), 0);

export function TallyTable({
  questionnaire,
  questions,
}: {
  questionnaire: string;
  questions: readonly Question[];
}) {
  const context = useRuleContext();
  const all = useRecords('responseBatch');
  const { batches, units, rows } = useMemo(() => {
    const own = (all ?? []).filter((batch) => batch.values.questionnaire === questionnaire);
    const entered = (id: string) => String(context.get(id)?.values.enterOn ?? '9');
    const inspections = [...new Set(own.map((batch) => batch.inspection ?? ''))].sort((a, b) =>
      entered(a).localeCompare(entered(b)),
    );
    const tallies = questions.map((question, index) => {
      const of = (some: readonly Batch[]): Tally =>
        tally(
          question,
          index,
          some.map((batch) => countedIn(batch, question, context)),
        );
      return {
        question,
        sorted: sortedAnswers(questionnaire, question, context),
        total: of(own),
        byUnit: inspections.map((id) => of(own.filter((batch) => batch.inspection === id))),
      };
    });
    return { batches: own, units: inspections, rows: tallies };
  }, [all, questionnaire, questions, context]);
  if (batches.length === 0)
    return <p className="pw-empty">还没有发放问卷。请先在“发放与录入”页登记发放批次。</p>;
  const [issued, returned, valid] = [sum(batches, 'issued'), sum(batches, 'returned'), sum(batches, 'valid')];
  return (
    <div className="pw-tally">
      <p>
        {`发放${issued}份，回收${returned}份（回收率${percent(returned, issued)}），` +
          `有效${valid}份（有效率${percent(valid, returned)}）。占比的分母为有效份数。`}
      </p>
      <table className="pw-plain">
        <thead>
          <tr>
            <th scope="col">选项</th>
            {units.map((id) => (
              <th key={id} scope="col" colSpan={2}>
                {labelOf(id)}
              </th>
            ))}
            <th scope="col" colSpan={2}>
              合计
            </th>
          </tr>
        </thead>
        {rows.map(({ question, sorted, byUnit, total }, index) => (
          <QuestionRows
            key={question.id}
            question={question}
            sorted={sorted}
            place={index + 1}
            units={units}
            byUnit={byUnit}
            total={total}
          />
        ))}
      </table>
    </div>
  );
}

interface QuestionRowsProps {
  readonly question: Question;
  readonly sorted: Sorted | undefined;
  readonly place: number;
  readonly units: readonly string[];
  readonly byUnit: readonly Tally[];
  readonly total: Tally;
}

function QuestionRows({ question, sorted, place, units, byUnit, total }: QuestionRowsProps) {
  const options = optionsOf(question.values);
  const columns = [...byUnit, total];
  const problems = byUnit.flatMap((t, i) =>
    t.problems.map((problem) => `${labelOf(units[i] ?? '')}：${problem}`),
  );
  const width = 1 + 2 * columns.length;
  return (
    <tbody>
      <tr>
        <th scope="rowgroup" colSpan={width}>
          {`${place}. ${question.values.stem ?? ''}`}
          {problems.map((problem) => (
            <div key={problem} className="pw-words pw-error" role="alert">
              {problem}
            </div>
          ))}
        </th>
      </tr>
      {options.map((option, i) => (
        <Votes key={option} label={optionWords(option, i)} columns={columns} votes={(t) => t.votes[i] ?? 0} />
      ))}
      {options.length === 0 && sorted && (
        <SortedRows sorted={sorted} units={byUnit.length} base={total.base} />
      )}
      {options.length === 0 && !sorted && (
        <Votes label="已答" columns={columns} votes={(t) => Math.max(0, t.base - t.unanswered)} />
      )}
      {!sorted && <Votes label="未答" columns={columns} votes={(t) => t.unanswered} />}
    </tbody>
  );
}

/** The groups of sorted answers, how many answered and how many did not: in the last columns, for all units together. */
function SortedRows({ sorted, units, base }: { sorted: Sorted; units: number; base: number }) {
  const answered = sorted.votes.reduce((total, n) => total + n, 0);
  const lines = [
    ...sorted.coded.map((label, i) => [label, sorted.votes[i] ?? 0] as const),
    ['已答', answered] as const,
    ['未答', sorted.unanswered] as const,
  ];
  return lines.map(([label, n]) => (
    <tr key={label}>
      <td>{label}</td>
      {Array.from({ length: units }, (_, i) => (
        <td key={i} colSpan={2} className="pw-figure" aria-label="未按单位统计">
          —
        </td>
      ))}
      <td className="pw-figure">{n}</td>
      <td className="pw-figure">{percent(n, base)}</td>
    </tr>
  ));
}

function Votes(props: { label: string; columns: readonly Tally[]; votes: (tally: Tally) => number }) {
  return (
    <tr>
      <td>{props.label}</td>
      {props.columns.map((column, i) => {
        const votes = props.votes(column);
        return [
          <td key={`${i}n`} className="pw-figure">
            {votes}
          </td>,
          <td key={`${i}p`} className="pw-figure">
            {percent(votes, column.base)}
          </td>,
        ];
      })}
    </tr>
  );
}
