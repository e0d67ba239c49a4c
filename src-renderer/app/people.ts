/** Roles as they are offered. The vault has the last word. */
import { MANAGERS, mayAppoint, ROLE_LABELS, ROLES, type Role } from '../../src-shared/domain/roles';

const option = (role: Role) => ({ value: role, label: ROLE_LABELS[role] });
export const MANAGER_OPTIONS = MANAGERS.map(option);

/** The roles that a person may give. @param present the roles of all users */
export const rolesToGive = (role: Role, present: readonly Role[]) =>
  ROLES.filter((other) => mayAppoint(role, other, present)).map(option);
