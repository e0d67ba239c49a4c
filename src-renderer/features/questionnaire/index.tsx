/** 调查问卷: the round's questionnaires; for one its questions, the batches of this unit with their sheets, the tally. */
import { PlusOutlined } from '@ant-design/icons';
import { Button, Tabs } from 'antd';
import { useState } from 'react';
import { kinds } from '../../../src-shared/domain/kinds';
import type { AnyKind, Entity } from '../../../src-shared/domain/define';
import { lockedBecause } from '../../../src-shared/domain/questionnaire-form';
import {
  getRecord,
  roundOf,
  useChildren,
  useRecords,
  useRuleContext,
  useToday,
  type RecordOf,
} from '../../replica';
import { goToField } from '../../session/navigation';
import { ChildRows } from '../../ui/child-rows';
import { useCommands } from '../../ui/commands';
import { KindPage, type FeatureProps } from '../../ui/kind-page';
import { RecordForm } from '../../ui/record-form';
import { RecordTable } from '../../ui/record-table';
import { BatchEntry } from './batch-entry';
import { PasteQuestions } from './paste-questions';
import { TallyTable } from './tally-table';
import './questionnaire.css';

const kind = kinds.questionnaire as unknown as AnyKind;
const batchKind = kinds.responseBatch as unknown as AnyKind;

/** The batch that a record is or lies in: a search may lead here by a sheet. */
function batchOf(id: string | undefined): Entity | undefined {
  let here = id === undefined ? undefined : getRecord(id);
  while (here && here.kind !== 'responseBatch') here = here.parent ? getRecord(here.parent) : undefined;
  return here;
}

export default function QuestionnairePage({ inspection, record, onOpen }: FeatureProps) {
  const round = roundOf(useRuleContext().get(inspection))?.id;
  const batch = batchOf(record);
  return (
    <KindPage
      kind={kind}
      rows={useRecords('questionnaire', { parent: round ?? '' })}
      parent={round}
      record={(batch?.values.questionnaire as string | undefined) ?? record}
      onOpen={onOpen}
      body={(open, onClose) => (
        <Body questionnaire={open} inspection={inspection} batch={batch?.id} onClose={onClose} />
      )}
    />
  );
}

interface BodyProps {
  readonly questionnaire: Entity;
  readonly inspection: string;
  /** The batch to show first. */
  readonly batch: string | undefined;
  readonly onClose: () => void;
}

function Body({ questionnaire, inspection, batch, onClose }: BodyProps) {
  const questions = useChildren(questionnaire.id, 'question') ?? [];
  const [tab, setTab] = useState(batch ? 'batches' : 'questions');
  return (
    <Tabs
      className="pw-tabs"
      activeKey={tab}
      onChange={setTab}
      destroyOnHidden
      items={[
        {
          key: 'questions',
          label: '题目',
          children: (
            <RecordForm kind={kind} record={questionnaire} onClose={onClose}>
              <Questions questionnaire={questionnaire} />
            </RecordForm>
          ),
        },
        {
          key: 'batches',
          label: '发放与录入',
          children: (
            <Batches
              questionnaire={questionnaire}
              inspection={inspection}
              questions={questions}
              first={batch}
            />
          ),
        },
        {
          key: 'tally',
          label: '统计',
          children: <TallyTable questionnaire={questionnaire} />,
        },
      ]}
    />
  );
}

const Questions = ({ questionnaire }: { questionnaire: Entity }) => (
  <ChildRows
    fixed={lockedBecause(questionnaire.id, useRuleContext(KEYED))}
    kind="question"
    parent={questionnaire}
    empty="还没有题目。选项每行一个；判断题和量表题的选项由程序给出。"
    columns={[
      { field: 'type', width: '100px' },
      { field: 'stem', width: 'minmax(0, 3fr)' },
      { field: 'options', width: 'minmax(0, 2fr)', shape: 'form' },
      { field: 'limit', width: '92px' },
      { field: 'exclusive', width: '112px' },
      { field: 'focus', width: 'minmax(100px, 1fr)' },
    ]}
    defaults={(last) => ({ type: (last?.values.type as string | undefined) ?? 'single' })}
    actions={<PasteQuestions questionnaire={questionnaire} />}
  />
);

/** What says whether anything was keyed. */
const KEYED = ['questionnaire', 'round', 'inspection', 'responseBatch', 'responseSheet', 'questionTally'];

interface BatchesProps {
  readonly questionnaire: Entity;
  readonly inspection: string;
  readonly questions: readonly RecordOf<'question'>[];
  readonly first: string | undefined;
}

function Batches({ questionnaire, inspection, questions, first }: BatchesProps) {
  const commands = useCommands();
  const today = useToday();
  const all = useRecords('responseBatch', { inspection });
  const rows = all?.filter((row) => row.values.questionnaire === questionnaire.id);
  const [openId, setOpenId] = useState(first);
  const open = rows?.find((row) => row.id === openId);
  const add = async () => {
    const values = { questionnaire: questionnaire.id, handedOutOn: today };
    const id = await commands.create(batchKind, inspection, values);
    if (id === undefined) return;
    setOpenId(id);
    goToField(id, 'issued');
  };
  if (open) {
    return (
      <RecordForm kind={batchKind} record={open as Entity} onClose={() => setOpenId(undefined)}>
        <BatchEntry key={open.id} batch={open} questions={questions} />
      </RecordForm>
    );
  }
  const newButton = (
    <Button icon={<PlusOutlined />} onClick={() => void add()}>
      登记发放
    </Button>
  );
  return (
    <RecordTable
      kind={batchKind}
      rows={rows as readonly Entity[] | undefined}
      onOpen={setOpenId}
      summary={() => newButton}
      empty={
        <>
          <p>这里登记本单位的问卷发放：哪天发、发多少、收回多少、有效多少，然后录入答卷。</p>
          {newButton}
        </>
      }
    />
  );
}
