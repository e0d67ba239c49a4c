/** Ctrl+K: pages and every record, by several words or the first letters of a name; arrows and Enter, the hit marked. */
import { SearchOutlined } from '@ant-design/icons';
import { Input, Modal, type InputRef } from 'antd';
import {
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type ReactNode,
  type Ref,
} from 'react';
import { create } from 'zustand';
import type { AppContract, OutputOf } from '../../../src-shared/contract';
import { kindOf } from '../../../src-shared/domain/kinds';
import { STAGES } from '../../../src-shared/domain/define';
import { getRecord, labelOf } from '../../replica';
import { goToField, mayOpen, openRecord, useNavigation, type PageId } from '../../session/navigation';
import { useSession } from '../../session/session';
import { call, sentenceOf } from '../../session/workbench';
import { useComposedText } from '../../ui/composing';
import { isForInputMethod } from '../../ui/keyboard';
import { PAGE_ORDER, PAGES } from '../pages';
import './search-palette.css';

type Hit = OutputOf<AppContract, 'search.find'>[number];

interface PaletteState {
  readonly open: boolean;
  /** Where the cursor was when it was opened. */
  readonly before?: HTMLElement;
}

export const usePalette = create<PaletteState>()(() => ({ open: false }));

export function openPalette(): void {
  if (usePalette.getState().open) return;
  const at = document.activeElement;
  usePalette.setState({ open: true, before: at instanceof HTMLElement ? at : undefined });
}

/** Hits asked for at one time. */
const LIMIT = 60;
/** A pause of typing after which is searched, in milliseconds. */
const PAUSE_MS = 90;

interface Answer {
  readonly text: string;
  readonly hits: readonly Hit[];
  readonly fault?: string;
}

interface Choice {
  readonly key: string;
  readonly group: string;
  readonly node: ReactNode;
  readonly go: () => void;
}

export function SearchPalette() {
  const open = usePalette((state) => state.open);
  const input = useRef<InputRef>(null);
  const close = () => usePalette.setState({ open: false });
  const giveUp = () => {
    close();
    usePalette.getState().before?.focus();
  };
  return (
    <Modal
      open={open}
      onCancel={giveUp}
      afterOpenChange={(shown) => shown && input.current?.focus()}
      footer={null}
      closable={false}
      width={720}
      className="palette"
      destroyOnHidden
      // Where the person goes takes the cursor; who goes nowhere gets it back below.
      focusable={{ focusTriggerAfterClose: false }}
      // At once: whoever presses Ctrl+K goes on typing, and not a key may be lost.
      transitionName=""
      maskTransitionName=""
      style={{ top: 72 }}
    >
      <Palette input={input} onClose={close} />
    </Modal>
  );
}

function useHits(text: string): Answer {
  const [answer, setAnswer] = useState<Answer>({ text: '', hits: [] });
  useEffect(() => {
    const wanted = text.trim();
    if (wanted === '') return;
    let current = true;
    const timer = setTimeout(() => {
      call('search.find', { text: wanted, limit: LIMIT }).then(
        (hits) => current && setAnswer({ text: wanted, hits }),
        (error: unknown) => current && setAnswer({ text: wanted, hits: [], fault: sentenceOf(error) }),
      );
    }, PAUSE_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [text]);
  return text.trim() === '' ? { text: '', hits: [] } : answer;
}

interface PaletteProps {
  readonly input: Ref<InputRef>;
  readonly onClose: () => void;
}

function Palette({ input, onClose }: PaletteProps) {
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState(0);
  const role = useSession((state) => state.session?.user.role);
  const answer = useHits(text);
  const typing = useComposedText(text, (next) => {
    setText(next);
    setChosen(0);
  });
  const listId = useId();
  const list = useRef<HTMLDivElement>(null);

  const choices = useMemo(() => {
    const wanted = text.trim();
    const pages = PAGE_ORDER.filter(
      (id) => mayOpen(id, role) && (wanted === '' || PAGES[id].label.includes(wanted)),
    ).map((id) => pageChoice(id, onClose));
    return [...pages, ...hitChoices(answer.hits, onClose)];
  }, [text, role, answer, onClose]);
  const at = Math.min(chosen, choices.length - 1);

  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [at, choices]);

  const onKeyDown = (event: KeyboardEvent) => {
    // Enter that ends the choice of a Chinese word in the input method is not ours.
    if (isForInputMethod(event)) return;
    const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 };
    const step = steps[event.key];
    if (step !== undefined) {
      event.preventDefault();
      setChosen(Math.max(0, Math.min(choices.length - 1, at + step)));
    } else if (event.key === 'Enter') {
      event.preventDefault();
      choices[at]?.go();
    }
  };
  const groups = [...new Set(choices.map((choice) => choice.group))];
  const searched = text.trim() !== '' && answer.text === text.trim();
  return (
    <div onKeyDown={onKeyDown}>
      <Input
        ref={input}
        size="large"
        autoFocus
        variant="borderless"
        prefix={<SearchOutlined />}
        placeholder="搜索人名、单位、问题、资料…任意几个字"
        aria-label="搜索全部记录"
        role="combobox"
        aria-expanded
        aria-controls={listId}
        aria-activedescendant={choices[at] && `${listId}-${at}`}
        maxLength={100}
        {...typing}
      />
      <div className="palette-list" ref={list} role="listbox" id={listId} aria-label="搜索结果">
        {groups.map((group) => (
          <div key={group} role="group" aria-label={group}>
            <h3 role="presentation">{group}</h3>
            {choices.map(
              (choice, index) =>
                choice.group === group && (
                  <div
                    key={choice.key}
                    id={`${listId}-${index}`}
                    role="option"
                    aria-selected={index === at}
                    className="palette-option"
                    // A list that scrolls under a mouse at rest makes such events too: those choose nothing.
                    onMouseMove={({ movementX, movementY }) =>
                      (movementX !== 0 || movementY !== 0) && index !== at && setChosen(index)
                    }
                    onClick={choice.go}
                  >
                    {choice.node}
                  </div>
                ),
            )}
          </div>
        ))}
      </div>
      {searched && answer.hits.length === 0 && (
        <p className="palette-none" role="status">
          {answer.fault ?? `没有找到含“${answer.text}”的记录`}
        </p>
      )}
      {searched && answer.hits.length === LIMIT && (
        <p className="palette-none">只列出前{LIMIT}条，请多输几个字</p>
      )}
      <div className="palette-foot">
        <span>
          <kbd>↑</kbd> <kbd>↓</kbd> 选择
        </span>
        <span>
          <kbd>Enter</kbd> 打开
        </span>
        <span>
          <kbd>Esc</kbd> 关闭
        </span>
      </div>
    </div>
  );
}

function pageChoice(id: PageId, onClose: () => void): Choice {
  const { label, stage } = PAGES[id];
  return {
    key: `page/${id}`,
    group: '前往',
    node: (
      <span className="palette-page">
        {label}
        <small>{stage ? STAGES[stage] : ''}</small>
      </span>
    ),
    go: () => {
      useNavigation.getState().open(id);
      onClose();
    },
  };
}

/** Hits of one kind stand together, in the order in which the kinds first came. */
function hitChoices(hits: readonly Hit[], onClose: () => void): readonly Choice[] {
  const order = [...new Set(hits.map((hit) => hit.kind))];
  return [...hits]
    .sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind))
    .map((hit) => ({
      key: `${hit.id}/${hit.field}`,
      group: kindOf(hit.kind)?.label ?? '其他记录',
      node: <HitLine hit={hit} />,
      go: () => {
        const entity = getRecord(hit.id);
        onClose();
        if (!entity) return;
        openRecord(entity, getRecord);
        if (hit.field !== '') goToField(hit.id, hit.field, hit.excerpt.slice(hit.from, hit.to));
      },
    }));
}

function HitLine({ hit }: { readonly hit: Hit }) {
  const inspection = getRecord(hit.id)?.inspection;
  const field = kindOf(hit.kind)?.fields[hit.field]?.info.label;
  return (
    <>
      <span className="palette-title">
        <span>{hit.title}</span>
        {(hit.where || inspection) && (
          <small>{[hit.where, inspection && labelOf(inspection)].filter(Boolean).join(' · ')}</small>
        )}
      </span>
      <span className="palette-excerpt">
        {field && <em>{field}</em>}
        {hit.excerpt.slice(0, hit.from)}
        <mark>{hit.excerpt.slice(hit.from, hit.to)}</mark>
        {hit.excerpt.slice(hit.to)}
      </span>
    </>
  );
}
