/** What the signed-in person sees, kind by kind: what figures are counted from, and what a check of a paper may look at. */
import type { FigureLook } from '../../src-shared/domain/figures';
import type { IsoDate } from '../../src-shared/domain/define';
import { ruleContext, type Workspace } from './records';

export function lookOf(workspace: Workspace): FigureLook & { readonly today: IsoDate } {
  const context = ruleContext(workspace);
  return {
    ...context,
    list: (kinds) =>
      kinds.flatMap((kind) => workspace.index.list(kind)).flatMap(({ id }) => context.get(id) ?? []),
  };
}
