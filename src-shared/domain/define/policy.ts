/** The policies of kinds: who in general may do what with the records of one. Sources: access.ts. */
import type { Role } from '../roles';

/** Whose records of a kind: nobody's, one's own, everybody's. */
export type Reach = 'none' | 'own' | 'all';

/** What one role may do with the records of a kind. */
export interface Grant {
  readonly read: boolean;
  readonly create: boolean;
  readonly write: Reach;
  readonly remove: Reach;
}

const FULL: Grant = { read: true, create: true, write: 'all', remove: 'all' };
const OWN: Grant = { read: true, create: true, write: 'own', remove: 'own' };
const READ: Grant = { read: true, create: false, write: 'none', remove: 'none' };
/** Reports and never sees what was reported. */
const TELL: Grant = { read: false, create: true, write: 'none', remove: 'none' };
/** May nothing. */
export const NO_GRANT: Grant = { read: false, create: false, write: 'none', remove: 'none' };

export const POLICIES = {
  /** 轮次、巡察组、组员、单位、巡察任务、回避: set up by organisers. */
  setup: { leader: FULL, deputyLeader: FULL, liaison: FULL, member: READ, office: FULL },
  /** 函询: the office's as much as the group's. */
  preparation: { leader: FULL, deputyLeader: FULL, liaison: FULL, member: OWN, office: FULL },
  /** 谈话、调阅、问卷、座谈、走访、信访、底稿 …: the group's own; the office reads. */
  fieldwork: { leader: FULL, deputyLeader: FULL, liaison: FULL, member: OWN, office: READ },
  clues: { leader: FULL, deputyLeader: FULL, liaison: FULL, member: NO_GRANT, office: NO_GRANT },
  pry: { leader: FULL, deputyLeader: TELL, liaison: TELL, member: TELL, office: TELL },
  feedback: { leader: FULL, deputyLeader: FULL, liaison: FULL, member: READ, office: READ },
  /** 整改、督查: the office's and the group's. */
  rectification: { leader: FULL, deputyLeader: FULL, liaison: FULL, member: OWN, office: FULL },
  /** 导出登记、签署: written by the program, read by all; removed by nobody. */
  register: { leader: READ, deputyLeader: READ, liaison: READ, member: READ, office: READ },
  /** 操作日志: written by the program, read by organisers. */
  log: { leader: READ, deputyLeader: READ, liaison: READ, member: NO_GRANT, office: READ },
  /** 人名核定: written by the program; it tells which words are in question, so only who may know of informants reads it. */
  names: { leader: READ, deputyLeader: NO_GRANT, liaison: READ, member: NO_GRANT, office: NO_GRANT },
} as const satisfies Readonly<Record<string, Readonly<Record<Role, Grant>>>>;
export type Policy = keyof typeof POLICIES;
