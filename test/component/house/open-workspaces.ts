/** Who listens in on the vaults that a core opens, by their folder: what stands in the store is seen without a second owner of it. */
import './remembered-keys';
import '../../../src-main/services/workspace';
import type * as services from '../../../src-main/services/workspace';
import { around } from './around';

/** Told of each workspace that is opened in a folder, before anybody has asked it anything. */
export const listeners = new Map<string, (workspace: services.OpenWorkspace) => void>();

around<typeof services, 'openWorkspace'>(
  require.resolve('../../../src-main/services/workspace'),
  'openWorkspace',
  (openWorkspace) => (options) => {
    const workspace = openWorkspace(options);
    listeners.get(options.dir)?.(workspace);
    return workspace;
  },
);
