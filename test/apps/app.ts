/** An application that nobody here wrote, to log in to. One small file each; see node-red.ts. */
export interface App {
  readonly name: string;
  /** npm package that it comes as. */
  readonly npm: { readonly name: string; readonly version: string };
  /**
   * Starts it with one seeded user.
   * @param install folder whose node_modules holds it
   * @param data empty folder of this run
   */
  start(install: string, data: string): Promise<RunningApp>;
}

export interface RunningApp {
  readonly port: number;
  /** Path of the page where a login starts. */
  readonly path: string;
  /** The user's values, by canonical name. */
  readonly values: Readonly<Record<string, string>>;
  /** base32; null where the password is enough. */
  readonly totpSecret: string | null;
  /** Ends all sessions on the server's side. */
  expireSessions(): Promise<void>;
  stop(): Promise<void>;
}
