/** What the columns of a file are: as found, as kept from an earlier file, or as a person says; and which row is the head. */
import { Button, Select } from 'antd';
import { useState } from 'react';
import type { TablePlan, TableTop } from '../../../src-shared/contract/tables';
import type { Import } from './use-import';

/** Not taken. */
const NONE = '-';

/** Columns that only the program writes are none of a person's to choose. */
const OWN: Readonly<Record<string, string>> = {
  $key: '记录号，用来认出记录',
  $place: '不取',
  $computed: '由程序计算，不取',
};

export function Mapper({ work, plan }: { readonly work: Import; readonly plan: TablePlan }) {
  const [choosing, setChoosing] = useState(false);
  if (choosing)
    return (
      <HeadChooser
        work={work}
        top={plan.top}
        onDone={() => setChoosing(false)}
        message="请点表头所在的一行。"
      />
    );
  const taken = new Set(plan.heads.flatMap(({ to }) => to ?? []));
  const change = (head: string, to: string) =>
    void work.ask({ ...work.asked, mapping: { ...plan.mapping, [head]: to } });
  return (
    <div className="import-mapper">
      <div className="import-mapper-grid">
        {plan.heads.map(({ head, to }, i) => (
          <label key={`${i}/${head}`} className="import-mapper-line">
            <span title={head}>{head}</span>
            {to !== null && OWN[to] !== undefined ? (
              <span className="pw-words">{OWN[to]}</span>
            ) : (
              <Select
                size="small"
                showSearch={{ optionFilterProp: 'label' }}
                aria-label={`“${head}”对应的栏目`}
                popupMatchSelectWidth={false}
                status={to === null ? 'warning' : undefined}
                value={to ?? NONE}
                options={[
                  { value: NONE, label: '不取' },
                  ...plan.columns.map(({ name, label }) => ({
                    value: name,
                    label,
                    disabled: taken.has(name) && name !== to,
                  })),
                ]}
                onChange={(chosen) => change(head, chosen)}
              />
            )}
          </label>
        ))}
      </div>
      <div className="import-mapper-foot">
        <Button size="small" onClick={() => setChoosing(true)}>
          表头不是这一行…
        </Button>
        {Object.keys(plan.mapping).length > 0 && (
          <Button size="small" onClick={() => void work.ask({ ...work.asked, mapping: {} })}>
            按栏目名称自动识别
          </Button>
        )}
      </div>
    </div>
  );
}

interface HeadChooserProps {
  readonly work: Import;
  readonly top: TableTop['top'];
  readonly message: string;
  readonly onDone?: () => void;
}

/** The top of the sheet: a person points at the row of the heads. */
export function HeadChooser({ work, top, message, onDone }: HeadChooserProps) {
  const choose = (row: number) => {
    onDone?.();
    void work.ask({ ...work.asked, headRow: row });
  };
  return (
    <div className="import-head">
      <p>{`${message}${onDone ? '' : '表头在下面的，请点那一行前面的按钮。'}`}</p>
      <div className="import-scroll" tabIndex={0} role="region" aria-label="文件开头">
        <table className="pw-plain">
          <tbody>
            {top.map(({ row, cells }) => (
              <tr key={row}>
                <td>
                  <Button size="small" onClick={() => choose(row)}>{`第${row}行是表头`}</Button>
                </td>
                {cells.map((text, i) => (
                  <td key={i}>{text}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}
