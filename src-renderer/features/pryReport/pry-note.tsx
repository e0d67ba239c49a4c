/** 打探说情 as told by somebody who may write but not read it: filled in and handed over in one go. */
import { App, Button, Form, Input, Select } from 'antd';
import { useEffect, useMemo, useState } from 'react';
import { kinds } from '../../../src-shared/domain/kinds';
import type { RecordId } from '../../../src-shared/merge/change';
import { titleOf, useRuleContext, useToday } from '../../replica';
import { flushJottings, forgetJotting, jot, jottingOf } from '../../session/jottings';
import { call } from '../../session/workbench';
import { useCommands } from '../../ui/commands';
import { dayIn, demandDay } from '../../ui/day';
import { GrowingText } from '../../ui/growing-text';
import '../../ui/card.css';

interface Note {
  readonly happenedOn: string;
  readonly place?: string;
  readonly person: string;
  readonly relation?: string;
  readonly matter?: string;
  readonly content: string;
  readonly receiver: RecordId;
  readonly handling: string;
}

/** The form by which what is typed here is kept until it is handed over. */
const FORM = 'pryReport';

/** What was kept, as far as it can still be read. */
function readNote(text: string): Partial<Note> | undefined {
  try {
    const note: unknown = JSON.parse(text);
    return typeof note === 'object' && note !== null ? note : undefined;
  } catch {
    return undefined;
  }
}

const labelOfField = (name: keyof Note): string => kinds.pryReport.fields[name].info.label;

export function PryNote({ round, inspection }: { readonly round: RecordId; readonly inspection: RecordId }) {
  const context = useRuleContext();
  const commands = useCommands();
  const today = useToday();
  const { message } = App.useApp();
  const [form] = Form.useForm<Note>();
  const [busy, setBusy] = useState(false);
  const teams = useMemo(() => context.children(round, 'team'), [context, round]);
  const members = useMemo(
    () =>
      teams
        .flatMap((team) => context.children(team.id, 'member'))
        .map((e) => ({ value: e.id, label: titleOf(e) })),
    [context, teams],
  );
  const own = context.get(inspection)?.values.team;
  const team = teams.find((e) => e.id === own) ?? teams[0];
  useEffect(() => {
    let here = true;
    void jottingOf(FORM).then((text) => {
      const kept = text === undefined ? undefined : readNote(text);
      if (here && kept) form.setFieldsValue(kept);
    });
    return () => {
      here = false;
      void flushJottings();
    };
  }, [form]);
  const send = async (note: Note) => {
    if (team === undefined) return;
    setBusy(true);
    const set = Object.fromEntries(
      Object.entries({ ...note, happenedOn: dayIn(note.happenedOn, today) }).filter(([, value]) =>
        Boolean(value),
      ),
    ) as Record<string, string>;
    const sent = await commands.attempt(() =>
      call('record.save', { kind: 'pryReport', parent: team.id, set }),
    );
    setBusy(false);
    if (sent === undefined) return;
    form.resetFields();
    await forgetJotting(FORM);
    void message.success('已报送组长');
  };
  const required = (name: keyof Note) => [{ required: true, message: `请填写“${labelOfField(name)}”` }];
  return (
    <main className="today note">
      <header className="page-head">
        <div>
          <h1>{kinds.pryReport.label}</h1>
          <p>凡打探、说情的，一律登记在案。报送后只有组长能看到，您自己也看不到。</p>
        </div>
      </header>
      {team === undefined ? (
        <p>请先在“轮次与单位”中登记巡察组。</p>
      ) : (
        <Form<Note>
          form={form}
          layout="vertical"
          className="card"
          disabled={busy}
          initialValues={{ happenedOn: today }}
          onValuesChange={(_changed, note) => jot(FORM, JSON.stringify(note))}
          onFinish={(note) => void send(note)}
        >
          <div className="grid-4">
            <Form.Item
              name="happenedOn"
              label={labelOfField('happenedOn')}
              validateTrigger="onBlur"
              rules={[
                {
                  validator: (_rule, value: string | undefined) => demandDay(value ?? '', today),
                },
              ]}
            >
              <Input autoComplete="off" maxLength={20} />
            </Form.Item>
            <Form.Item name="receiver" label={labelOfField('receiver')} rules={required('receiver')}>
              <Select options={members} showSearch={{ optionFilterProp: 'label' }} />
            </Form.Item>
            <Form.Item name="place" label={labelOfField('place')} className="wide">
              <Input autoComplete="off" maxLength={100} />
            </Form.Item>
            <Form.Item
              name="person"
              label={labelOfField('person')}
              className="wide"
              rules={required('person')}
            >
              <Input autoComplete="off" maxLength={80} />
            </Form.Item>
            <Form.Item name="relation" label={labelOfField('relation')} className="wide">
              <Input autoComplete="off" maxLength={100} />
            </Form.Item>
          </div>
          <Form.Item name="matter" label={labelOfField('matter')}>
            <Input autoComplete="off" maxLength={200} />
          </Form.Item>
          <Form.Item name="content" label={labelOfField('content')} rules={required('content')}>
            <GrowingText lines={[4, 20]} maxLength={20000} />
          </Form.Item>
          <Form.Item name="handling" label={labelOfField('handling')} rules={required('handling')}>
            <GrowingText lines={[2, 20]} maxLength={20000} />
          </Form.Item>
          <Button type="primary" htmlType="submit" loading={busy}>
            报送组长
          </Button>
        </Form>
      )}
    </main>
  );
}
