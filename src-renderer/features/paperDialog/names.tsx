/** Words of a paper for the unit that may be names or secrets, each decided in its sentence; and what still names somebody. */
import { Alert, Button, Checkbox } from 'antd';
import { useEffect, useRef, useState } from 'react';
import type { NameDecision, PaperCheck } from '../../../src-shared/contract';
import type { NameAnswer } from '../../../src-shared/domain/kinds/name-decision';
import type { RecordId } from '../../../src-shared/merge/change';
import { getRecord } from '../../replica';
import { openRecord } from '../../session/navigation';
import { closePaper } from '../../session/paper-request';
import { call, sentenceOf } from '../../session/workbench';
import './names.css';

export type Undecided = PaperCheck['undecided'][number];
type Standing = PaperCheck['standing'][number];

/** What a person may say of each kind; a clue number can only be left out. */
const ANSWERS: Record<Undecided['kind'], Partial<Record<NameAnswer, string>>> = {
  name: { name: '是此人，用“某某”代替', word: '不是人名，保留原文' },
  text: { name: '隐去这段文字', word: '已核对，保留原文' },
  number: { name: '隐去编号', word: '不是线索编号，保留' },
  clueNumber: { name: '隐去编号' },
};
const QUESTIONS: Record<Undecided['kind'], string> = {
  name: '是不是人名？',
  text: '与保密内容文字相同，能不能写出？',
  number: '是不是线索编号？',
  clueNumber: '是线索编号，不能写出',
};

/** A sentence with the word marked in it. */
function Sentence({ sentence, from, to }: Pick<Undecided, 'sentence' | 'from' | 'to'>) {
  return (
    <q className="names-sentence">
      {sentence.slice(0, from)}
      <mark>{sentence.slice(from, to)}</mark>
      {sentence.slice(to)}
    </q>
  );
}

/** Where it stands; leads there. */
function PlaceLink({ place }: Pick<Undecided, 'place'>) {
  const entity = getRecord(place.record);
  const go = () => {
    closePaper();
    if (entity) openRecord(entity, getRecord);
  };
  return entity ? (
    <button type="button" className="link" onClick={go}>
      {place.words}
    </button>
  ) : (
    <span>{place.words}</span>
  );
}

interface ToDecideProps {
  readonly inspection: RecordId;
  readonly list: readonly Undecided[];
  /** Called when an answer is kept. */
  readonly onDecided: () => void;
}

/** The questions, one after another; the next one has the keyboard once one is answered. */
export function NamesToDecide({ inspection, list, onDecided }: ToDecideProps) {
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string>();
  const frame = useRef<HTMLDivElement>(null);
  useEffect(() => frame.current?.querySelector<HTMLElement>('li button.ant-btn')?.focus(), [list]);
  const decide = async (decisions: NameDecision[]) => {
    setBusy(true);
    setFault(undefined);
    try {
      await call('document.decide', { inspection, decisions });
      onDecided();
    } catch (error) {
      setFault(sentenceOf(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className="names" ref={frame} role="region" aria-label="须先核定">
      <h3>
        请先核定<span className="rail-count">{list.length}</span>
      </h3>
      <p className="faint">
        下面的文字可能是人名，也可能只是普通词，由您看着原句决定。决定保存在加密数据里，以后的文件不再问。
      </p>
      {fault !== undefined && <Alert type="error" showIcon title={fault} role="alert" />}
      <ul>
        {list.map((item) => (
          <Question
            key={`${item.place.record} ${item.place.field} ${item.kind} ${item.from} ${item.sentence}`}
            item={item}
            alike={list.filter((other) => other.word === item.word && other.kind === item.kind)}
            busy={busy}
            onDecide={(decisions) => void decide(decisions)}
          />
        ))}
      </ul>
    </div>
  );
}

interface QuestionProps {
  readonly item: Undecided;
  /** Everything asked about the same word, itself among it. */
  readonly alike: readonly Undecided[];
  readonly busy: boolean;
  readonly onDecide: (decisions: NameDecision[]) => void;
}

function Question({ item, alike, busy, onDecide }: QuestionProps) {
  const [all, setAll] = useState(false);
  const { kind, word } = item;
  const answer = (is: NameAnswer) => {
    const sentences = (all ? alike : [item]).map(({ sentence }) => ({ word, sentence, is }));
    // A word that is no name is none in the whole unit; a name is only where somebody saw it as one.
    onDecide(all && is === 'word' && kind === 'name' ? [{ word, is }, ...sentences] : sentences);
  };
  return (
    <li>
      <p>
        <PlaceLink place={item.place} />：<b>“{word}”</b>
        {QUESTIONS[kind]}
      </p>
      <Sentence {...item} />
      <div className="names-answers">
        {Object.entries(ANSWERS[kind]).map(([is, label]) => (
          <Button key={is} disabled={busy} onClick={() => answer(is as NameAnswer)}>
            {label}
          </Button>
        ))}
        {alike.length > 1 && (
          <Checkbox checked={all} onChange={(event) => setAll(event.target.checked)}>
            同一词全部这样处理（{alike.length}处）
          </Checkbox>
        )}
      </div>
    </li>
  );
}

/** Names and numbers that stand in the paper, for a last look; nothing is kept back because of them. */
export function StillStanding({ list }: { readonly list: readonly Standing[] }) {
  if (list.length === 0) return null;
  return (
    <section className="shortcomings names-standing">
      <h3>
        仍出现的姓名、号码<span className="rail-count">{list.length}</span>
      </h3>
      <p className="faint">交出前请逐处核对，不该写的请改写原记录。</p>
      <ul tabIndex={0} aria-label="仍出现的姓名、号码">
        {list.map((item, index) => (
          <li key={index}>
            <PlaceLink place={item.place} />
            <Sentence {...item} />
          </li>
        ))}
      </ul>
    </section>
  );
}
