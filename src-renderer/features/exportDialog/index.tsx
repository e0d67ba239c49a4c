/** Making a document: which, for whom, what stays out, how it looks, and where to put it. */
import { CheckCircleFilled, FileWordOutlined, FolderOpenOutlined } from '@ant-design/icons';
import { Alert, Button, Modal, Radio, Result, Segmented } from 'antd';
import { useEffect, useMemo, useState } from 'react';
import { DOCUMENTS, type DocumentName } from '../../../src-shared/contract';
import { getRecord, useRuleContext } from '../../replica';
import { flushAutosave } from '../../session/autosave';
import { closeExport, useExportRequest, type ExportRequest } from '../../session/export-request';
import { openRecord, useNavigation } from '../../session/navigation';
import { useProgress } from '../../session/progress';
import { call, sentenceOf } from '../../session/workbench';
import { shortcomings, type Shortcoming } from './checks';
import { Preview } from './preview';

type Layout = 'A' | 'B';

const AUDIENCES = { unit: '被巡察单位' } as const;

const LEFT_OUT: Readonly<Record<DocumentName, readonly string[]>> = {
  feedback: [
    '问题线索、被反映人和线索数量',
    '信访反映人、谈话对象和问卷情况',
    '未审签、未采用的底稿',
    '发现过程、责任认定、组内意见和复核审签情况',
    '人名：组长未同意写明的，一律以“某某”代替',
  ],
  ledger: ['问题线索、被反映人和线索数量', '群众评判和不公开理由', '组内记录人和佐证附件', '未反馈的底稿'],
};

const WORD_FILES = [{ name: 'Word 文档', extensions: ['docx'] }];

export function ExportDialog() {
  const request = useExportRequest((state) => state.request);
  return (
    <Modal
      open={request !== undefined}
      onCancel={closeExport}
      footer={null}
      title="导出文件"
      width="min(1180px, calc(100vw - 48px))"
      className="export"
      destroyOnHidden
      style={{ top: 24 }}
      mask={{ closable: false }}
    >
      {request !== undefined && <ExportForm start={request} />}
    </Modal>
  );
}

interface Made {
  readonly fileName: string;
  readonly bytes: Uint8Array;
}

/** The document as it would leave now. */
function useMade(
  document: DocumentName,
  inspection: string,
  layout: Layout,
): { made?: Made; fault?: string } {
  const [answer, setAnswer] = useState<{ key: string; made?: Made; fault?: string }>();
  const key = `${document}/${inspection}/${layout}`;
  useEffect(() => {
    let current = true;
    // What is still being typed belongs in the document.
    flushAutosave()
      .then(() => call('document.preview', { document, inspection, layout }))
      .then(
        (made) => current && setAnswer({ key, made }),
        (error: unknown) => current && setAnswer({ key, fault: sentenceOf(error) }),
      );
    return () => {
      current = false;
    };
  }, [document, inspection, layout, key]);
  return answer?.key === key ? answer : {};
}

function ExportForm({ start }: { readonly start: ExportRequest }) {
  const context = useRuleContext();
  const [document, setDocument] = useState(start.document);
  const [layout, setLayout] = useState<Layout>('B');
  const [path, setPath] = useState<string>();
  const [fault, setFault] = useState<string>();
  const [busy, setBusy] = useState(false);
  const progress = useProgress(busy);
  const { inspection } = start;
  const { made, fault: previewFault } = useMade(document, inspection, layout);
  const missing = useMemo(() => shortcomings(document, inspection, context), [document, inspection, context]);
  const { label, audience } = DOCUMENTS[document];

  const exportFile = async () => {
    if (made === undefined) return;
    setBusy(true);
    setFault(undefined);
    try {
      const chosen = await call('shell.chooseSaveFile', {
        title: `导出${label}`,
        defaultName: made.fileName,
        filters: WORD_FILES,
      });
      if (chosen.path !== null) {
        setPath((await call('document.export', { document, inspection, layout, path: chosen.path })).path);
      }
    } catch (error) {
      setFault(sentenceOf(error));
    } finally {
      setBusy(false);
    }
  };

  if (path !== undefined) return <Exported label={label} path={path} onAgain={() => setPath(undefined)} />;
  return (
    <div className="export-columns">
      <div className="export-side">
        <Segmented<DocumentName>
          block
          value={document}
          onChange={setDocument}
          options={Object.entries(DOCUMENTS).map(([value, { label: word }]) => ({
            value: value as DocumentName,
            label: word,
          }))}
        />
        <dl className="facts">
          <dt>单位</dt>
          <dd>{context.label(inspection)}</dd>
          <dt>发送对象</dt>
          <dd>
            <b>{AUDIENCES[audience]}</b>
          </dd>
          <dt>文件名</dt>
          <dd className="file-name">{made?.fileName ?? '…'}</dd>
        </dl>
        {document === 'feedback' && (
          <Radio.Group
            aria-label="版式"
            value={layout}
            onChange={(event) => setLayout(event.target.value as Layout)}
            options={[
              { value: 'B', label: '内部资料（不套红）' },
              { value: 'A', label: '公文（版头、版记）' },
            ]}
          />
        )}
        <section className="left-out">
          <h3>不会写入</h3>
          <ul>
            {LEFT_OUT[document].map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </section>
        <Shortcomings list={missing} />
        {fault !== undefined && <Alert type="error" showIcon title={fault} role="alert" />}
        <div className="export-foot">
          <Button
            type="primary"
            size="large"
            block
            icon={<FileWordOutlined />}
            loading={busy}
            disabled={made === undefined}
            onClick={() => void exportFile()}
          >
            {busy && progress !== undefined && progress.total > 0
              ? `正在导出 ${progress.done}／${progress.total}`
              : '导出 Word 文件…'}
          </Button>
          <p className="faint">导出会记入“导出登记”。离开本程序的文件不再加密，请按规定保管。</p>
        </div>
      </div>
      <Preview bytes={made?.bytes} fault={previewFault} />
    </div>
  );
}

function Shortcomings({ list }: { readonly list: readonly Shortcoming[] }) {
  if (list.length === 0) {
    return (
      <p className="complete">
        <CheckCircleFilled /> 没有发现缺项
      </p>
    );
  }
  const go = ({ id }: Shortcoming) => {
    const entity = getRecord(id);
    closeExport();
    if (entity?.kind === 'inspection') useNavigation.getState().open('feedback');
    else if (entity) openRecord(entity, getRecord);
  };
  return (
    <section className="shortcomings">
      <h3>
        请先核对<span className="rail-count">{list.length}</span>
      </h3>
      <ul>
        {list.map((line, index) => (
          <li key={index}>
            <button type="button" className="link" onClick={() => go(line)}>
              {line.title}
            </button>
            <span>{line.message}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

interface ExportedProps {
  readonly label: string;
  readonly path: string;
  readonly onAgain: () => void;
}

function Exported({ label, path, onAgain }: ExportedProps) {
  const [fault, setFault] = useState<string>();
  const show = () =>
    call('shell.showInFolder', { path }).catch((error: unknown) => setFault(sentenceOf(error)));
  return (
    <Result
      status="success"
      title={`${label}已导出`}
      subTitle={<span className="file-name">{path}</span>}
      extra={[
        <Button
          key="folder"
          type="primary"
          autoFocus
          icon={<FolderOpenOutlined />}
          onClick={() => void show()}
        >
          打开所在文件夹
        </Button>,
        <Button key="again" onClick={onAgain}>
          再导出一份
        </Button>,
        <Button key="close" onClick={closeExport}>
          关闭
        </Button>,
      ]}
    >
      {fault !== undefined && <Alert type="error" showIcon title={fault} />}
    </Result>
  );
}
