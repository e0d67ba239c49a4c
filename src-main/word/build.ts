/** One paper from plain data: what may cross to a worker thread, cleared for its audience in the thread that prints it. */
import type { PaperId } from '../../src-shared/papers';
import { type Cleared, forInternal, forOutsiders, forUnit, type Forbidden, type Outsider } from './audience';
import type { Layout } from './page/layout';
import { LAYOUTS } from './papers';

/** What a paper is cleared of (`papers/define-paper.ts`); for `unit`, what must not be in it. */
export type ClearedFor =
  | { readonly clearance: 'inside' }
  | { readonly clearance: 'outside'; readonly audience: Outsider }
  | { readonly clearance: 'unit'; readonly forbidden: Forbidden };

/** A paper before it is cleared. */
export interface PaperOrder {
  readonly paper: PaperId;
  /** `ModelOf` the paper; told by the type of whoever makes it. */
  readonly model: object;
  readonly cleared: ClearedFor;
  /** What stands around the text. */
  readonly frame: Layout;
}

function clear(model: object, cleared: ClearedFor): Cleared<object> {
  switch (cleared.clearance) {
    case 'unit':
      return forUnit(model, cleared.forbidden);
    case 'outside':
      return forOutsiders(model, cleared.audience);
    case 'inside':
      return forInternal(model);
  }
}

/** @throws WorkbenchError DOCUMENT_LEAK when something forbidden is in the model or in any part of the finished file */
export function buildPaper({ paper, model, cleared, frame }: PaperOrder): Promise<Buffer> {
  return LAYOUTS[paper].build(clear(model, cleared) as never, frame);
}
