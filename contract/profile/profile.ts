export interface Profile {
  readonly id: string;
  readonly name: string;
  readonly created_at: string;
  readonly updated_at: string;
  /** Grows with every save. */
  readonly version: number;
  readonly domains: readonly string[];
  /** The session uses sessionStorage, which Playwright's storage state does not hold. */
  readonly needs_session_storage: boolean;
}

/** Playwright's storage state, cookies and origins; IndexedDB where the site uses it. */
export interface StorageState {
  readonly cookies: readonly {
    readonly name: string;
    readonly value: string;
    readonly domain: string;
    readonly path: string;
    /** Seconds since the epoch, -1 for a session cookie. */
    readonly expires: number;
    readonly httpOnly: boolean;
    readonly secure: boolean;
    readonly sameSite: 'Strict' | 'Lax' | 'None';
    readonly partitionKey?: string;
  }[];
  readonly origins: readonly {
    readonly origin: string;
    readonly localStorage: readonly { readonly name: string; readonly value: string }[];
    readonly indexedDB?: readonly unknown[];
  }[];
}
