/** Roles of the people who open a vault (domain.md §5a; R1, R2). A role is given per vault, not for life. */
export const ROLES = ['leader', 'deputyLeader', 'liaison', 'member', 'office'] as const;
export type Role = (typeof ROLES)[number];

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
