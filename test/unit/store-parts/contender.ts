/** A process that wants a vault folder: says `owner` or the error's code, then waits for its parent to let it go. */
import { acquireOwnerLock } from '../../../src-main/store/owner-lock';

process.on('message', (message: { dir: string } | 'end') => {
  if (message === 'end') process.exit(0);
  try {
    acquireOwnerLock(message.dir);
    process.send!('owner');
  } catch (error) {
    process.send!((error as { code: string }).code);
  }
});
process.send!('ready');
