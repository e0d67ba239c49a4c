/**
 * Records planned one after another before any is written: each is checked as if those before it stood already, so that a
 * row of a file may name what the same file brings.
 */
import type { ChangeDraft, RecordId } from '../../../src-shared/merge/change';
import type { RecordState } from '../../../src-shared/merge/registers';
import { createRecordIndex } from '../index-of-records';
import { SIGHT_KINDS, sightOf, type Reader, type Sight } from '../rights';
import type { Workspace } from './workspace';

export interface Planning {
  /** The workspace as it would be; it can be looked at and planned with, not written. */
  readonly workspace: Workspace;
  /** Takes in what was planned. What goes along with a planned record becomes part of it. */
  take(drafts: readonly ChangeDraft[]): void;
  /** Everything planned, in order. */
  readonly drafts: readonly ChangeDraft[];
}

const stateOf = ({ recordId, kind, set }: ChangeDraft): RecordState => ({
  id: recordId,
  kind,
  fields: Object.fromEntries(Object.entries(set).map(([name, value]) => [name, [{ change: '', value }]])),
  removals: [],
});

const refuseWriting = (): never => {
  throw new Error('a plan writes nothing');
};

/** @param reader as whom it is planned: the reader of the workspace, unless a service says otherwise */
export function planningOver(workspace: Workspace, reader: Reader = workspace.reader): Planning {
  const planned = new Map<RecordId, ChangeDraft>();
  const states = new Map<RecordId, RecordState>();
  const index = createRecordIndex();
  index.apply([...workspace.index.outline()].flatMap(({ id }) => workspace.state(id) ?? []));
  let sight: Sight | undefined;
  const over: Workspace = {
    ...{ reader, index, now: workspace.now, deeds: workspace.deeds },
    sight: () => (sight ??= sightOf(over, reader)),
    today: () => workspace.today(),
    signer: workspace.signer,
    keysOf: workspace.keysOf,
    state: (id) => states.get(id) ?? workspace.state(id),
    removedStates: () => workspace.removedStates(),
    changesOf: (id) => workspace.changesOf(id),
    changesBefore: (id, count) => workspace.changesBefore(id, count),
    letter: () => workspace.letter(),
    holdsClues: workspace.holdsClues,
    clueHolders: () => workspace.clueHolders(),
    told(id, field) {
      const draft = planned.get(id);
      if (draft === undefined || !Object.hasOwn(draft.set, field)) return workspace.told(id, field);
      return 'filled';
    },
    commit: refuseWriting,
    committing: refuseWriting,
  };
  return {
    workspace: over,
    take(drafts) {
      for (const draft of drafts) {
        const before = planned.get(draft.recordId);
        const whole = before ? { ...before, set: { ...before.set, ...draft.set } } : draft;
        planned.set(draft.recordId, whole);
        const state = stateOf(whole);
        states.set(draft.recordId, state);
        index.apply([state], draft.at);
        if (SIGHT_KINDS.has(draft.kind)) sight = undefined;
      }
    },
    get drafts() {
      return [...planned.values()];
    },
  };
}
