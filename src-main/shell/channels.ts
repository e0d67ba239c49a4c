/** The names of the IPC channels: one for each entry of the contract, and the one by which a page gets its core. */
export const callChannel = (name: string): string => `workbench:call:${name}`;
export const eventChannel = (name: string): string => `workbench:event:${name}`;
/** The page asks on it for its port to the core, and the port comes on it. */
export const PORT_CHANNEL = 'workbench:port';
