/** Handlers of `papers` (src-shared/contract/papers.ts). */
import type { Handlers } from '../../src-shared/contract/define';
import type { papersContract } from '../../src-shared/contract/papers';
import { checkPaper } from '../services/papers';
import { decideNames } from '../services/papers/name-decisions';
import type { OpenVault } from './open-vault';

export function papersHandlers({ workspace }: OpenVault): Handlers<typeof papersContract> {
  return {
    'document.preview': async (request) => {
      const { fileName, bytes } = await workspace().makeDocument(request);
      return { fileName, bytes: new Uint8Array(bytes) };
    },
    'document.check': (request) => {
      const { home, undecided, standing } = checkPaper(workspace(), request);
      return { home, undecided: [...undecided], standing: [...standing] };
    },
    'document.decide': ({ inspection, decisions }) => {
      decideNames(workspace(), inspection, decisions);
      return null;
    },
    'document.export': ({ path: file, ...request }) => workspace().exportDocument(request, file),
    'document.print': async (request) => ({ entry: await workspace().logPrint(request) }),
    'document.printCancelled': ({ entry }) => {
      workspace().printCancelled(entry);
      return null;
    },
  };
}
