/** One dispatcher over the whole table: the shell's own calls are answered here, the core's are forwarded to it. */
import {
  findCall,
  serve,
  unknownCall,
  type Contract,
  type Dispatch,
  type Handlers,
} from '../../src-shared/contract/define';
import { shellContract } from '../../src-shared/contract/shell';
import { toFailure } from '../../src-shared/errors';
import type { FileGrants } from './file-grants';

/**
 * Checks the file fields of every call against what the person chose, then answers or forwards it.
 * @param table the whole contract
 * @param callCore forwards to the core, which parses the input by its own table
 */
export function createDispatch(
  table: Contract,
  handlers: Handlers<typeof shellContract>,
  callCore: Dispatch,
  grants: FileGrants,
): Dispatch {
  const serveShell = serve(shellContract, handlers);
  return async (name, input) => {
    const call = findCall(table, name);
    if (call === undefined) return unknownCall();
    try {
      grants.check(call, input);
    } catch (error) {
      return toFailure(error);
    }
    return findCall(shellContract, name) === undefined ? callCore(name, input) : serveShell(name, input);
  };
}
