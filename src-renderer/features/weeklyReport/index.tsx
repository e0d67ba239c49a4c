/** 周报: a team's report of a week with the figures of its days; 汇总表: what all teams reported. */
import { TableOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import { datedReports } from '../../../src-shared/domain/figures/weekly';
import { nextReport, type Stay } from '../../../src-shared/domain/weeks';
import { getRecord } from '../../replica';
import { genericPage } from '../../ui/generic-page';
import type { FeatureProps } from '../../ui/kind-page';
import { Summary } from './summary';
import { WeekFigures } from './week-figures';

const Reports = genericPage('weeklyReport', {
  begin: ({ round }, { rows, parent: team }, today) => {
    const told = datedReports(rows?.filter(({ parent }) => parent === team) ?? []).map(
      ({ report, from, to }) => ({ from, to, week: Number(report.values.week ?? 0) }),
    );
    return { ...nextReport(told, (getRecord(round)?.values ?? {}) as Stay, today) };
  },
  form: (report) => ({ before: <WeekFigures report={report} /> }),
});

export default function WeeklyReportPage(props: FeatureProps) {
  const [summed, setSummed] = useState(false);
  if (summed && props.record === undefined)
    return <Summary round={props.round} onBack={() => setSummed(false)} />;
  return (
    <Reports
      {...props}
      actions={
        <Button icon={<TableOutlined />} onClick={() => setSummed(true)}>
          汇总表
        </Button>
      }
    />
  );
}
