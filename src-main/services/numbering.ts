/**
 * Paper numbers (`T01`, `DY-01`): they run through a round, over every unit, and are given once. A removed record keeps
 * its number, which may stand on paper; a number that somebody changed by hand is theirs to give again.
 */
import type { AnyKind } from '../../src-shared/domain/define';
import { PARENT_FIELD, type RecordId } from '../../src-shared/merge/change';
import { lastValues, valueOf, type RecordState } from '../../src-shared/merge/registers';
import type { Workspace } from './records';

type Numbered = Pick<Workspace, 'index' | 'state' | 'removedStates' | 'changesOf'>;

/** The field of every kind that holds its paper number. */
const CODE = 'code';

/** The number that the next record of a kind gets under a parent. */
export function numberFor(workspace: Numbered, kind: AnyKind, parent: RecordId | null): string {
  const round = parent === null ? null : roundOf(workspace, parent);
  const given: unknown[] = [];
  for (const { id, values } of workspace.index.list(kind.kind)) {
    if (roundOf(workspace, id) === round) given.push(values[CODE]);
  }
  for (const state of workspace.removedStates()) {
    if (state.kind === kind.kind && roundOf(workspace, state.id) === round) {
      given.push(beforeRemoval(workspace, state).code);
    }
  }
  return nextCode(kind, given);
}

/** The number after the highest of those given, in their style. */
export function nextCode(kind: AnyKind, given: readonly unknown[]): string {
  let highest = 0;
  let dash = '-';
  for (const code of given) {
    const match = /^(.*?)(-?)(\d+)$/.exec(String(code ?? ''));
    if (!match || match[1] !== kind.code) continue;
    dash = match[2]!;
    highest = Math.max(highest, Number(match[3]));
  }
  return `${kind.code}${dash}${String(highest + 1).padStart(2, '0')}`;
}

interface Before {
  readonly code: unknown;
  readonly parent: RecordId | null;
}

/** By the state of a removal, which never changes: each is read from the log once, not at every new record. */
const known = new WeakMap<RecordState, Before>();

function beforeRemoval({ changesOf }: Numbered, state: RecordState): Before {
  let before = known.get(state);
  if (!before) {
    const was = { ...state, fields: lastValues(changesOf(state.id)) };
    before = {
      code: valueOf(was, CODE),
      parent: (valueOf(was, PARENT_FIELD) as RecordId | null | undefined) ?? null,
    };
    known.set(state, before);
  }
  return before;
}

/** The round that a record belongs or, removed with what is above it, belonged to; null for what has none. */
function roundOf(workspace: Numbered, id: RecordId): RecordId | null {
  let here: RecordId | null = id;
  // Records nest four deep at most; the bound only guards against a damaged parent chain.
  for (let depth = 0; here !== null && depth < 10; depth += 1) {
    const standing = workspace.index.get(here);
    const state: RecordState | undefined = standing ? undefined : workspace.state(here);
    if ((standing ?? state)?.kind === 'round') return here;
    here = standing ? standing.parent : state ? beforeRemoval(workspace, state).parent : null;
  }
  return null;
}
