/** The working copy of the window: fed by the core, read by screens, never written by them. */
export { startReplica, stopReplica, useReplicaState, type ReplicaOptions, type ReplicaState } from './feed';
export * from './hooks';
export { useJudge, type Judge } from './rights';
export { getRecord } from './snapshot';
