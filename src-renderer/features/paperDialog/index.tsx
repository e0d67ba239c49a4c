/** Making a paper: which, for whom, what stays out, how it looks, and whether it goes to the printer or into a file. */
import {
  CheckCircleFilled,
  FileExcelOutlined,
  FileWordOutlined,
  FolderOpenOutlined,
  PrinterOutlined,
} from '@ant-design/icons';
import { Alert, App, Button, Modal, Radio, Result, Segmented } from 'antd';
import { useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import type { PaperCheck, PaperRequest } from '../../../src-shared/contract';
import { disputesIn } from '../../../src-shared/papers/disputes';
import { type PaperDesk, type PaperId, paperOf, type Shortcoming } from '../../../src-shared/papers';
import { getRecord, useRuleContext } from '../../replica';
import { flushAutosave } from '../../session/autosave';
import { openRecord, pageOf, useNavigation } from '../../session/navigation';
import { closePaper, usePaperRequest } from '../../session/paper-request';
import { call, sentenceOf } from '../../session/workbench';
import { TaskProgress } from '../../ui/task-progress';
import { describe } from './describe';
import { NamesToDecide, StillStanding } from './names';
import { Preview } from './preview';
import { printPages } from './print';
import './paper-dialog.css';

const FILES = {
  docx: { name: 'Word 文档', extensions: ['docx'] },
  xlsx: { name: 'Excel 工作簿', extensions: ['xlsx'] },
} as const;

export function PaperDialog() {
  const request = usePaperRequest((state) => state.request);
  return (
    <Modal
      open={request !== undefined}
      onCancel={closePaper}
      footer={null}
      title={request !== undefined && describe(request).paper.dialogTitle}
      width="min(1180px, calc(100vw - 48px))"
      className="export"
      destroyOnHidden
      style={{ top: 24 }}
      mask={{ closable: false }}
    >
      {request !== undefined && <PaperForm start={request} />}
    </Modal>
  );
}

interface Made {
  readonly fileName: string;
  readonly bytes: Uint8Array;
}

interface Answer {
  readonly made?: Made;
  /** What a person should look at first, in a paper for the unit. */
  readonly check?: PaperCheck;
  readonly fault?: string;
}

/** The paper as it would leave now, or what must be decided before it can. */
async function make(request: PaperRequest): Promise<Answer> {
  // What is still being typed belongs in the paper.
  await flushAutosave();
  const check = await call('document.check', request);
  return check.undecided.length > 0 ? { check } : { check, made: await call('document.preview', request) };
}

/** @param decided counts up with every decision: made anew, and what was asked stays until the answer is there */
function useMade(request: PaperRequest, decided: number): Answer {
  const [answer, setAnswer] = useState<Answer & { request: PaperRequest }>();
  useEffect(() => {
    let current = true;
    make(request).then(
      (made) => current && setAnswer({ request, ...made }),
      (error: unknown) => current && setAnswer({ request, fault: sentenceOf(error) }),
    );
    return () => {
      current = false;
    };
  }, [request, decided]);
  return answer?.request === request ? answer : {};
}

/** Sends a paper to the printer or into a file; one at a time, and a refusal is told where the person looks. */
function useSending(request: PaperRequest, made: Made | undefined, title: string) {
  const { message } = App.useApp();
  const [path, setPath] = useState<string>();
  const [fault, setFault] = useState<string>();
  const [busy, setBusy] = useState<'print' | 'file'>();
  const attempt = async (way: 'print' | 'file', act: () => Promise<void>) => {
    setBusy(way);
    setFault(undefined);
    try {
      await act();
    } catch (error) {
      setFault(sentenceOf(error));
    } finally {
      setBusy(undefined);
    }
  };
  const save = (as: keyof typeof FILES = 'docx') =>
    attempt('file', async () => {
      const chosen = await call('shell.chooseSaveFile', {
        title: `导出${title}`,
        defaultName: made!.fileName.replace(/docx$/, as),
        filters: [{ name: FILES[as].name, extensions: [...FILES[as].extensions] }],
      });
      if (chosen.path === null) return;
      setPath((await call('document.export', { ...request, path: chosen.path })).path);
    });
  const print = (pages: HTMLElement) =>
    attempt('print', async () => {
      // The log first: no paper leaves without its entry.
      const { entry } = await call('document.print', request);
      if (await printPages(pages)) {
        void message.success('已送打印，并记入“导出登记”');
        return;
      }
      await call('document.printCancelled', { entry });
      setFault(
        '没有打印：打印已取消，或这台电脑没有可用的打印机。可先另存为 Word 文件，再到能打印的电脑上打印。',
      );
    });
  return { path, fault, busy, save, print, again: () => setPath(undefined) };
}

function PaperForm({ start }: { readonly start: PaperRequest }) {
  const [request, setRequest] = useState(start);
  const [decided, setDecided] = useState(0);
  const pages = useRef<HTMLDivElement>(null);
  const [shown, setShown] = useState<Uint8Array>();
  const { made, check, fault: previewFault } = useMade(request, decided);
  const { paper, title, place, audience, leftOut } = describe(request);
  const { printable } = paper;
  const sending = useSending(request, made, title);
  const { busy } = sending;
  if (sending.path !== undefined)
    return <Exported label={title} path={sending.path} onAgain={sending.again} />;
  const print = (
    <Button
      type="primary"
      size="large"
      block
      icon={<PrinterOutlined />}
      loading={busy === 'print'}
      disabled={made === undefined || shown !== made.bytes}
      onClick={() => pages.current && void sending.print(pages.current)}
    >
      打印…
    </Button>
  );
  return (
    <div className="export-columns">
      <div className="export-side">
        <Choices request={request} onChange={setRequest} />
        <dl className="facts">
          <dt>{place.label}</dt>
          <dd>{place.words}</dd>
          <dt>发送对象</dt>
          <dd>
            <b>{audience}</b>
          </dd>
          <dt>文件名</dt>
          <dd className="file-name">{made?.fileName ?? '…'}</dd>
        </dl>
        <section className="left-out">
          <h3>{leftOut.heading}</h3>
          <ul>
            {leftOut.lines.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </section>
        <Shortcomings request={request} />
        {made !== undefined && check !== undefined && <StillStanding list={check.standing} />}
        {sending.fault !== undefined && <Alert type="error" showIcon title={sending.fault} role="alert" />}
        <TaskProgress
          task="paper"
          active={
            busy !== undefined ||
            (made === undefined && previewFault === undefined && (check?.undecided.length ?? 0) === 0)
          }
        />
        <div className="export-foot">
          {printable && print}
          <Button
            type={printable ? 'default' : 'primary'}
            size="large"
            block
            icon={<FileWordOutlined />}
            loading={busy === 'file'}
            disabled={made === undefined}
            onClick={() => void sending.save()}
          >
            导出 Word 文件…
          </Button>
          {paper.spreadsheet && (
            <Button
              size="large"
              block
              icon={<FileExcelOutlined />}
              disabled={made === undefined || busy !== undefined}
              onClick={() => void sending.save('xlsx')}
            >
              导出 Excel 文件…
            </Button>
          )}
          <p className="faint">
            {printable ? '直接打印不产生文件，系统打印队列会临时暂存。' : ''}
            打印和导出都记入“导出登记”。离开本程序的文件不再加密，请按规定保管。
          </p>
        </div>
      </div>
      {check !== undefined && check.undecided.length > 0 ? (
        <NamesToDecide
          inspection={check.home}
          list={check.undecided}
          onDecided={() => setDecided((count) => count + 1)}
        />
      ) : (
        <Preview bytes={made?.bytes} fault={previewFault} pages={pages} onShown={setShown} />
      )}
    </div>
  );
}

interface ChoicesProps {
  readonly request: PaperRequest;
  readonly onChange: (request: PaperRequest) => void;
}

/** Which of the papers of the same unit or record, and in which layout or copy. */
function Choices({ request, onChange }: ChoicesProps): ReactNode {
  const { paper, siblings, layouts, layout } = describe(request);
  const { layout: _before, ...asked } = request;
  const copies = 'layoutsOf' in paper;
  return (
    <>
      {siblings.length > 1 && (
        <Segmented<PaperId>
          block
          value={request.paper}
          onChange={(chosen) => onChange({ ...asked, paper: chosen } as PaperRequest)}
          options={siblings.map(({ id, title }) => ({ value: id, label: title }))}
        />
      )}
      {layouts.length > 1 && (
        <Radio.Group
          className={copies ? 'paper-copies' : undefined}
          aria-label={copies ? '份' : '版式'}
          value={layout}
          onChange={(event) => onChange({ ...request, layout: event.target.value as string })}
          options={layouts.map(({ id, label }) => ({ value: id, label }))}
        />
      )}
    </>
  );
}

/** @returns undefined where the paper has no check */
function shortcomingsOf(request: PaperRequest, desk: PaperDesk): readonly Shortcoming[] | undefined {
  const paper = paperOf(request.paper);
  if (!('layouts' in paper) || 'ids' in request) return undefined;
  const of =
    'inspection' in request ? request.inspection : 'round' in request ? request.round : request.record;
  return paper.shortcomings?.(of, desk);
}

/** What makes the paper incomplete, where its definition knows; each line leads to the record. */
function Shortcomings({ request }: { readonly request: PaperRequest }) {
  const context = useRuleContext();
  const checked = useMemo(() => shortcomingsOf(request, context), [request, context]);
  const disputes = useMemo(() => disputesIn(request, context), [request, context]);
  if (checked === undefined && disputes.length === 0) return null;
  const list = [...disputes, ...(checked ?? [])];
  if (list.length === 0) {
    return (
      <p className="complete">
        <CheckCircleFilled /> 没有发现缺项
      </p>
    );
  }
  const go = ({ id, disputed }: Shortcoming) => {
    const entity = getRecord(id);
    closePaper();
    if (disputed) return useNavigation.getState().open('conflicts', id);
    // What a unit lacks altogether is put right on the page that the paper belongs to.
    const page = pageOf(paperOf(request.paper).buttonOn[0] ?? '');
    if (entity?.kind === 'inspection' && page !== pageOf(entity.kind)) useNavigation.getState().open(page);
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
        <Button key="close" onClick={closePaper}>
          关闭
        </Button>,
      ]}
    >
      {fault !== undefined && <Alert type="error" showIcon title={fault} />}
    </Result>
  );
}
