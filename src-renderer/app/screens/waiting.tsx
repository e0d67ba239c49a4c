import type { ReactNode } from 'react';
import './screens.css';

/** What stands where something is still being read, or where this page is on its way out. */
export function Waiting({ children = '正在打开…' }: { readonly children?: ReactNode }) {
  return (
    <main className="screen" aria-busy="true">
      <p className="screen-wait">{children}</p>
    </main>
  );
}
