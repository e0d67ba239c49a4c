/** Roles of the people who open a vault (domain.md §5a; R1, R2). A role is given per vault, not for life. */
export const ROLES = ['leader', 'deputyLeader', 'liaison', 'member', 'office'] as const;
export type Role = (typeof ROLES)[number];

export const isRole = (value: unknown): value is Role => ROLES.some((role) => role === value);

/** The official words, as printed and shown. */
export const ROLE_LABELS: Readonly<Record<Role, string>> = {
  leader: '组长',
  deputyLeader: '副组长',
  liaison: '联络员',
  member: '组员',
  office: '巡察办',
};

/** Who sets up rounds, teams, units and recusals, brings in rounds, and hands papers out. */
export const ORGANISERS: readonly Role[] = ['leader', 'deputyLeader', 'liaison', 'office'];

/**
 * The roles that each role may give and take away (R1: people are appointed to a round). Nobody raises anybody above
 * himself, and 组长 is made by 组长 alone.
 */
export const APPOINTS: Readonly<Record<Role, readonly Role[]>> = {
  leader: ROLES,
  deputyLeader: [],
  liaison: ['liaison', 'member', 'office'],
  member: [],
  office: ['member', 'office'],
};

/** Who looks after the people of a vault, and so who can be its first. */
export const MANAGERS: readonly Role[] = ROLES.filter((role) => APPOINTS[role].length > 0);

/**
 * Whether one role may give, or take away, another.
 * @param present the roles of all users: where there is no 组长 yet, whoever looks after the people adds the first one
 */
export function mayAppoint(role: Role, other: Role, present: readonly Role[]): boolean {
  if (APPOINTS[role].includes(other)) return true;
  return other === 'leader' && MANAGERS.includes(role) && !present.includes('leader');
}
