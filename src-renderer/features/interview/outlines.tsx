/** The outline of a talk: taken from the built-in questions or from one that the group keeps, kept for other talks, emptied. */
import { ClearOutlined, DownOutlined, FileAddOutlined, SaveOutlined } from '@ant-design/icons';
import { Button, Dropdown, Input, Modal } from 'antd';
import { useState } from 'react';
import { kinds } from '../../../src-shared/domain/kinds';
import type { AnyKind, Entity } from '../../../src-shared/domain/define';
import { offeredEntries } from '../../../src-shared/domain/glossary';
import { rowsOf } from '../../../src-shared/domain/rows';
import { isBlank } from '../../../src-shared/domain/validate';
import { roundOf, useChildren, useJudge, useRecords, useRuleContext } from '../../replica';
import { flushAutosave } from '../../session/autosave';
import { goToField } from '../../session/navigation';
import { useCommands, type Commands } from '../../ui/commands';
import { useKeptWords } from '../../ui/kept-words';
import { useUndoToast } from '../../ui/undo';
import { outlineFor, type TemplateQuestion } from './outline-template';

const outlineItem = kinds.outlineItem as unknown as AnyKind;
const outlineQuestion = kinds.outlineQuestion as unknown as AnyKind;
const outline = kinds.outline as unknown as AnyKind;

type Question = Pick<TemplateQuestion, 'question'> & {
  readonly focus?: string | null;
  readonly followUp?: string | null;
  readonly note?: string | null;
};

const questionOf = ({ values }: Entity): Question => {
  const { question, focus, followUp, note } = values as Partial<Question>;
  return { question: question ?? '', focus: focus ?? null, followUp: followUp ?? null, note: note ?? null };
};

/** Writes questions as rows under a record, after those that stand there. @returns the first row's id */
async function copyQuestions(
  commands: Commands,
  kind: AnyKind,
  parent: string,
  questions: readonly Question[],
  after = 0,
): Promise<string | undefined> {
  let first: string | undefined;
  for (const [index, question] of questions.entries()) {
    const id = await commands.create(kind, parent, { ...question, position: after + index + 1 });
    if (id === undefined) break;
    first ??= id;
  }
  return first;
}

/** 套用、存为模板、清空: what is done to a talk's outline as a whole. */
export function OutlineButtons({ talk }: { talk: Entity }) {
  const rows = useChildren(talk.id, 'outlineItem') ?? [];
  return (
    <>
      <TakeOutline talk={talk} rows={rows} />
      {rows.some((row) => !isBlank(row.values.question)) && <KeepOutline talk={talk} rows={rows} />}
      {rows.length > 1 && <EmptyOutline rows={rows} />}
    </>
  );
}

interface Rows {
  readonly rows: readonly Entity[];
}

function TakeOutline({ talk, rows }: Rows & { talk: Entity }) {
  const commands = useCommands();
  const context = useRuleContext();
  const [busy, setBusy] = useState(false);
  const kept = useRecords('outline', { parent: roundOf(talk)?.id ?? '' }) ?? [];
  const entries = offeredEntries('focus', talk, context);
  const asked = new Set(rows.map((row) => row.values.question));
  const unasked = (questions: readonly Question[]) =>
    questions.filter(({ question }) => !asked.has(question));
  const builtIn = unasked(
    outlineFor(talk.values.category).filter(({ focus }) => entries.some((e) => e.code === focus)),
  );
  const own = kept
    .map((one) => ({
      one,
      missing: unasked(rowsOf(context, one.id, 'outlineQuestion').map(questionOf)),
    }))
    .filter(({ missing }) => missing.length > 0)
    .sort((a, b) => suits(b.one, talk) - suits(a.one, talk));
  const take = async (questions: readonly Question[]) => {
    setBusy(true);
    await flushAutosave();
    const first = await copyQuestions(commands, outlineItem, talk.id, questions, rows.length);
    if (first !== undefined) goToField(first, 'question');
    setBusy(false);
  };
  return (
    <>
      {own.length > 0 && (
        <Dropdown
          trigger={['click']}
          menu={{
            items: own.map(({ one, missing }) => ({
              key: one.id,
              label: `${String(one.values.name)}（${missing.length}问）`,
            })),
            onClick: ({ key }) => void take(own.find(({ one }) => one.id === key)?.missing ?? []),
          }}
        >
          <Button size="small" icon={<DownOutlined />} loading={busy}>
            套用本组提纲
          </Button>
        </Dropdown>
      )}
      {builtIn.length > 0 && (
        <Button size="small" icon={<FileAddOutlined />} loading={busy} onClick={() => void take(builtIn)}>
          {`套用提纲模板（${builtIn.length}问）`}
        </Button>
      )}
    </>
  );
}

/** Those for people of this 对象类别 first, then those for everybody. */
function suits({ values: { category } }: Entity, talk: Entity): number {
  if (isBlank(category)) return 1;
  return category === talk.values.category ? 2 : 0;
}

function KeepOutline({ talk, rows }: Rows & { talk: Entity }) {
  const judge = useJudge();
  const [open, setOpen] = useState(false);
  const round = roundOf(talk)?.id;
  if (round === undefined || !judge.mayCreate(outline, round)) return null;
  return (
    <>
      <Button size="small" icon={<SaveOutlined />} onClick={() => setOpen(true)}>
        存为提纲模板…
      </Button>
      {open && <KeepDialog talk={talk} rows={rows} round={round} onClose={() => setOpen(false)} />}
    </>
  );
}

function KeepDialog(props: Rows & { talk: Entity; round: string; onClose: () => void }) {
  const { talk, rows, round, onClose } = props;
  const commands = useCommands();
  const { category } = talk.values as { category?: string };
  const given = category === undefined ? '' : `${category}提纲`;
  const [name, setName] = useState(given);
  const forget = useKeptWords(`outline/${talk.id}`, name === given ? undefined : { name }, (kept) =>
    setName(kept.name),
  );
  const close = () => {
    forget();
    onClose();
  };
  const [busy, setBusy] = useState(false);
  const empty = name.trim() === '';
  const keep = async () => {
    if (empty || busy) return;
    setBusy(true);
    await flushAutosave();
    const questions = rows.map(questionOf).filter(({ question }) => question.trim() !== '');
    const id = await commands.create(outline, round, { name: name.trim(), category: category ?? null });
    if (id !== undefined) {
      await copyQuestions(commands, outlineQuestion, id, questions);
      close();
    }
    setBusy(false);
  };
  return (
    <Modal
      open
      title="存为提纲模板"
      okText="保存"
      cancelText="取消"
      okButtonProps={{ disabled: empty, loading: busy }}
      onOk={() => void keep()}
      onCancel={close}
      width={460}
    >
      <p>{`把这份提纲的${rows.length}个问题存到“准备”里的“提纲模板”，本轮各单位的谈话都能套用，全组看得到。请不要写入人名和具体线索。`}</p>
      <Input
        autoFocus
        aria-label="模板名称"
        value={name}
        maxLength={60}
        onChange={(e) => setName(e.target.value)}
        onPressEnter={() => void keep()}
      />
    </Modal>
  );
}

function EmptyOutline({ rows }: Rows) {
  const commands = useCommands();
  const tellUndo = useUndoToast();
  const empty = async () => {
    await flushAutosave();
    const gone: string[] = [];
    for (const { id } of rows) {
      if (!(await commands.remove(id, '清空提纲'))) break;
      gone.push(id);
    }
    if (gone.length === 0) return;
    tellUndo(`已清空提纲（${gone.length}问）`, () => gone.forEach((id) => void commands.restore(id)));
  };
  return (
    <Button size="small" type="text" icon={<ClearOutlined />} onClick={() => void empty()}>
      清空提纲
    </Button>
  );
}
