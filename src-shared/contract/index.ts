/** The one typed contract between the window and everything behind it. */
import { coreContract } from './core';
import type { Contract } from './define';
import { shellContract } from './shell';

export const contract = { ...coreContract, ...shellContract } satisfies Contract;
export type AppContract = typeof contract;
export * from './core';
export * from './define';
export * from './shell';
