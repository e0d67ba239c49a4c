/** The figures of a 周报: of its days and in sum, each counted from the records and leading to them. */
import { useMemo } from 'react';
import { chineseDate, chinesePeriod } from '../../../src-shared/domain/dates';
import type { Entity } from '../../../src-shared/domain/define';
import { figures } from '../../../src-shared/domain/figures';
import {
  datedReports,
  focusLines,
  undatedWords,
  weekLines,
  type WeekLine,
} from '../../../src-shared/domain/figures/weekly';
import { glossaryIn } from '../../../src-shared/domain/glossary';
import { weekWords, type Stay } from '../../../src-shared/domain/weeks';
import { roundOf, useRole, useRuleContext } from '../../replica';
import { FigureNumber } from '../../ui/figure-number';
import './weekly-report.css';

export function WeekFigures({ report }: { readonly report: Entity }) {
  const context = useRuleContext();
  const role = useRole();
  const told = useMemo(() => {
    const [dated] = datedReports([report]);
    const { parent: team } = report;
    if (dated === undefined || team === null || role === undefined) return undefined;
    const round = roundOf(context.get(team));
    return {
      dated,
      stay: (round?.values ?? {}) as Stay,
      lines: weekLines(context, team, dated, role),
      focuses: focusLines(context, team, dated, glossaryIn(context).entries('focus', round)),
      undated: undatedWords(context, team, role),
    };
  }, [context, report, role]);
  if (told === undefined) return <p className="pw-words">填写起、止日期后，本周和累计的各项数字自动带出。</p>;
  const { dated, stay, lines, focuses, undated } = told;
  const half = Math.ceil(lines.length / 2);
  return (
    <section className="week-figures" aria-label="本周数字">
      <h3>
        {chinesePeriod(dated.from, dated.to)}
        <small>{weekWords(dated, stay)}</small>
      </h3>
      <div className="week-tables">
        <WeekTable label="工作情况" lines={lines.slice(0, half)} />
        <WeekTable label="工作情况（续）" lines={lines.slice(half)} />
      </div>
      {focuses.length > 0 && <WeekTable label="发现问题（按聚焦）" lines={focuses} />}
      <p className="pw-words">
        {`各数由记录统计，截至${chineseDate(dated.to)}；只计您能看到的记录，草稿不计。数字不能直接改：点开就是所依据的记录，改记录，数就跟着变。`}
        {undated.length > 0 && `${undated.join('、')}没有填写日期，只计入累计。`}
      </p>
    </section>
  );
}

function WeekTable({ label, lines }: { readonly label: string; readonly lines: readonly WeekLine[] }) {
  return (
    <table className="pw-plain week-table" aria-label={label}>
      <thead>
        <tr>
          <th scope="col">{label.startsWith('发现') ? label : '项目'}</th>
          <th scope="col">本周</th>
          <th scope="col">累计</th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <tr key={line.label}>
            <th scope="row">
              {line.label}
              <small>{figures[line.figure].unit}</small>
            </th>
            {(['week', 'sum'] as const).map((of) => (
              <td key={of}>
                <FigureNumber
                  asked={line[of].asked}
                  words={String(line[of].value)}
                  name={`${of === 'week' ? '本周' : '累计'}${line.label}`}
                />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
