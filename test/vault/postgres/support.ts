/** Several workers on one database, each with a state folder of its own. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { openVault, type Vault } from '../../../activities/vault/index.js';
import { AgentAuthError } from '../../../contract/index.js';
import { makeDatabase, type TestDatabase } from '../../support/postgres/databases.js';
import { createCaller, makeStateDir, START, type TestCaller, type TestClock } from '../support/vault.js';

export interface Workers {
  readonly one: Vault;
  readonly two: Vault;
  readonly clock: TestClock;
  readonly database: TestDatabase;
  /** Text of the master key and of the first access key. */
  readonly masterKey: string;
  readonly accessKey: string;
  /** Calls through the first worker, and through the second. */
  readonly admin: TestCaller;
  readonly adminOfTwo: TestCaller;
  /** One more. */
  open(): Promise<Vault>;
}

/** A vault that goes with the test. */
export async function opened(options: Parameters<typeof openVault>[0]): Promise<Vault> {
  const vault = await openVault(options);
  onTestFinished(() => vault.close());
  return vault;
}

export async function openWorkers(more: Pick<Parameters<typeof openVault>[0], 'providers'> = {}): Promise<Workers> {
  const database = await makeDatabase();
  const clock: TestClock = { now: START };
  const own = { ...more, clock: () => clock.now };
  const { url } = database;
  const stateDir = await makeStateDir();
  const one = await opened({ ...own, stateDir, postgres: { url } });
  const read = async (file: string): Promise<string> => (await readFile(join(stateDir, file), 'utf8')).trim();
  const [masterKey, accessKey] = [await read('master-key'), await read('access-key')];
  const open = async () =>
    opened({ ...own, stateDir: await makeStateDir(), postgres: { url, masterKey: { text: masterKey } } });
  const two = await open();
  return {
    one,
    two,
    clock,
    database,
    masterKey,
    accessKey,
    admin: createCaller(() => one, accessKey),
    adminOfTwo: createCaller(() => two, accessKey),
    open,
  };
}

/** Both at once, so often that they meet. */
export async function race<T>(times: number, ...work: readonly ((round: number) => Promise<T>)[]): Promise<T[][]> {
  const rounds: T[][] = [];
  for (let round = 0; round < times; round += 1) rounds.push(await Promise.all(work.map((one) => one(round))));
  return rounds;
}

/** Code and details of a start that is refused. */
export async function refusal(options: Parameters<typeof openVault>[0]) {
  const error = await openVault(options).then(
    async (vault) => {
      await vault.close();
      throw new Error('opened');
    },
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof AgentAuthError)) throw error;
  return {
    code: error.code,
    details: error.details,
    all: `${JSON.stringify(error)} ${error.stack} ${String(error.cause)}`,
  };
}

export const start = async (url: string, more: object = {}) => ({
  stateDir: await makeStateDir(),
  postgres: { url, ...more },
});
