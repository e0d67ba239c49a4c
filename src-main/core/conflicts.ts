/** Handlers of `conflicts` (src-shared/contract/conflicts.ts). */
import type { conflictsContract } from '../../src-shared/contract/conflicts';
import type { Handlers } from '../../src-shared/contract/define';
import {
  type Choice,
  conflictsOf,
  conflictsOfRecord,
  laptopNamesIn,
  planChoices,
  resolveMany,
} from '../services/conflicts';
import type { OpenVault } from './open-vault';

export function conflictsHandlers({ workspace, nameOf }: OpenVault): Handlers<typeof conflictsContract> {
  return {
    'conflict.list': ({ id }) => {
      const laptopOf = laptopNamesIn(workspace());
      const found = id === undefined ? conflictsOf(workspace()) : conflictsOfRecord(workspace(), id);
      return found.map(({ versions, ...conflict }) => ({
        ...conflict,
        versions: versions.map((version) => ({
          ...version,
          by: nameOf(version.author),
          laptop: laptopOf(version.device),
        })),
      })) as never;
    },
    'conflict.settling': ({ choices }) => {
      const { settled, removed, restored, refused } = planChoices(workspace(), choices as Choice[]);
      return {
        settled: [...settled],
        removed,
        restored,
        refused: refused.map(({ record, field, title, error }) => ({
          record,
          field,
          title,
          why: error.message,
        })),
      };
    },
    'conflict.settle': ({ choices }) => resolveMany(workspace(), choices as Choice[]),
  };
}
