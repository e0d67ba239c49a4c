/** Handlers of `records` (src-shared/contract/records.ts). */
import type { Handlers } from '../../src-shared/contract/define';
import type { recordsContract } from '../../src-shared/contract/records';
import {
  changeMany,
  history,
  type ManyOrder,
  planMany,
  planTogether,
  redo,
  remove,
  removed,
  restore,
  save,
  step,
  undo,
} from '../services/records';
import { find } from '../services/search';
import { doubtful, signaturesShown } from '../services/signatures/standing';
import type { OpenVault } from './open-vault';

export function recordsHandlers({ workspace, nameOf }: OpenVault): Handlers<typeof recordsContract> {
  return {
    'record.save': (input) => save(workspace(), input as Parameters<typeof save>[1]),
    'record.step': (input) => step(workspace(), input as Parameters<typeof step>[1]),
    'record.changingMany': (input) => {
      const { change, same, refused } = planMany(workspace(), input as ManyOrder);
      return { change: [...change], same: [...same], refused: [...refused] };
    },
    'record.changeMany': (input) => changeMany(workspace(), input as ManyOrder),
    'record.remove': (input) => {
      remove(workspace(), input);
      return null;
    },
    'record.restore': ({ id }) => restore(workspace(), id),
    'record.undo': (input) => undo(workspace(), input),
    'record.redo': (input) => redo(workspace(), input),
    'record.takingBack': ({ entry }) => {
      const { drafts: _drafts, settles: _settles, kept, ...plan } = planTogether(workspace(), entry);
      return { ...plan, kept: [...kept] };
    },
    'record.removed': () => removed(workspace(), nameOf),
    'record.signatures': ({ id }) => signaturesShown(workspace(), id),
    'record.doubtfulSignatures': () => doubtful(workspace()),
    'record.history': ({ id }) => history(workspace(), id, nameOf),
    'search.find': ({ text, limit }) => find(workspace().index, workspace().sight(), text, limit),
  };
}
