/** Handlers of `desk` (src-shared/contract/desk.ts). */
import type { Handlers } from '../../src-shared/contract/define';
import type { deskContract } from '../../src-shared/contract/desk';
import { jotting, keepJotting, rememberPlace } from '../services/desk';
import type { OpenVault } from './open-vault';

export function deskHandlers({ workspace, openRecords }: OpenVault): Handlers<typeof deskContract> {
  return {
    'desk.remember': (place) => {
      rememberPlace(workspace(), openRecords, place);
      return null;
    },
    'desk.jot': ({ form, text }) => {
      keepJotting(workspace(), form, text);
      return null;
    },
    'desk.jotting': ({ form }) => ({ text: jotting(workspace(), form) }),
  };
}
