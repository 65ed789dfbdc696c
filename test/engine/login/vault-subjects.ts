import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openVault } from '../../../activities/vault/index.js';
import type { LoginVault } from '../../../activities/vault/types.js';
import { agentId } from '../../../contract/index.js';
import type { LoginRef, ValueSource } from '../../../contract/steps.js';
import { databaseOf } from '../../support/postgres/stack-database.js';
import { begin, createCaller, newInvocationId } from '../../vault/support/vault.js';
import { fakeVault } from './fake-vault.js';
import { ANSWER } from './harness.js';

/** What a vault is to hold for the one agent of a test. */
export interface Holdings {
  readonly values: Readonly<Record<string, string>>;
  readonly totp_secret: string;
}

/** A vault with one agent, its credential and a login that has begun. */
export interface Subject {
  readonly vault: LoginVault;
  readonly ref: LoginRef;
  /** Seals a value as a person who gives it does. */
  give(field: string, value: string): Promise<Extract<ValueSource, { from: 'given' }>>;
  /** Recovery comes before the attempt was armed. */
  revoke(attemptId: string): Promise<void>;
  close(): Promise<void>;
}

export type MakeSubject = (domain: string, holdings: Holdings) => Promise<Subject>;

export const fakeSubject: MakeSubject = async (domain, { values, totp_secret }) => {
  const vault = fakeVault(domain, { stored: values, totpSecret: totp_secret });
  const ref = { invocation_id: newInvocationId(), auth_agent_id: vault.grant.agent_id };
  return {
    vault,
    ref,
    async give(field, value) {
      const sealed = `sealed ${vault.given.size}`;
      vault.given.set(sealed, value);
      return { from: 'given', sealed, field, ...ANSWER };
    },
    revoke: async (attemptId) => vault.revoke(attemptId),
    close: async () => {},
  };
};

/** The vault that users have, in a folder of its own. */
export const realSubject: MakeSubject = async (domain, holdings) => {
  const folder = await mkdtemp(join(tmpdir(), 'agent-auth-vault-'));
  const database = await databaseOf(folder);
  const postgres = database === null ? undefined : { url: database.url };
  const vault = await openVault({ stateDir: join(folder, 'state'), postgres });
  const accessKey = (await readFile(join(folder, 'state', 'access-key'), 'utf8')).trim();
  const admin = createCaller(() => vault, accessKey);
  await admin('credentials.create', { name: 'mine', domain, ...holdings });
  const id = agentId(domain, 'p');
  await admin('agents.grant', { id, domain, profile_name: 'p', credential_name: 'mine' });
  const { ref, give } = await begin(vault, id);
  return {
    vault,
    ref,
    give: (field, value) => give(field, value),
    async revoke(attempt_id) {
      await vault.recoverAttempt({ ...ref, attempt_id });
    },
    async close() {
      await vault.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
};
