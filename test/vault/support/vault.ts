/** A vault in a folder of its own, on a clock that tests move, and a caller that talks to it as the client does. */
import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportJWK, generateKeyPair } from 'jose';
import { it, onTestFinished, type TestAPI, type TestFunction } from 'vitest';
import {
  type LoadedProfile,
  type LoginVault,
  type OpenVault,
  openVault,
  type Vault,
} from '../../../activities/vault/index.js';
import {
  AgentAuthError,
  type AgentRecord,
  agentId,
  decodeEnvelope,
  type ErrorCode,
  encodeEnvelope,
  open,
  type Proof,
  parseAccessKey,
  readPublishedKey,
  type Scope,
  type StartAuthorization,
  type StartRequest,
  seal,
  sealEntitlement,
  sealText,
  type VaultOperation,
  type VaultOperations,
  type VaultRequest,
} from '../../../contract/index.js';
import type { BeginInvocation, CloseInvocation, LoginRef } from '../../../contract/steps.js';

import { makeDatabase, type TestDatabase } from '../../support/postgres/databases.js';
import { variants } from '../../support/variants.js';
import { layTables } from './tables.js';

export interface TestClock {
  now: number;
}

export interface TestVault {
  readonly vault: Vault;
  readonly stateDir: string;
  /** Null on SQLite, where it is in the state folder. */
  readonly database: TestDatabase | null;
  readonly clock: TestClock;
  readonly admin: TestCaller;
  /** Text of the key that `admin` has. */
  readonly accessKey: string;
  callerWith(scopes: readonly Scope[]): Promise<TestCaller>;
  /** Closes it and opens the same folder again. */
  reopen(): Promise<Vault>;
}

export const START = Date.parse('2026-03-01T12:00:00Z');

export async function makeStateDir(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'vault-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return join(folder, 'state');
}

/** Where vaults of this run keep their tables. */
export const ON_POSTGRES = process.env.TEST_STORE === 'postgres';

/** `npm run test:postgres` tells on Postgres what `npm test` tells on SQLite alone (ADR 0067). */
const ON_ONE_STORE = ON_POSTGRES && process.env.TEST_STACKS_ON_POSTGRES !== '1';

/** Cases of one rule, which send the same statements: all on SQLite, `few` on Postgres. */
export const cases = <const T>(few: number, all: readonly T[]): readonly T[] =>
  ON_ONE_STORE ? variants(few, all) : all;

interface Rule {
  (name: string, tell: TestFunction): void;
  readonly each: TestAPI['each'];
}

/** A test whose statements other tests send as well, one caller after the other: on SQLite. */
export const rule: Rule = ON_ONE_STORE ? Object.assign(() => undefined, { each: () => () => undefined }) : it;

/** @param onPostgres where a test is about one of the stores */
export async function openTestVault({
  onPostgres = ON_POSTGRES,
  ...more
}: Pick<OpenVault, 'loginsPerSite' | 'providers'> & { readonly onPostgres?: boolean } = {}): Promise<TestVault> {
  const stateDir = await makeStateDir();
  const clock: TestClock = { now: START };
  const database = onPostgres ? await makeDatabase() : null;
  const options = {
    ...more,
    stateDir,
    clock: () => clock.now,
    ...(database === null ? {} : { postgres: { url: database.url } }),
  };
  if (database === null) await layTables(stateDir);
  let vault = await openVault(options);
  onTestFinished(() => vault.close());
  const current = (): Vault => vault;
  const accessKey = (await readFile(join(stateDir, 'access-key'), 'utf8')).trim();
  return {
    get vault() {
      return vault;
    },
    stateDir,
    database,
    clock,
    admin: createCaller(current, accessKey),
    accessKey,
    callerWith: async (scopes) => createCaller(current, await vault.createAccessKey({ name: 'test', scopes })),
    async reopen() {
      await vault.close();
      vault = await openVault(options);
      return vault;
    },
  };
}

export type TestCaller = <Op extends VaultOperation>(
  op: Op,
  params: VaultOperations[Op][0],
  callId?: string,
) => Promise<VaultOperations[Op][1]>;

export const newCallId = (): string => `vault_${randomBytes(9).toString('base64url')}`;
export const newInvocationId = (): string => `inv_${randomBytes(16).toString('base64url')}`;

/** Seals a request as a client does. */
export async function sealRequest(
  vault: Vault,
  request: {
    readonly access_key: string;
    readonly params: unknown;
    readonly op: string;
    readonly callId: string;
    readonly more?: Pick<VaultRequest, 'pieces' | 'takes_pieces'>;
  },
) {
  const pair = await generateKeyPair('ECDH-ES', { crv: 'X25519', extractable: true });
  const reply_key = { kid: 'reply', jwk: await exportJWK(pair.publicKey) };
  const key = await readPublishedKey(await vault.publishVaultKey(), 'vault', null);
  const { access_key, params, op, callId, more } = request;
  const sealed = await seal(encodeEnvelope({ access_key, params, reply_key, ...more }), key, {
    purpose: 'call',
    op,
    call: callId,
  });
  const openReply = async (reply: string): Promise<unknown> =>
    decodeEnvelope(await open(reply, pair.privateKey, 'reply', { purpose: 'reply', call: callId }));
  return { input: { request: { op: op as VaultOperation, sealed, kid: key.kid } }, openReply };
}

export function createCaller(vault: () => Vault, accessKey: string): TestCaller {
  parseAccessKey(accessKey);
  return async (op, params, callId = newCallId()) => {
    const { input, openReply } = await sealRequest(vault(), { access_key: accessKey, params, op, callId });
    return (await openReply(await vault().callVault(input, callId))) as never;
  };
}

/** Grants an agent on `domain`. */
export const grant = (call: TestCaller, domain: string, more: Partial<VaultOperations['agents.grant'][0]> = {}) =>
  call('agents.grant', {
    id: agentId(domain, 'default'),
    domain,
    profile_name: 'default',
    ...more,
  }) as Promise<AgentRecord>;

/** Seals an authorization to start a login, as a client does. */
export async function authorize(
  vault: Vault,
  { invocation_id: invocation, auth_agent_id: agent }: LoginRef,
  start: Partial<StartRequest> & Pick<StartRequest, 'access_key'>,
): Promise<StartAuthorization> {
  const key = await readPublishedKey(await vault.publishVaultKey(), 'vault', null);
  const plain = encodeEnvelope({ save_credential_as: null, link_hash: null, ...start });
  return { kid: key.kid, sealed: await seal(plain, key, { purpose: 'start', invocation, agent }) };
}

/** What the workflow of a login says at its begin, unless a test says otherwise. */
export const beginning = (ref: LoginRef): BeginInvocation => ({
  ...ref,
  type: 'login',
  run_id: runOf(ref.invocation_id),
  authorization: null,
  save_credential_as: null,
});

/** The first run of the workflow of a login. */
export const runOf = (invocation_id: string): string => `run-of-${invocation_id}`;

/**
 * Starts an invocation of an agent. `give` seals a value to it as a client does, `entitle` what entitles to an answer: an access key of its own
 * unless said otherwise.
 * @param start with the authorization of an access key; without it the agent's own
 */
export async function begin(
  vault: Vault,
  auth_agent_id: string,
  invocation_id = newInvocationId(),
  start: Parameters<typeof authorize>[2] | null = null,
) {
  const ref = { invocation_id, auth_agent_id };
  const authorization = start && (await authorize(vault, ref, start));
  const begun = await vault.beginInvocation({ ...beginning(ref), authorization });
  const key = await readPublishedKey(begun.sealing_key, invocation_id, null);
  const { kid } = key;
  const own: Proof = { access_key: await vault.createAccessKey({ name: 'giver', scopes: ['answer'] }) };
  const entitle = async (answer: Parameters<typeof sealEntitlement>[1], question = 1, proof: Proof = own) => ({
    kid,
    question,
    entitlement: await sealEntitlement(proof, answer, key, { invocation_id, question }),
  });
  const give = async (field: string, value: string, question = 1, proof: Proof = own) => {
    const place = { purpose: 'answer', invocation: invocation_id, step: question, field } as const;
    const sealed = await sealText(value, key, place);
    const entitled = await entitle({ field_values: { [field]: sealed } }, question, proof);
    return { from: 'given' as const, field, sealed, ...entitled };
  };
  return { ref, begun, give, entitle };
}

export const NO_SESSION = { storage_state: { cookies: [], origins: [] }, session_storage: null, base_version: null };
export const NO_FACTS = { post_login_url: null, shown_url: null, session_expires_at: null };

/** What a login loads of its profile, with its hold. Fails while another one uses it. */
export async function load(vault: LoginVault, ref: LoginRef): Promise<Extract<LoadedProfile, { kind: 'loaded' }>> {
  const loaded = await vault.loadProfile(ref);
  if (loaded.kind !== 'loaded') throw new Error(`the profile could not be had: ${loaded.kind}`);
  return loaded;
}

/** Saves a session for the login, as it does after the proof. */
export async function prove(vault: Vault, ref: LoginRef) {
  const { hold, profile } = await load(vault, ref);
  return vault.saveProfile({ ...hold, ...NO_SESSION, ...NO_FACTS, base_version: profile?.version ?? null });
}

/** What the workflow of a login says at its end, unless a test says otherwise. */
export const closing = (ref: LoginRef, over: Partial<CloseInvocation> = {}): CloseInvocation => ({
  ...ref,
  status: 'SUCCESS',
  error_code: null,
  save_credential_as: null,
  given: {},
  ...over,
});

/** The code of the AgentAuthError that the work ends in. */
export async function codeOf(work: Promise<unknown>): Promise<ErrorCode> {
  try {
    await work;
  } catch (error) {
    if (error instanceof AgentAuthError) return error.code;
    throw error;
  }
  throw new Error('no error');
}
