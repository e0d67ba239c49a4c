/** 汇总表: every team of the round in one week, those that did not report too; each number opens its records. */
import { ArrowLeftOutlined, PrinterOutlined } from '@ant-design/icons';
import { Button, Flex, Select, Typography } from 'antd';
import { useMemo, useRef, useState } from 'react';
import { chineseDate, chinesePeriod, withoutYear } from '../../../src-shared/domain/dates';
import type { IsoDate } from '../../../src-shared/domain/define';
import { figures, type FigureId } from '../../../src-shared/domain/figures';
import {
  headLines,
  teamsLines,
  teamWeeks,
  weeklyFigures,
  weeksOfRound,
  weekToSum,
  type TeamWeek,
  type WeekLine,
} from '../../../src-shared/domain/figures/weekly';
import { calendarWeek, weekOf, type Days } from '../../../src-shared/domain/weeks';
import type { RecordId } from '../../../src-shared/merge/change';
import { getRecord, titleOf, useRole, useRuleContext } from '../../replica';
import { openRecord } from '../../session/navigation';
import { askRoundPaper } from '../../session/paper-request';
import { FigureNumber } from '../../ui/figure-number';
import { isSomethingOpen } from '../../ui/keyboard';
import { Mark } from '../../ui/mark';
import { useShortcuts } from '../../ui/page-keyboard';
import '../../ui/kind-page.css';
import '../../ui/plain-table.css';
import './weekly-report.css';

const wordsOf = ({ from, to }: Days): string => `${calendarWeek(from)}（${chinesePeriod(from, to)}）`;

interface SummaryProps {
  readonly round: RecordId;
  readonly onBack: () => void;
}

export function Summary({ round, onBack }: SummaryProps) {
  const context = useRuleContext();
  const role = useRole();
  const page = useRef<HTMLElement>(null);
  const [chosen, setChosen] = useState<IsoDate>();
  const { week, weeks, teams, ids, together } = useMemo(() => {
    const { today } = context;
    const shown = chosen === undefined ? weekToSum(context, round, today) : weekOf(chosen);
    const of = role === undefined ? [] : teamWeeks(context, round, shown, role);
    const known = weeksOfRound(context, round, today);
    return {
      week: shown,
      weeks: known.some(({ from }) => from === shown.from) ? known : [...known, shown],
      teams: of,
      ids: role === undefined ? [] : weeklyFigures(role),
      together: role === undefined ? [] : teamsLines(context, of, role),
    };
  }, [context, round, role, chosen]);
  const print = () => askRoundPaper('weeklyReport', round, week.from);
  useShortcuts(page, { p: print, Escape: isSomethingOpen() ? undefined : onBack });
  const told = teams.filter((one) => one.told !== undefined).length;
  return (
    <Flex vertical className="pw-page" ref={page} tabIndex={-1} component="main">
      <header className="pw-page-head">
        <Button type="text" icon={<ArrowLeftOutlined />} title="Esc" onClick={onBack}>
          返回周报
        </Button>
        <Typography.Title level={4} className="pw-page-title">
          周报汇总表
        </Typography.Title>
        <Select<IsoDate>
          aria-label="哪一周"
          className="week-choice"
          value={week.from}
          onChange={setChosen}
          popupMatchSelectWidth={false}
          options={weeks.map((one) => ({ value: one.from, label: wordsOf(one) }))}
        />
        <span className="pw-words" role="status">
          {`已报${told}组，未报${teams.length - told}组`}
        </span>
        <span className="pw-spacer" />
        <Button icon={<PrinterOutlined />} data-print title="Ctrl+P" onClick={print}>
          打印、导出
        </Button>
      </header>
      <div className="week-summary">
        <SummaryTable teams={teams} ids={ids} together={told > 0 ? together : []} />
        <p className="pw-words">各数由记录统计，只计您能看到的记录；合计不含未报的组。</p>
      </div>
    </Flex>
  );
}

interface SummaryTableProps {
  readonly teams: readonly TeamWeek[];
  readonly ids: readonly FigureId[];
  /** What those that reported come to; none where none did. */
  readonly together: readonly WeekLine[];
}

function SummaryTable({ teams, ids, together }: SummaryTableProps) {
  return (
    <table className="pw-plain week-table" aria-label="周报汇总表">
      <thead>
        <tr>
          <th scope="col">巡察组</th>
          <th scope="col">周报</th>
          <th scope="col" aria-label="本周或累计" />
          {ids.map((id) => (
            <th key={id} scope="col">
              {headLines(id).map((line) => (
                <span key={line}>{line}</span>
              ))}
              <small>{figures[id].unit}</small>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {teams.map((one) => (
          <TeamRows key={one.team.id} {...one} columns={ids.length} />
        ))}
        {together.length > 0 &&
          (['week', 'sum'] as const).map((of) => (
            <tr key={of} className="week-total">
              {of === 'week' && (
                <th scope="rowgroup" rowSpan={2} colSpan={2}>
                  合计
                </th>
              )}
              <td>{of === 'week' ? '本周' : '累计'}</td>
              <LineCells lines={together} of={of} name="合计" />
            </tr>
          ))}
      </tbody>
    </table>
  );
}

function TeamRows({ team, told, columns }: TeamWeek & { readonly columns: number }) {
  if (told === undefined)
    return (
      <tr>
        <th scope="row">{titleOf(team)}</th>
        <td>
          <Mark tone="warning">未报</Mark>
        </td>
        <td colSpan={columns + 1}>这一周没有周报，不列数字</td>
      </tr>
    );
  const { report, days, lines } = told;
  const due = report.values.dueOn as IsoDate | undefined;
  return (['week', 'sum'] as const).map((of) => (
    <tr key={of}>
      {of === 'week' && (
        <>
          <th scope="rowgroup" rowSpan={2}>
            {titleOf(team)}
          </th>
          <td rowSpan={2}>
            <button type="button" className="link" onClick={() => openRecord(report, getRecord)}>
              {titleOf(report)}
            </button>
            <small>{withoutYear(chinesePeriod(days.from, days.to))}</small>
            {due && <small>{`${withoutYear(chineseDate(due))}报送`}</small>}
          </td>
        </>
      )}
      <td>{of === 'week' ? '本周' : '累计'}</td>
      <LineCells lines={lines} of={of} name={titleOf(team)} />
    </tr>
  ));
}

interface LineCellsProps {
  readonly lines: readonly WeekLine[];
  readonly of: 'week' | 'sum';
  /** Whose numbers these are. */
  readonly name: string;
}

const LineCells = ({ lines, of, name }: LineCellsProps) =>
  lines.map((line) => (
    <td key={line.figure}>
      <FigureNumber
        asked={line[of].asked}
        words={String(line[of].value)}
        name={`${name}${of === 'week' ? '本周' : '累计'}${line.label}`}
      />
    </td>
  ));
