/** What opens the vault. */
const SECRETS: ReadonlySet<string> = new Set([
  'AGENT_AUTH_DATABASE_URL',
  'AGENT_AUTH_MASTER_KEY',
  'AGENT_AUTH_MASTER_KEY_FILE',
  'PGPASSWORD',
]);

/** The environment of a program that has nothing to do with the vault. */
export const withoutVault = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(env).filter(([name]) => !SECRETS.has(name)));
