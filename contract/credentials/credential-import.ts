/** One login of an export, as it is to be stored. */
export interface CredentialToImport {
  readonly domain: string;
  readonly values: Readonly<Record<string, string>>;
  readonly totp_secret?: string;
}

/** What an import has done with one login, or would do. */
export interface ImportedCredential {
  /** Of the new credential, or of the one that is there. */
  readonly name: string;
  /**
   * `new`; `same`, it is there already, in the vault or further up in the import; `differs`, another credential of the account is there, and stays as it is;
   * `empty`, nothing of it can be stored.
   */
  readonly outcome: 'new' | 'same' | 'differs' | 'empty';
  /** Why it comes without its TOTP secret: the reason of `invalid_totp_secret`. */
  readonly totp_problem?: string;
}

/** Operations of the vault, as `VaultOperations`. */
export interface CredentialImportOperations {
  /** admin; in order. Without `apply` nothing is stored */
  'credentials.import': [
    { readonly items: readonly CredentialToImport[]; readonly apply?: boolean },
    readonly ImportedCredential[],
  ];
}
