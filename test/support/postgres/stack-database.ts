/** Databases of whole stacks, on the server of the run: one for each state folder, so that a stack that starts again finds its own. */
import { makeStackDatabase, type TestDatabase } from './databases.js';

/** Stands in the address, and nowhere else: the canary test looks for it. The server lets these roles in without one. */
export const ADDRESS_PASSWORD = 'canary-database-password-5c1e';

const ON_POSTGRES = process.env.TEST_STORE === 'postgres';
/** Outlives the modules of a test file, as stacks do. */
const shared: typeof globalThis & { testStackDatabases?: Map<string, Promise<TestDatabase>> } = globalThis;

/** Null where the tables are in the state folder. */
export async function databaseOf(stateDir: string): Promise<TestDatabase | null> {
  if (!ON_POSTGRES) return null;
  shared.testStackDatabases ??= new Map();
  const known = shared.testStackDatabases.get(stateDir) ?? makeStackDatabase();
  shared.testStackDatabases.set(stateDir, known);
  return known;
}

/** What the environment of a stack says about its vault. */
export async function vaultEnvironment(stateDir: string): Promise<Readonly<Record<string, string>>> {
  const database = await databaseOf(stateDir);
  if (database === null) return {};
  const url = new URL(database.url);
  url.password = ADDRESS_PASSWORD;
  return { AGENT_AUTH_DATABASE_URL: url.href };
}
