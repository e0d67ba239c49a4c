/** What a person signs with a step of a record. What a signature is and whether it stands: ../signing.ts. */

/** The acts of signing (domain.md §2.3 q, s, §2.5 z), as papers and screens call them. */
export const SIGNING_ACTS = ['复核', '审签', '销号', '移交', '签收'] as const;
export type SigningAct = (typeof SIGNING_ACTS)[number];

/** That a step is an act of signing, and of what. */
export interface Signing {
  readonly act: SigningAct;
  /** Names of exactly what is signed: fields of the kind, its sets, and kinds of its rows. */
  readonly fields: readonly string[];
}
