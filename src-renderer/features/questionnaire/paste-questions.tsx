/** 粘贴题目: questions copied out of Word, shown as they will stand before any is written. */
import { SnippetsOutlined } from '@ant-design/icons';
import { Button, Modal, Select } from 'antd';
import { useMemo, useState } from 'react';
import { kinds } from '../../../src-shared/domain/kinds';
import type { AnyKind, Entity } from '../../../src-shared/domain/define';
import {
  optionsOf,
  optionWords,
  QUESTION_TYPES,
  type QuestionType,
} from '../../../src-shared/domain/question-options';
import { readQuestions, type PastedQuestion } from '../../../src-shared/domain/question-paste';
import { useChildren } from '../../replica';
import { flushAutosave } from '../../session/autosave';
import { goToField } from '../../session/navigation';
import { useCommands } from '../../ui/commands';
import { GrowingText } from '../../ui/growing-text';
import { useKeptWords } from '../../ui/kept-words';
import './questionnaire.css';

const question = kinds.question as unknown as AnyKind;
const TYPES = Object.entries(QUESTION_TYPES).map(([value, label]) => ({
  value: value as QuestionType,
  label,
}));

export function PasteQuestions({ questionnaire }: { questionnaire: Entity }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button size="small" icon={<SnippetsOutlined />} onClick={() => setOpen(true)}>
        从 Word 粘贴题目…
      </Button>
      {open && <PasteDialog questionnaire={questionnaire} onClose={() => setOpen(false)} />}
    </>
  );
}

function PasteDialog({ questionnaire, onClose }: { questionnaire: Entity; onClose: () => void }) {
  const commands = useCommands();
  const there = useChildren(questionnaire.id, 'question') ?? [];
  const [text, setText] = useState('');
  const [types, setTypes] = useState<Readonly<Record<number, QuestionType>>>({});
  const forget = useKeptWords(
    `paste/${questionnaire.id}`,
    text === '' ? undefined : { text, types },
    (kept) => {
      setText(kept.text);
      setTypes(kept.types);
    },
  );
  const close = () => {
    forget();
    onClose();
  };
  const [busy, setBusy] = useState(false);
  const { questions, left } = useMemo(() => readQuestions(text), [text]);
  const asked = questions.map((one, at) => ({ ...one, type: types[at] ?? one.type }));
  const add = async () => {
    setBusy(true);
    await flushAutosave();
    let first: string | undefined;
    for (const [index, { type, stem, options, limit }] of asked.entries()) {
      const own = type === 'single' || type === 'multiple' ? options : [];
      const id = await commands.create(question, questionnaire.id, {
        position: there.length + index + 1,
        type,
        stem,
        options: own.length > 0 ? [...own] : null,
        limit: type === 'multiple' ? (limit ?? null) : null,
      });
      if (id === undefined) break;
      first ??= id;
    }
    setBusy(false);
    if (first === undefined) return;
    close();
    goToField(first, 'stem');
  };
  return (
    <Modal
      open
      title="从 Word 粘贴题目"
      okText={`加入${asked.length}题`}
      cancelText="取消"
      okButtonProps={{ disabled: asked.length === 0, loading: busy }}
      onOk={() => void add()}
      onCancel={close}
      width={960}
    >
      <p>
        在 Word 或 WPS
        里选中整份问卷，复制，粘贴到左边。右边是认出来的题目，核对题型后再加入；现在还什么都没有写入。
      </p>
      <div className="pw-paste">
        <GrowingText
          autoFocus
          aria-label="粘贴的文字"
          placeholder={
            '1.您对……的评价是（单选）\nA.好　B.较好　C.一般　D.差\n2.您认为……（多选，限选3项）\nA.……\nB.……'
          }
          value={text}
          lines={[16, 16]}
          onChange={(e) => {
            setText(e.target.value);
            setTypes({});
          }}
        />
        <div className="pw-paste-read" role="region" aria-label="认出的题目">
          {asked.length === 0 && (
            <div className="pw-words">还没有认出题目。每题要有题号，选项要有 A、B、C。</div>
          )}
          <ol>
            {asked.map((one, at) => (
              <Preview
                key={at}
                one={one}
                place={at + 1}
                onType={(type) => setTypes({ ...types, [at]: type })}
              />
            ))}
          </ol>
          {left.length > 0 && (
            <div className="pw-words">
              没有加入的文字：
              {left.map((line, at) => (
                <div key={at}>{line}</div>
              ))}
            </div>
          )}
        </div>
      </div>
    </Modal>
  );
}

interface PreviewProps {
  readonly one: PastedQuestion;
  readonly place: number;
  readonly onType: (type: QuestionType) => void;
}

function Preview({ one, place, onType }: PreviewProps) {
  const options = optionsOf(one);
  const few = (one.type === 'single' || one.type === 'multiple') && options.length < 2;
  return (
    <li>
      <Select<QuestionType>
        size="small"
        aria-label={`第${place}题 题型`}
        value={one.type}
        options={TYPES}
        onChange={onType}
        popupMatchSelectWidth={false}
      />
      <span>{one.stem}</span>
      {one.limit !== undefined && one.type === 'multiple' && (
        <span className="pw-words">{`最多选${one.limit}项`}</span>
      )}
      <div className="pw-words">{options.map(optionWords).join('　')}</div>
      {few && <div className="pw-words pw-error">选择题至少要有两个选项，请核对左边的文字</div>}
    </li>
  );
}
