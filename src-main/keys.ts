/** What the rooms below need of an open vault: its identity and its keys, never a passphrase. */

/** The private half of the 线索钥匙, in the hands of somebody who holds it. All throws VAULT_LOCKED once the vault is locked. */
export interface HeldClueKey {
  /** Opens what was sealed with {@link ClueKeys.publicKey}; `undefined` for anything else. */
  open(info: string, about: Buffer, sealed: Uint8Array): Buffer | undefined;
  /** HKDF-SHA-256 sub-key, 32 bytes, one per purpose: for what only holders write. */
  subkey(purpose: string): Buffer;
}

/** 线索钥匙: the key pair of what only named people may know (decision 0024). */
export interface ClueKeys {
  /** 32 bytes. Everybody in the vault can seal with it; that is how a petition taken by a 组员 gets its 反映人. */
  readonly publicKey: Buffer;
  /** Only where the signed-in person holds it. */
  readonly held?: HeldClueKey;
}

export interface KeyRing {
  /** Random id of the vault, 32 lower-case hex digits; part of every row's associated data. */
  readonly vaultId: string;
  /**
   * HKDF-SHA-256 sub-key of the vault key, 32 bytes, one per purpose (`rows`, `evidence`, `file-seal`, …).
   * @throws WorkbenchError VAULT_LOCKED once the vault is locked.
   */
  subkey(purpose: string): Buffer;
  /** Keys of the signed-in person's own; absent where the vault was opened by the recovery code. */
  readonly own?: { readonly vaultId: string; subkey(purpose: string): Buffer };
  /** Absent in a vault of an older format that is opened only to be looked into, such as a backup. */
  readonly clues?: ClueKeys;
}
