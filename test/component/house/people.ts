/** Who uses the vaults of these tests. */
import type { Role } from '../../../src-shared/domain/roles';

/** One person of each role, as they sign in. */
export const PEOPLE = {
  leader: { name: '闻知远', role: 'leader' },
  deputyLeader: { name: '沈砚秋', role: 'deputyLeader' },
  liaison: { name: '温子衡', role: 'liaison' },
  member: { name: '罗临川', role: 'member' },
  office: { name: '骆行简', role: 'office' },
} as const satisfies { readonly [R in Role]: { readonly name: string; readonly role: R } };

/** The passphrase of all of them. */
export const PASSPHRASE = '青禾县的秋天很长很长';

/** Who a vault is made for: the leader alone, everybody, or nobody yet (there is no vault). */
export type Crew = 'alone' | 'team' | 'nobody';
