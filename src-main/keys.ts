/** What the rooms below need of an open vault: its identity and its keys, never a passphrase. */
export interface KeyRing {
  /** Random id of the vault, 32 lower-case hex digits; part of every row's associated data. */
  readonly vaultId: string;
  /**
   * HKDF-SHA-256 sub-key of the vault key, 32 bytes, one per purpose (`rows`, `evidence`, `file-seal`, …).
   * @throws WorkbenchError VAULT_LOCKED once the vault is locked.
   */
  subkey(purpose: string): Buffer;
}
