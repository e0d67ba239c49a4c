/** 问题底稿: one matter, one sheet; what it rests on is chosen among the records of the unit. */
import { Button, Select } from 'antd';
import { useMemo } from 'react';
import { kinds, kindOf } from '../../../src-shared/domain/kinds';
import type { AnyKind, Entity } from '../../../src-shared/domain/define';
import { getRecord, referenceOptions, titleOf, useRecords, useJudge, useRuleContext } from '../../replica';
import { stepColumn } from '../../ui/columns';
import { useCommands } from '../../ui/commands';
import { Mark } from '../../ui/mark';
import { KindPage, type FeatureProps } from '../../ui/kind-page';
import './working-paper.css';
import '../../ui/evidence.css';

const kind = kinds.workingPaper as unknown as AnyKind;
const looks = [stepColumn(kind, 'state', 260)];

/** Kinds of record that a problem may rest on (domain.md R26). */
const SUPPORTING = ['interview', 'documentRequest', 'petition', 'visit', 'forum', 'question'] as const;

export default function WorkingPaperPage({ inspection, record, onOpen }: FeatureProps) {
  return (
    <KindPage
      kind={kind}
      rows={useRecords('workingPaper', { inspection })}
      parent={inspection}
      record={record}
      onOpen={onOpen}
      looks={looks}
      form={(paper) => ({
        after: { 事实与依据: <Support paper={paper} /> },
      })}
    />
  );
}

/** 佐证: one set member each, so that two people adding never collide. */
function Support({ paper }: { paper: Entity }) {
  const commands = useCommands();
  const context = useRuleContext();
  const open = useJudge().may(paper, { act: 'write', fields: ['support'] });
  const members = useMemo(() => paper.sets.support ?? [], [paper]);
  const options = useMemo(
    () =>
      SUPPORTING.map((name) => ({
        label: kindOf(name)?.label,
        title: name,
        options: referenceOptions(context, [name], paper).filter((o) => !members.includes(o.value)),
      })).filter((group) => group.options.length > 0),
    [context, paper, members],
  );
  const change = (add: string[], remove: string[]) =>
    void commands.save(kind.kind, paper.id, {}, { support: { add, remove } });
  return (
    <fieldset className="pw-rows">
      <legend>佐证</legend>
      {members.length === 0 && (
        <div className="pw-words">还没有佐证。问题至少要有一条，最好两条以上相互印证。</div>
      )}
      {members.map((id) => {
        const source = getRecord(id);
        const title = source
          ? [source.values.code, titleOf(source)].filter(Boolean).join(' ')
          : '（记录已删除）';
        return (
          <div key={id} className="pw-file">
            <Mark>{source ? kindOf(source.kind)?.label : '缺佐证'}</Mark>
            <span>{title}</span>
            {open && (
              <Button
                type="link"
                size="small"
                aria-label={`移出佐证 ${title}`}
                onClick={() => change([], [id])}
              >
                移出
              </Button>
            )}
          </div>
        );
      })}
      {open && (
        <Select<string | null>
          className="pw-support"
          aria-label="增加佐证"
          placeholder="增加佐证：输入编号或名称查找"
          showSearch={{ optionFilterProp: 'label' }}
          value={null}
          options={options}
          onChange={(id) => id !== null && change([id], [])}
          notFoundContent="没有可选的记录，请先登记谈话、调阅、走访等"
        />
      )}
    </fieldset>
  );
}
