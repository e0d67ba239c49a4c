/** Roles as they are offered, and who looks after the people of a vault. The vault has the last word. */
import { ROLE_LABELS, ROLES, type Role } from '../../src-shared/domain/roles';

/** Who may add and remove people, and so who can be the first (src-main/vault/vault.ts). */
export const MANAGERS: readonly Role[] = ['leader', 'liaison', 'office'];

const option = (role: Role) => ({ value: role, label: ROLE_LABELS[role] });
export const ROLE_OPTIONS = ROLES.map(option);
export const MANAGER_OPTIONS = MANAGERS.map(option);
