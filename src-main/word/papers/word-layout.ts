/** How a paper is set: from its model, cleared for its readers, to the bytes of a Word file. */
import type { Cleared, ForUnit } from '../audience';
import type { Layout } from '../page/layout';

export interface WordLayout<M extends object> {
  /** @param frame what stands around the text, where the paper has a choice of it */
  readonly build: (model: never, frame: Layout) => Promise<Buffer>;
  /** Never there: carries the type of the model to whoever makes it. */
  readonly model?: M;
}

/** Of a paper that only ever leaves cleared as for the inspected unit. */
export const forUnitOnly = <M extends object>(
  build: (model: ForUnit<M>, frame: Layout) => Promise<Buffer>,
): WordLayout<M> => ({ build });

/** Of a paper that different readers get. */
export const forAnyReader = <M extends object>(
  build: (model: Cleared<M>, frame: Layout) => Promise<Buffer>,
): WordLayout<M> => ({ build });
