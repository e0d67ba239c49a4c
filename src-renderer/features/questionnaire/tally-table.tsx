/** 计票统计: votes and percent of each option for each unit and in total; what does not add up stands in red. */
import { PrinterOutlined } from '@ant-design/icons';
import { Button, Segmented } from 'antd';
import { useMemo, useState } from 'react';
import type { Entity } from '../../../src-shared/domain/define';
import { percent } from '../../../src-shared/domain/kinds/questionnaire';
import {
  tallyQuestionnaire,
  type CountedLine,
  type CountedQuestion,
  type FreeAnswer,
  type QuestionnaireTally,
  type Share,
  type SortedLine,
} from '../../../src-shared/domain/questionnaire-tally';
import { labelOf, useRuleContext } from '../../replica';
import { askRecordPaper } from '../../session/paper-request';
import { TallyCharts } from './tally-charts';
import './questionnaire.css';
import '../../ui/plain-table.css';

/** Answers in words that are shown before a person asks for all of them. */
const FIRST_ANSWERS = 50;

export function TallyTable({ questionnaire: record }: { readonly questionnaire: Entity }) {
  const questionnaire = record.id;
  const context = useRuleContext();
  const [view, setView] = useState<'table' | 'charts'>('table');
  const counted = useMemo(() => tallyQuestionnaire(questionnaire, context), [questionnaire, context]);
  const { units, issued, returned, valid, questions } = counted;
  if (units.length === 0)
    return <p className="pw-empty">还没有发放问卷。请先在“发放与录入”页登记发放批次。</p>;
  return (
    <div className="pw-tally">
      <div className="pw-table-bar">
        <p>
          {`发放${issued}份，回收${returned}份（回收率${percent(returned, issued)}），` +
            `有效${valid}份（有效率${percent(valid, returned)}）。占比的分母为有效份数。`}
        </p>
        <span className="pw-spacer" />
        <Segmented<'table' | 'charts'>
          aria-label="统计的样式"
          name="tally-view"
          value={view}
          onChange={setView}
          options={[
            { value: 'table', label: '表' },
            { value: 'charts', label: '图' },
          ]}
        />
        <Button
          icon={<PrinterOutlined />}
          title="Ctrl+P"
          data-print
          onClick={() => askRecordPaper('questionnaireTally', record)}
        >
          打印统计表
        </Button>
      </div>
      {view === 'charts' ? (
        <TallyCharts questionnaire={questionnaire} counted={counted} />
      ) : (
        <Votes units={units} questions={questions} />
      )}
    </div>
  );
}

/** Votes and shares of every option. */
function Votes({ units, questions }: Pick<QuestionnaireTally, 'units' | 'questions'>) {
  return (
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
      {questions.map((counted, index) => (
        <QuestionRows key={counted.question.id} counted={counted} place={index + 1} units={units.length} />
      ))}
    </table>
  );
}

interface QuestionRowsProps {
  readonly counted: CountedQuestion;
  readonly place: number;
  readonly units: number;
}

function QuestionRows({ counted, place, units }: QuestionRowsProps) {
  const { question, lines, sorted, answers, problems } = counted;
  const width = 1 + 2 * (units + 1);
  return (
    <tbody>
      <tr>
        <th scope="rowgroup" colSpan={width}>
          {`${place}. ${question.values.stem ?? ''}`}
          {problems.map(({ unit, message }) => (
            <div key={unit} className="pw-words pw-error" role="alert">
              {`${labelOf(unit)}：${message}`}
            </div>
          ))}
        </th>
      </tr>
      {lines.map((line) => (
        <Line key={line.words} {...line} />
      ))}
      {sorted?.map((line) => (
        <Sorted key={line.words} line={line} units={units} />
      ))}
      {answers.length > 0 && (
        <tr>
          <td colSpan={width}>
            <Answers answers={answers} />
          </td>
        </tr>
      )}
    </tbody>
  );
}

function Line({ words, byUnit, total }: CountedLine) {
  return (
    <tr>
      <td>{words}</td>
      {[...byUnit, total].map((share, i) => (
        <Figures key={i} {...share} />
      ))}
    </tr>
  );
}

/** A group of sorted answers: in the last columns, because they are sorted for all units together. */
function Sorted({ line, units }: { line: SortedLine; units: number }) {
  return (
    <tr>
      <td>{line.words}</td>
      {Array.from({ length: units }, (_, i) => (
        <td key={i} colSpan={2} className="pw-figure" aria-label="未按单位统计">
          —
        </td>
      ))}
      <Figures {...line} />
    </tr>
  );
}

const Figures = ({ votes, percent }: Share) => (
  <>
    <td className="pw-figure">{votes}</td>
    <td className="pw-figure">{percent}</td>
  </>
);

/** `县水务局`; `县水务局2份`; `共3份：县水务局2份、县民政局1份`. */
function writtenBy({ count, byUnit }: FreeAnswer): string {
  if (count === 1) return labelOf(byUnit[0]!.unit);
  const each = byUnit.map((of) => `${labelOf(of.unit)}${of.count}份`).join('、');
  return byUnit.length > 1 ? `共${count}份：${each}` : each;
}

/** What was written, with who wrote it how often. */
function Answers({ answers }: { answers: readonly FreeAnswer[] }) {
  const [all, setAll] = useState(false);
  const shown = all ? answers : answers.slice(0, FIRST_ANSWERS);
  return (
    <>
      <ol className="pw-free-answers" aria-label="作答内容">
        {shown.map((answer) => (
          <li key={answer.words}>
            {answer.words}
            <span className="pw-words">{writtenBy(answer)}</span>
          </li>
        ))}
      </ol>
      {shown.length < answers.length && (
        <Button type="link" size="small" onClick={() => setAll(true)}>
          {`显示全部${answers.length}条`}
        </Button>
      )}
    </>
  );
}
