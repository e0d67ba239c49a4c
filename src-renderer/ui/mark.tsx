/** A short word in a tinted box. Plain elements: a ledger draws hundreds of them while it scrolls. */
import type { ReactNode } from 'react';
import './mark.css';

/** What the tint says; the word says it too. */
export type Tone = 'plain' | 'info' | 'success' | 'warning' | 'error';

export function Mark({ tone = 'plain', children }: { tone?: Tone; children: ReactNode }) {
  return <span className={`pw-mark pw-mark-${tone}`}>{children}</span>;
}
