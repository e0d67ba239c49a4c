/** Importing a table: choose a file, look row by row at what it would do, and write it whole or not at all. */
import { FileExcelOutlined, FolderOpenOutlined, ReloadOutlined, UndoOutlined } from '@ant-design/icons';
import { Alert, Button, Checkbox, Input, Modal, Result, Select, Spin } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { kindOf } from '../../../src-shared/domain/kinds';
import type { TablePlan } from '../../../src-shared/contract/tables';
import { closeImport, useTableRequest, type TableRequest } from '../../session/table-request';
import { askTakeBack } from '../../session/take-back-request';
import { TaskProgress } from '../../ui/task-progress';
import { Lines } from './lines';
import { HeadChooser, Mapper } from './mapper';
import { useImport, type Import } from './use-import';
import './table-dialog.css';

export function TableDialog() {
  const request = useTableRequest((state) => state.request);
  const label = request && kindOf(request.kind)?.label;
  return (
    <Modal
      open={request !== undefined}
      onCancel={closeImport}
      footer={null}
      title={`导入${label ?? ''}`}
      width="min(1180px, calc(100vw - 48px))"
      className="import"
      destroyOnHidden
      style={{ top: 24 }}
      mask={{ closable: false }}
    >
      {request !== undefined && <ImportForm request={request} />}
    </Modal>
  );
}

function ImportForm({ request }: { readonly request: TableRequest }) {
  const work = useImport(request);
  const { drop } = work;
  const { dropped } = request;
  const taken = useRef<File>(undefined);
  useEffect(() => {
    if (dropped === undefined || taken.current === dropped) return;
    taken.current = dropped;
    void drop(dropped);
  }, [dropped, drop]);
  if (work.done) return <Done work={work} />;
  return (
    <div className="import-body">
      {work.file ? <FileBar work={work} /> : <Choose work={work} />}
      {work.fault && <Alert type={work.fault.type} showIcon title={work.fault.title} role="alert" />}
      <TaskProgress task="readTable" active={work.busy === 'read'} />
      <TaskProgress task="planTable" active={work.busy === 'plan'} />
      <TaskProgress task="importTable" active={work.busy === 'apply'} />
      {work.top && <HeadChooser work={work} top={work.top.top} message={work.top.message} />}
      {work.plan && work.file && <Preview work={work} plan={work.plan} />}
      {work.busy !== undefined && !work.plan && !work.top && <Spin className="import-wait" delay={300} />}
    </div>
  );
}

/** Before a file is chosen: what is read, and what it can and cannot do. */
function Choose({ work }: { readonly work: Import }) {
  return (
    <div className="import-choose">
      <FileExcelOutlined className="import-mark" />
      <Button
        type="primary"
        size="large"
        autoFocus
        icon={<FolderOpenOutlined />}
        loading={work.busy === 'read'}
        onClick={() => void work.choose()}
      >
        选择文件…
      </Button>
      <p>Excel（.xlsx、.xls）、WPS（.et）、CSV 都可以；也可以把文件拖到列表上。</p>
      <ul>
        <li>先逐行预览，您点“导入”之后才写入；有一处不能导入，就一行也不写。</li>
        <li>空着的格子不改原有内容；文件里没有的记录保持不变，不会删除。</li>
        <li>状态（如“已完成”）不随文件改变，须在记录中办理。</li>
        <li>导入之后可以整批撤销。</li>
      </ul>
    </div>
  );
}

function FileBar({ work }: { readonly work: Import }) {
  const { file, plan, top, asked } = work;
  const sheets = file!.sheets.filter(({ rows }) => rows > 0);
  return (
    <div className="import-file">
      <FileExcelOutlined />
      <b className="import-name" title={file!.name}>
        {file!.name}
      </b>
      <span className="pw-words">{file!.format}</span>
      {sheets.length > 1 && (
        <Select
          aria-label="工作表"
          className="import-sheet"
          popupMatchSelectWidth={false}
          value={plan?.sheet ?? top?.sheet ?? asked.sheet}
          options={sheets.map(({ name, rows, hidden }) => ({
            value: name,
            label: `${name}（${rows}行${hidden ? '，隐藏' : ''}）`,
          }))}
          onChange={(sheet) => void work.ask({ sheet })}
        />
      )}
      <span className="pw-spacer" />
      {work.again && (
        <Button
          size="small"
          icon={<ReloadOutlined />}
          title="在WPS或Excel中改好并保存之后，再读一次"
          disabled={work.busy !== undefined}
          onClick={() => void work.again?.()}
        >
          重新读取
        </Button>
      )}
      <Button size="small" disabled={work.busy !== undefined} onClick={() => void work.choose()}>
        换一个文件…
      </Button>
    </div>
  );
}

function Preview({ work, plan }: { readonly work: Import; readonly plan: TablePlan }) {
  const [mapping, setMapping] = useState(false);
  const unread = plan.heads.filter(({ to }) => to === null);
  const rows = plan.headRows.join('、');
  return (
    <>
      <div className="import-map">
        <span>
          {`表头在第${rows}行，认出${plan.heads.length - unread.length}栏`}
          {unread.length > 0 && `，未取${unread.length}栏：${unread.map(({ head }) => `“${head}”`).join('')}`}
          {plan.mappedBy !== undefined && `。已按“${plan.mappedBy}”的对照读取`}
        </span>
        <Button type="link" size="small" aria-expanded={mapping} onClick={() => setMapping(!mapping)}>
          {mapping ? '收起栏目对照' : '栏目对照'}
        </Button>
      </div>
      {mapping && <Mapper work={work} plan={plan} />}
      <Lines file={work.file!.file} plan={plan} planned={work.planned} />
      <Foot work={work} plan={plan} />
    </>
  );
}

const sumOf = ({ counts: { new: made = 0, changed = 0 } }: TablePlan): string =>
  [made > 0 && `新增${made}条`, changed > 0 && `改动${changed}条`].filter(Boolean).join('，');

/** What will happen, in a sentence. */
function verdict(plan: TablePlan): string {
  const { new: made = 0, changed = 0, refused = 0 } = plan.counts;
  if (refused > 0)
    return `有${refused}行不能导入，现在一行也不会写入。请在文件中改正、保存，再点“重新读取”。`;
  return made + changed === 0 ? '文件与现有记录没有差别，不用导入。' : `将${sumOf(plan)}。`;
}

/** The name of a file without its ending and the day in it: the next one from the same place is called alike. */
const nameOf = (file: string): string =>
  file
    .replace(/\.[^.]*$/, '')
    .replace(/[-_（(]?\d{4,}[-_）)]?/g, '')
    .slice(0, 40) || '本次对照';

function Foot({ work, plan }: { readonly work: Import; readonly plan: TablePlan }) {
  const { new: made = 0, changed = 0, refused = 0 } = plan.counts;
  const byHand = Object.keys(plan.mapping).length > 0 && plan.mappedBy === undefined;
  const [keeps, setKeeps] = useState(true);
  const [name, setName] = useState(nameOf(work.file!.name));
  const count = made + changed;
  const keepAs = byHand && keeps && name.trim() !== '' ? name.trim() : undefined;
  return (
    <div className="import-foot">
      <span className={refused > 0 ? 'import-verdict import-bad' : 'import-verdict'} role="status">
        {verdict(plan)}
      </span>
      {byHand && (
        <span className="import-keep">
          <Checkbox checked={keeps} onChange={(e) => setKeeps(e.target.checked)}>
            记住这份栏目对照
          </Checkbox>
          {keeps && (
            <Input
              aria-label="对照名称"
              value={name}
              maxLength={40}
              onChange={(e) => setName(e.target.value)}
            />
          )}
        </span>
      )}
      <Button onClick={closeImport}>取消</Button>
      <Button
        type="primary"
        loading={work.busy === 'apply'}
        disabled={work.busy !== undefined || refused > 0 || count === 0}
        onClick={() => void work.apply(keepAs)}
      >
        {count > 0 ? `导入${count}行` : '导入'}
      </Button>
    </div>
  );
}

function Done({ work }: { readonly work: Import }) {
  const { entry, plan } = work.done!;
  const { asked = 0 } = plan.counts;
  const takeBack = () => {
    closeImport();
    askTakeBack(entry!);
  };
  return (
    <Result
      status="success"
      title={`已导入：${sumOf(plan)}`}
      subTitle={`${asked > 0 ? `有${asked}处状态与文件不同，请在记录中办理。` : ''}导错了的，现在或以后在“操作日志”中都可以整批撤销。`}
      extra={[
        <Button key="close" type="primary" autoFocus onClick={closeImport}>
          完成
        </Button>,
        entry !== null && (
          <Button key="back" icon={<UndoOutlined />} onClick={takeBack}>
            撤销本次导入…
          </Button>
        ),
      ]}
    />
  );
}
