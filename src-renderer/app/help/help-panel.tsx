/** The manual at the side of the window: at the part for what is shown, to be read while one works, and searched. */
import { useEffect, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { useNavigation } from '../../session/navigation';
import { useSession, type SessionState } from '../../session/session';
import { PAGES } from '../pages';
import { closeHelp } from './help';
import './help.css';
import type { Block, Line } from './markdown';
import { MANUAL, partsWith, PICTURES, type ManualPart } from './manual';
import '../plain.css';

/** The part for each screen: how one begins, and how one gets in again; every page has a part of its own name. */
export const SCREEN_PARTS: Readonly<Record<Exclude<SessionState['status'], 'unlocked'>, string>> = {
  starting: '九、遇到问题',
  locked: '九、遇到问题',
  locking: '九、遇到问题',
  trouble: '九、遇到问题',
  restoring: '九、遇到问题',
  noVault: '二、第一次使用',
};

/** The part for what the window shows. */
function usePart(): string {
  const status = useSession((state) => state.status);
  const page = useNavigation((state) => state.page);
  return status === 'unlocked' ? PAGES[page].label : SCREEN_PARTS[status];
}

export function HelpPanel() {
  const wanted = usePart();
  const [typed, setTyped] = useState('');
  const search = useRef<HTMLInputElement>(null);
  const body = useRef<HTMLDivElement>(null);
  const parts = useMemo(() => partsWith(typed), [typed]);
  const words = useMemo(() => typed.split(/\s+/).filter(Boolean), [typed]);
  useEffect(() => search.current?.focus(), []);
  const goTo = (heading: string) =>
    [...(body.current?.querySelectorAll('[data-part]') ?? [])]
      .find((part) => part.getAttribute('data-part') === heading)
      ?.scrollIntoView({ block: 'start' });
  useEffect(() => {
    goTo(wanted);
  }, [wanted]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    // What is open in the page stays open.
    event.stopPropagation();
    closeHelp();
  };
  return (
    <aside className="help" role="dialog" aria-label="使用手册" onKeyDown={onKeyDown}>
      <header className="help-head">
        <b>使用手册</b>
        <input
          ref={search}
          className="plain-input"
          type="search"
          aria-label="在手册中查找"
          placeholder="查找"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
        <select
          className="plain-input"
          aria-label="手册目录"
          value=""
          onChange={(event) => {
            setTyped('');
            goTo(event.target.value);
          }}
        >
          <option value="" disabled>
            目录
          </option>
          {MANUAL.filter(({ level }) => level > 1).map(({ heading, level }) => (
            <option key={heading} value={heading}>
              {level > 2 ? `\u3000${heading}` : heading}
            </option>
          ))}
        </select>
        <button
          type="button"
          className="help-close"
          aria-label="收起手册"
          title="收起（F1）"
          onClick={closeHelp}
        >
          ×
        </button>
      </header>
      <div className="help-body" ref={body} tabIndex={0} role="region" aria-label="手册正文">
        {parts.map((part) => (
          <Part key={part.heading} part={part} words={words} />
        ))}
        {parts.length === 0 && <p role="status">手册里没有“{typed}”。</p>}
      </div>
    </aside>
  );
}

interface Marked {
  /** Words to be marked where they stand. */
  readonly words: readonly string[];
}

function Part({ part, words }: Marked & { readonly part: ManualPart }) {
  const Heading = `h${Math.min(part.level + 1, 4)}` as 'h2' | 'h3' | 'h4';
  return (
    <section data-part={part.heading}>
      <Heading>{mark(part.heading, words)}</Heading>
      {part.blocks.map((block, at) => (
        <Shown key={at} block={block} words={words} />
      ))}
    </section>
  );
}

function Shown({ block, words }: Marked & { readonly block: Block }) {
  switch (block.block) {
    case 'heading':
      return null;
    case 'paragraph':
      return <p>{pieces(block.line, words)}</p>;
    case 'list': {
      const items = block.items.map((item, at) => <li key={at}>{pieces(item, words)}</li>);
      return block.numbered ? <ol>{items}</ol> : <ul>{items}</ul>;
    }
    case 'table':
      return (
        <table>
          <thead>
            <tr>
              {block.head.map((cell, at) => (
                <th key={at} scope="col">
                  {pieces(cell, words)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {block.rows.map((row, at) => (
              <tr key={at}>
                {row.map((cell, column) => (
                  <td key={column}>{pieces(cell, words)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      );
    case 'picture':
      return <img src={PICTURES[block.file]} alt={block.words} loading="lazy" />;
  }
}

const pieces = (line: Line, words: readonly string[]): ReactNode =>
  line.map(({ as, text }, at) => {
    if (as === 'bold') return <b key={at}>{mark(text, words)}</b>;
    if (as === 'key') return <kbd key={at}>{text}</kbd>;
    return <span key={at}>{mark(text, words)}</span>;
  });

/** The text with the words that were searched for marked. */
function mark(text: string, words: readonly string[]): ReactNode {
  if (words.length === 0) return text;
  const any = new RegExp(
    `(${words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|')})`,
    'gi',
  );
  return text.split(any).map((piece, at) => (at % 2 === 1 ? <mark key={at}>{piece}</mark> : piece));
}
