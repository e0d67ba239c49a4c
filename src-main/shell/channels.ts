/** The names of the IPC channels: one for each entry of the contract, none besides. */
export const callChannel = (name: string): string => `workbench:call:${name}`;
export const eventChannel = (name: string): string => `workbench:event:${name}`;
