/** A new round from nothing: term, round, group, people, units. One form, then the details in their own pages. */
import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Alert, Button, Form, Input, Select, type FormInstance } from 'antd';
import { useRef, useState, type ClipboardEvent, type ReactNode } from 'react';
import { DICTIONARIES, dictionaryVersion } from '../../../src-shared/domain/dictionaries';
import { kinds } from '../../../src-shared/domain/kinds';
import type { SessionInfo } from '../../../src-shared/contract';
import { cleanLine } from '../../../src-shared/domain/cleaning';
import { ROLE_LABELS } from '../../../src-shared/domain/roles';
import { CLEARABLE } from '../../ui/clearable';
import { defaultsOf } from '../../ui/commands';
import { dayIn, demandDay } from '../../ui/day';
import { goOnEnter } from '../../ui/keyboard';
import { useKeptWords } from '../../ui/kept-words';
import { useToday } from '../../replica';
import { call, CallFailed, sentenceOf } from '../../session/workbench';
import './new-round.css';

interface MemberRow {
  readonly name?: string;
  readonly duty?: string;
  readonly homeUnit?: string;
}
interface UnitRow {
  readonly name?: string;
  readonly shortName?: string;
  readonly category?: string;
  readonly type?: string;
  readonly specialTarget?: string;
}
interface Answers {
  readonly term: string;
  readonly county?: string;
  readonly round: string;
  readonly committee?: string;
  readonly focusVersion: string;
  readonly enterOn?: string;
  readonly leaveOn?: string;
  readonly team: string;
  readonly members?: readonly (MemberRow | undefined)[];
  readonly units?: readonly (UnitRow | undefined)[];
}

interface Props {
  /** Called when everything is on disk. */
  readonly onDone: (round: string, inspection: string | undefined) => void;
  readonly onCancel: () => void;
  readonly cancelLabel?: string;
  /** Who makes it: his own row is filled in, and his account is tied to it. */
  readonly me: SessionInfo['user'];
  /** The term that the round most likely belongs to. */
  readonly term?: { readonly id: string; readonly name: string };
}

const DUTIES = ['组长', '副组长', '联络员', '组员'];
const words = (name: 'unitCategory' | 'inspectionType') =>
  dictionaryVersion(name).entries.map(({ code, label }) => ({ value: code, label }));
const FRAMES = DICTIONARIES.focus.map(({ id, label }) => ({ value: id, label }));

const blank = (me: Props['me']): Partial<Answers> => ({
  focusVersion: DICTIONARIES.focus[0].id,
  members: DUTIES.map((duty) => (duty === ROLE_LABELS[me.role] ? { duty, name: me.name } : { duty })),
  units: [{ type: '常规巡察' }],
});

/** A list of names out of Word or Excel: a line each, further columns after a tab. */
function pastedRows(event: ClipboardEvent<HTMLInputElement>): readonly (readonly string[])[] {
  const lines = event.clipboardData
    .getData('text')
    .split(/\r?\n/)
    .map((line) => line.split('\t').map((cell) => cleanLine(cell).trim()));
  return lines.filter((cells) => cells.some((cell) => cell !== ''));
}

export function NewRound({ onDone, onCancel, cancelLabel = '取消', me, term }: Props) {
  const [form] = Form.useForm<Answers>();
  const submit = useRef<HTMLButtonElement>(null);
  /** A row that somebody has just asked for takes the cursor. */
  const added = useRef(false);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string>();
  const [typed, setTyped] = useState<Partial<Answers>>();
  const forget = useKeptWords('newRound', typed, (kept) => form.setFieldsValue(kept as Answers));
  /** What is already on disk, so that trying again after a fault makes nothing twice. */
  const made = useRef(new Map<string, string>());
  const create = async (answers: Answers) => {
    setBusy(true);
    setFault(undefined);
    try {
      const { round, inspection } = await createRound(answers, made.current, me, term);
      forget();
      onDone(round, inspection);
    } catch (error) {
      const details = error instanceof CallFailed ? error.problems.map((problem) => problem.message) : [];
      setFault([sentenceOf(error), ...details].join(' '));
    } finally {
      setBusy(false);
    }
  };
  /** Several lines pasted into a row fill that one and those after it. */
  const paste = (list: 'members' | 'units', at: number, event: ClipboardEvent<HTMLInputElement>): void => {
    const lines = pastedRows(event);
    if (lines.length < 2) return;
    event.preventDefault();
    const rows: (MemberRow | UnitRow | undefined)[] = [
      ...((form.getFieldValue(list) as Answers['members']) ?? []),
    ];
    lines.forEach((cells, i) => {
      rows[at + i] =
        list === 'members'
          ? memberOf(cells, rows[at + i])
          : { type: '常规巡察', ...rows[at + i], ...unitOf(cells) };
    });
    form.setFieldValue(list, rows);
    setTyped(form.getFieldsValue());
  };
  return (
    <Form<Answers>
      form={form}
      data-enter-scope
      onKeyDownCapture={(event) => goOnEnter(event, () => submit.current?.focus())}
      layout="vertical"
      className="new-round"
      disabled={busy}
      initialValues={{ ...blank(me), ...(term ? { term: term.name } : {}) }}
      onValuesChange={(_changed, answers) => setTyped(answers)}
      onFinish={(answers) => void create(answers)}
      scrollToFirstError={{ focus: true }}
    >
      <h2>届次与轮次</h2>
      <div className="grid-4">
        <Item name="term" label="届次" wide required placeholder="如：中共某某县第九届委员会" autoFocus />
        <Item name="county" label="县（市、区）" placeholder="如：某某县" />
        <Form.Item name="focusVersion" label="聚焦框架">
          <Select options={FRAMES} />
        </Form.Item>
        <Item name="round" label="轮次名称" wide required placeholder="如：九届县委第四轮巡察" />
        <Day form={form} name="enterOn" label="进驻开始" />
        <Day form={form} name="leaveOn" label="现场结束" />
        <Item name="committee" label="派出党组织" wide placeholder="如：中共某某县委员会" />
        <Item name="team" label="巡察组" wide required placeholder="如：县委第二巡察组" />
      </div>
      <h2>组员</h2>
      <Form.List name="members">
        {(rows, { add, remove }) => (
          <Rows
            head={['姓名', '组内职务', '原单位']}
            className="rows-members"
            onAdd={() => {
              added.current = true;
              add({ duty: '组员' });
            }}
            addLabel="加一名组员"
          >
            {rows.map(({ key, name }, index) => (
              <div className="rows-line" key={key}>
                <Cell
                  name={[name, 'name']}
                  label={`组员${index + 1}姓名`}
                  autoFocus={added.current && index === rows.length - 1}
                  onPaste={(event) => paste('members', index, event)}
                />
                <Form.Item name={[name, 'duty']} noStyle>
                  <Select
                    aria-label={`组员${index + 1}组内职务`}
                    options={DUTIES.map((value) => ({ value, label: value }))}
                  />
                </Form.Item>
                <Cell name={[name, 'homeUnit']} label={`组员${index + 1}原单位`} />
                <Remove label={`去掉组员${index + 1}`} onClick={() => remove(name)} />
              </div>
            ))}
          </Rows>
        )}
      </Form.List>
      <h2>被巡察单位</h2>
      <Form.List name="units">
        {(rows, { add, remove }) => (
          <Rows
            head={['单位全称', '简称', '类别', '巡察类型', '专项内容（专项巡察填）']}
            className="rows-units"
            onAdd={() => {
              added.current = true;
              add({ type: '常规巡察' });
            }}
            addLabel="加一个单位"
          >
            {rows.map(({ key, name }, index) => (
              <div className="rows-line" key={key}>
                <Cell
                  name={[name, 'name']}
                  label={`单位${index + 1}全称`}
                  autoFocus={added.current && index === rows.length - 1}
                  onPaste={(event) => paste('units', index, event)}
                />
                <Cell name={[name, 'shortName']} label={`单位${index + 1}简称`} />
                <Form.Item name={[name, 'category']} noStyle>
                  <Select
                    aria-label={`单位${index + 1}类别`}
                    options={words('unitCategory')}
                    allowClear={CLEARABLE}
                  />
                </Form.Item>
                <Form.Item name={[name, 'type']} noStyle>
                  <Select aria-label={`单位${index + 1}巡察类型`} options={words('inspectionType')} />
                </Form.Item>
                <Cell name={[name, 'specialTarget']} label={`单位${index + 1}专项内容`} />
                <Remove label={`去掉单位${index + 1}`} onClick={() => remove(name)} />
              </div>
            ))}
          </Rows>
        )}
      </Form.List>
      {fault !== undefined && <Alert type="error" showIcon title={fault} className="gap" role="alert" />}
      <div className="row row-end">
        <Button
          onClick={() => {
            forget();
            onCancel();
          }}
        >
          {cancelLabel}
        </Button>
        <Button ref={submit} type="primary" htmlType="submit" loading={busy}>
          {busy ? '正在建立…' : '建立轮次'}
        </Button>
      </div>
    </Form>
  );
}

interface ItemProps {
  readonly name: keyof Answers;
  readonly label: string;
  readonly wide?: boolean;
  readonly required?: boolean;
  readonly placeholder?: string;
  readonly autoFocus?: boolean;
}

function Item({ name, label, wide, required, placeholder, autoFocus }: ItemProps) {
  return (
    <Form.Item
      name={name}
      label={label}
      className={wide ? 'wide' : undefined}
      rules={required ? [{ required: true, whitespace: true, message: `请填写${label}` }] : []}
    >
      <Input placeholder={placeholder} autoFocus={autoFocus} autoComplete="off" maxLength={60} />
    </Form.Item>
  );
}

/** A day typed in any of the usual ways; written out when the field is left. */
function Day({
  form,
  name,
  label,
}: {
  form: FormInstance<Answers>;
  name: 'enterOn' | 'leaveOn';
  label: string;
}) {
  const today = useToday();
  return (
    <Form.Item
      name={name}
      label={label}
      validateTrigger="onBlur"
      rules={[
        {
          validator: (_rule, value: string | undefined) =>
            value ? demandDay(value, today) : Promise.resolve(),
        },
      ]}
    >
      <Input
        placeholder="如：2025-09-01"
        autoComplete="off"
        maxLength={20}
        onBlur={(event) => {
          const day = dayIn(event.target.value, today);
          if (day !== undefined) form.setFieldValue(name, day);
        }}
      />
    </Form.Item>
  );
}

function Rows(props: {
  readonly head: readonly string[];
  readonly className: string;
  readonly addLabel: string;
  readonly onAdd: () => void;
  readonly children: ReactNode;
}) {
  return (
    <div className={`rows ${props.className}`}>
      <div className="rows-line rows-head" aria-hidden="true">
        {props.head.map((word) => (
          <span key={word}>{word}</span>
        ))}
        <span />
      </div>
      {props.children}
      <Button type="dashed" icon={<PlusOutlined />} onClick={props.onAdd}>
        {props.addLabel}
      </Button>
    </div>
  );
}

interface CellProps {
  readonly name: [number, string];
  readonly label: string;
  readonly autoFocus?: boolean;
  readonly onPaste?: (event: ClipboardEvent<HTMLInputElement>) => void;
}

function Cell({ name, label, autoFocus, onPaste }: CellProps) {
  return (
    <Form.Item name={name} noStyle>
      <Input aria-label={label} autoComplete="off" maxLength={80} autoFocus={autoFocus} onPaste={onPaste} />
    </Form.Item>
  );
}

function Remove({ label, onClick }: { readonly label: string; readonly onClick: () => void }) {
  return <Button type="text" icon={<DeleteOutlined />} aria-label={label} tabIndex={-1} onClick={onClick} />;
}

const memberOf = ([name, duty, homeUnit]: readonly string[], before: MemberRow = {}): MemberRow => ({
  ...before,
  name,
  duty: duty !== undefined && DUTIES.includes(duty) ? duty : (before.duty ?? '组员'),
  ...(homeUnit ? { homeUnit } : {}),
});

const unitOf = ([name, shortName]: readonly string[]): UnitRow => ({
  name,
  ...(shortName ? { shortName } : {}),
});

type Values = Record<string, string | undefined>;

/**
 * Saves term, round, group, people and units, the owner before what belongs to it. Rows without a name are left out.
 * @param made ids of what an earlier try has saved; filled in
 * @throws CallFailed at the first record that is refused
 */
async function createRound(
  answers: Answers,
  made: Map<string, string>,
  me: Props['me'],
  term: Props['term'],
): Promise<{ readonly round: string; readonly inspection: string | undefined }> {
  const today = answers.enterOn ?? '';
  const save = async (
    key: string,
    kind: keyof typeof kinds,
    parent: string | null,
    values: Values,
  ): Promise<string> => {
    const done = made.get(key);
    if (done !== undefined) return done;
    const set = { ...defaultsOf(kinds[kind] as never) };
    for (const [name, value] of Object.entries(values)) {
      const trimmed = value?.trim();
      if (trimmed) set[name] = trimmed;
    }
    const { id } = await call('record.save', { kind, parent, set });
    made.set(key, id);
    return id;
  };
  const sameTerm = term !== undefined && term.name === answers.term.trim();
  const termId = sameTerm
    ? term.id
    : await save('term', 'term', null, { name: answers.term, county: answers.county });
  const round = await save('round', 'round', termId, {
    name: answers.round,
    sendingCommittee: answers.committee,
    focusVersion: answers.focusVersion,
    enterOn: dayIn(answers.enterOn ?? '', today),
    leaveOn: dayIn(answers.leaveOn ?? '', today),
  });
  const team = await save('team', 'team', round, { name: answers.team });
  for (const [index, row] of (answers.members ?? []).entries()) {
    if (!row?.name?.trim()) continue;
    const memberId = await save(`member/${index}`, 'member', team, { ...row });
    // Where it cannot be done now, 设置 › 使用者 asks for it.
    if (row.name.trim() === me.name && me.memberId === undefined)
      await call('vault.linkMember', { userId: me.userId, memberId }).catch(() => undefined);
  }
  let first: string | undefined;
  for (const [index, row] of (answers.units ?? []).entries()) {
    if (!row?.name?.trim()) continue;
    const { name, shortName, category, type, specialTarget } = row;
    const unit = await save(`unit/${index}`, 'unit', null, { name, shortName, category });
    const inspection = await save(`inspection/${index}`, 'inspection', round, {
      unit,
      team,
      type,
      specialTarget,
      enterOn: dayIn(answers.enterOn ?? '', today),
      leaveOn: dayIn(answers.leaveOn ?? '', today),
    });
    first ??= inspection;
  }
  return { round, inspection: first };
}
