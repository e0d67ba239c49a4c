/** The rows of a file and what each would do, by figure. */
import { CopyOutlined } from '@ant-design/icons';
import { App, Button, Segmented } from 'antd';
import { useEffect, useState } from 'react';
import { MAX_PREVIEW_ROWS } from '../../../src-shared/contract';
import type { RowsShown, TableLine, TablePlan } from '../../../src-shared/contract/tables';
import { call } from '../../session/workbench';
import { useCommands } from '../../ui/commands';
import { Mark } from '../../ui/mark';
import '../../ui/plain-table.css';

type Outcome = Exclude<RowsShown, 'all'>;

const WORDS: Readonly<Record<Outcome, string>> = {
  refused: '不能导入',
  changed: '改动',
  new: '新增',
  asked: '须办理',
  same: '相同',
  left: '未取',
  missing: '文件中没有',
};
const ORDER = Object.keys(WORDS) as Outcome[];
const TONES = {
  refused: 'error',
  changed: 'info',
  new: 'success',
  same: 'plain',
  left: 'plain',
  missing: 'plain',
} as const;

/** Rows that are fetched at a time. */
const PAGE = 200;

interface LinesProps {
  readonly file: string;
  readonly plan: TablePlan;
  /** Counts the plans. */
  readonly planned: number;
}

export function Lines({ file, plan, planned }: LinesProps) {
  const count = (of: Outcome): number => plan.counts[of] ?? 0;
  const first = ORDER.find((of) => count(of) > 0) ?? 'all';
  const [chosen, setChosen] = useState<RowsShown>();
  const shown = chosen !== undefined && (chosen === 'all' || count(chosen) > 0) ? chosen : first;
  const { lines, total, more } = useLines(file, shown, planned);
  return (
    <section className="import-lines">
      <div className="import-figures">
        <Segmented<RowsShown>
          aria-label="按结果查看"
          value={shown}
          onChange={setChosen}
          options={[
            ...ORDER.filter((of) => count(of) > 0).map((of) => ({
              value: of as RowsShown,
              label: `${WORDS[of]} ${count(of)}`,
            })),
            { value: 'all' as const, label: '全部' },
          ]}
        />
        {count('refused') > 0 && <CopyFaults file={file} count={count('refused')} />}
      </div>
      <div className="import-scroll" tabIndex={0} role="region" aria-label="逐行预览">
        <table className="pw-plain">
          <thead>
            <tr>
              <th scope="col">行</th>
              <th scope="col">结果</th>
              <th scope="col">记录</th>
              <th scope="col">内容</th>
            </tr>
          </thead>
          <tbody>
            {lines.map((line, i) => (
              <Line key={i} line={line} />
            ))}
          </tbody>
        </table>
        {lines.length < total && (
          <Button className="import-more" onClick={() => void more()}>
            {`继续显示（还有${total - lines.length}行）`}
          </Button>
        )}
      </div>
    </section>
  );
}

/** The rows of one outcome as far as they were asked for. */
function useLines(file: string, shown: RowsShown, planned: number) {
  const { attempt } = useCommands();
  const key = `${file}/${shown}/${planned}`;
  const [held, setHeld] = useState<{ key: string; total: number; lines: readonly TableLine[] }>();
  useEffect(() => {
    let here = true;
    void attempt(() => call('table.lines', { file, shown, from: 0, count: PAGE })).then(
      (found) => here && found && setHeld({ key, ...found }),
    );
    return () => {
      here = false;
    };
  }, [attempt, file, shown, key]);
  const lines = held?.key === key ? held.lines : [];
  const more = async () => {
    const found = await attempt(() => call('table.lines', { file, shown, from: lines.length, count: PAGE }));
    if (found) setHeld({ key, total: found.total, lines: [...lines, ...found.lines] });
  };
  return { lines, total: held?.key === key ? held.total : 0, more };
}

function Line({ line }: { readonly line: TableLine }) {
  const { is, row, title, changes, notes } = line;
  return (
    <tr>
      <td className="import-row">{row > 0 ? row : ''}</td>
      <td>
        <Mark tone={TONES[is]}>{WORDS[is]}</Mark>
      </td>
      <th scope="row" className="import-title">
        {title}
      </th>
      <td>
        {is === 'missing' && <span className="pw-words">文件中没有这一条，保持不变</span>}
        {notes.map(({ message }, i) => (
          <div key={i} className={is === 'refused' ? 'import-why import-bad' : 'import-why'}>
            {message}
          </div>
        ))}
        {is !== 'refused' && changes.length > 0 && (
          <dl className="import-changes">
            {changes.map((change) => (
              <div key={change.label}>
                <dt>{change.label}</dt>
                <dd>
                  {is === 'changed' && (
                    <>
                      <del>{change.old === '' ? '（空）' : change.old}</del>
                      <span aria-label="改为"> → </span>
                    </>
                  )}
                  <ins>{change.new}</ins>
                </dd>
              </div>
            ))}
          </dl>
        )}
      </td>
    </tr>
  );
}

/** Every wrong cell as rows of a table, for whoever sent the file. */
function CopyFaults({ file, count }: { readonly file: string; readonly count: number }) {
  const { message } = App.useApp();
  const { attempt } = useCommands();
  const copy = async () => {
    const lines: TableLine[] = [];
    while (lines.length < count) {
      const found = await call('table.lines', {
        file,
        shown: 'refused',
        from: lines.length,
        count: MAX_PREVIEW_ROWS,
      });
      if (found.lines.length === 0) break;
      lines.push(...found.lines);
    }
    const rows = lines.flatMap(({ row, notes }) =>
      notes.map((note) => `${row}\t${note.column}\t${note.message}`),
    );
    await call('shell.clipboardWrite', { text: ['行\t栏目\t原因', ...rows].join('\n').slice(0, 1_000_000) });
    void message.success(`已复制${rows.length}处，可粘贴到WPS、Excel或Word中`);
  };
  return (
    <Button size="small" icon={<CopyOutlined />} onClick={() => void attempt(copy)}>
      复制不能导入的清单
    </Button>
  );
}
