import type { Source } from './sources/source.js';

/** An application that nobody here wrote, to log in to. One small file each, in `apps/`; see node-red.ts. */
export interface App {
  readonly name: string;
  readonly source: Source;
  /**
   * Starts it with one seeded user.
   * @param install folder in which it was installed
   * @param data empty folder of this run
   */
  start(install: string, data: string): Promise<RunningApp>;
}

export interface RunningApp {
  readonly port: number;
  /** Path of the page where a login starts. */
  readonly loginPath: string;
  /** The user's values, by canonical name. */
  readonly values: Readonly<Record<string, string>> & { readonly password: string };
  /** base32; null where the password is enough. */
  readonly totpSecret: string | null;
  /** How often a login sends the password: some pages send it once more, along with the code. */
  readonly passwordsSent: number;
  /** A page that tells who is logged in. */
  readonly home: {
    readonly path: string;
    /** Selector of what only somebody logged in sees there. */
    readonly signedIn: string;
    /** Selector of what only a stranger sees there. */
    readonly signedOut: string;
  };
  /** Ends all sessions on the server's side. */
  expireSessions(): Promise<void>;
  stop(): Promise<void>;
}
