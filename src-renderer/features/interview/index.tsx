/** 谈话记录: the unit's talks; for one talk the paper form, its outline, its questions and answers. */
import { OrderedListOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { kinds } from '../../../src-shared/domain/kinds';
import type { AnyKind, Entity } from '../../../src-shared/domain/define';
import { isBlank } from '../../../src-shared/domain/validate';
import { EXCHANGE_MARKS } from '../../../src-shared/domain/kinds/interview';
import { labelOf, useChildren, useJudge, useRecords } from '../../replica';
import { goToField } from '../../session/navigation';
import { ChildRows } from '../../ui/child-rows';
import { useCommands } from '../../ui/commands';
import { Mark } from '../../ui/mark';
import { KindPage, type FeatureProps } from '../../ui/kind-page';
import { OutlineButtons } from './outlines';

const kind = kinds.interview as unknown as AnyKind;

export default function InterviewPage({ inspection, record, onOpen }: FeatureProps) {
  const rows = useRecords('interview', { inspection });
  return (
    <KindPage
      kind={kind}
      rows={rows}
      parent={inspection}
      record={record}
      onOpen={onOpen}
      defaults={() => ({ employer: labelOf(inspection) })}
      summary={(shown) => <PersonTimes rows={shown} />}
      form={(talk) => ({
        after: {
          谈话对象: <KnownPerson talk={talk} talks={rows ?? []} />,
          基本情况: <Content talk={talk} />,
        },
      })}
    />
  );
}

/** What is told of a person once, and stays the same from talk to talk. */
const OF_THE_PERSON = [
  'gender',
  'bornIn',
  'politicalStatus',
  'post',
  'rank',
  'inCharge',
  'inPostSince',
  'contact',
  'category',
] as const;

/** Somebody the group has talked to before brings along what is known of him, and how many talks that makes. */
function KnownPerson({ talk, talks }: { talk: Entity; talks: readonly Entity[] }) {
  const commands = useCommands();
  const judge = useJudge();
  const name = talk.values.interviewee;
  const earlier = talks
    .filter((one) => one.id !== talk.id && name !== undefined && one.values.interviewee === name)
    .sort((a, b) => String(b.values.heldOn ?? '').localeCompare(String(a.values.heldOn ?? '')));
  const [last] = earlier;
  const untouched = OF_THE_PERSON.every((field) => isBlank(talk.values[field])) && talk.values.ordinal === 1;
  if (!last || !untouched || !judge.may(talk, { act: 'write', fields: ['ordinal'] })) return null;
  const bring = () => {
    const known = OF_THE_PERSON.filter((field) => !isBlank(last.values[field]));
    const values = Object.fromEntries(known.map((field) => [field, last.values[field] as string]));
    void commands.save('interview', talk.id, { ...values, ordinal: earlier.length + 1 });
  };
  return (
    <div className="pw-words pw-hint" role="status">
      {`${labelOf(last.id)}已谈过${earlier.length}次，最近一次${String(last.values.heldOn ?? '未填日期')}。`}
      <Button size="small" type="link" onClick={bring}>
        {`带出基本情况，记为第${earlier.length + 1}次谈话`}
      </Button>
    </div>
  );
}

/** 谈话人次 of the rows shown: what the statistics sentence counts (R29). */
function PersonTimes({ rows }: { rows: readonly Entity[] }) {
  const times = rows.reduce((sum, row) => sum + Number(row.values.personTimes ?? 1), 0);
  return <span className="pw-words">{`谈话${times}人次`}</span>;
}

function Content({ talk }: { talk: Entity }) {
  const marks = useChildren(talk.id, 'exchange')?.map((row) => row.values.mark) ?? [];
  const count = (mark: keyof typeof EXCHANGE_MARKS) => marks.filter((m) => m === mark).length;
  return (
    <>
      <ChildRows
        kind="outlineItem"
        parent={talk}
        empty="还没有提纲。可以套用模板，也可以逐条增加。"
        defaults={(last) => ({ focus: (last?.values.focus as string | undefined) ?? null })}
        actions={<OutlineButtons talk={talk} />}
      />
      <ChildRows
        kind="exchange"
        parent={talk}
        onTheWay
        empty="还没有问答。一问一答为一条；Ctrl+回车在当前条之后插入，Ctrl+↓到下一条。"
        columns={[
          { field: 'question', width: 'minmax(0, 2fr)' },
          { field: 'answer', width: 'minmax(0, 4fr)', shape: 'form' },
          { field: 'focus', width: 'minmax(110px, 1fr)' },
          { field: 'mark', width: '104px' },
        ]}
        actions={
          <>
            <ExchangesFromOutline talk={talk} />
            {(['important', 'verify', 'clueSign'] as const)
              .filter((mark) => count(mark) > 0)
              .map((mark) => (
                <Mark key={mark}>{`${EXCHANGE_MARKS[mark]} ${count(mark)}`}</Mark>
              ))}
          </>
        }
      />
    </>
  );
}

/** 按提纲生成问答: one empty answer for each question of the outline that has none yet. */
function ExchangesFromOutline({ talk }: { talk: Entity }) {
  const commands = useCommands();
  const outline = useChildren(talk.id, 'outlineItem') ?? [];
  const exchanges = useChildren(talk.id, 'exchange') ?? [];
  const asked = new Set(exchanges.map((row) => row.values.question));
  const open = outline.filter((row) => row.values.question && !asked.has(row.values.question));
  if (open.length === 0) return null;
  const fill = async () => {
    for (const [index, { values }] of open.entries()) {
      const row = { question: values.question ?? '', focus: values.focus ?? null };
      const position = exchanges.length + index + 1;
      const id = await commands.create(kinds.exchange as unknown as AnyKind, talk.id, { ...row, position });
      if (id === undefined) break;
      if (index === 0) goToField(id, 'answer');
    }
  };
  return (
    <Button size="small" icon={<OrderedListOutlined />} onClick={() => void fill()}>
      {`按提纲列出问题（${open.length}条）`}
    </Button>
  );
}
