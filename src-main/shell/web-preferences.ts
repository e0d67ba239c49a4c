/** The window's security settings, in one place and complete: nothing is left to a default that may change. */
import type { WebPreferences } from 'electron';
import { APP_PARTITION } from './origin';

/** The argument by which the preload learns the table's names; the main process stays the one that serves them. */
export const CONTRACT_ARGUMENT = '--workbench-contract=';

/** The names of the table, as the preload needs them. */
export interface ContractNames {
  readonly calls: readonly string[];
  /** Those of {@link calls} that go to the core by the page's own port. */
  readonly direct: readonly string[];
  readonly events: readonly string[];
  /** Those of {@link events} that the shell tells. */
  readonly shellEvents: readonly string[];
}

/**
 * @param preload the compiled preload, absolute
 * @param packaged whether this is the installed application: then DevTools can't be opened
 * @param contractNames the names of the table, for the preload
 */
export function webPreferences(
  preload: string,
  packaged: boolean,
  contractNames: ContractNames,
): WebPreferences {
  return {
    preload,
    partition: APP_PARTITION,
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
    plugins: false,
    navigateOnDragDrop: false,
    safeDialogs: true,
    spellcheck: false,
    devTools: !packaged,
    enableWebSQL: false,
    v8CacheOptions: 'none',
    additionalArguments: [CONTRACT_ARGUMENT + JSON.stringify(contractNames)],
  };
}
