/** Logins of accounts as the engine makes them, on the vault alone. */
import { expect } from 'vitest';
import type {
  AttemptRef,
  AttemptVerdict,
  Clearance,
  Submission,
  SubmissionOutcome,
} from '../../../activities/vault/types.js';
import { agentId } from '../../../contract/index.js';
import type { LoginRef } from '../../../contract/steps.js';
import { begin, closing, openTestVault, prove, type TestVault } from './vault.js';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

interface Typed {
  readonly address?: string;
  /** Null: the page asks for the password alone. */
  readonly name?: string | null;
  readonly password?: string;
  /** The question that a person answered with the password; it is stored otherwise. */
  readonly answers?: number;
  readonly code?: boolean;
}

/** One login after the other, as the engine makes them. */
export class Account {
  #attempts = 0;

  constructor(
    readonly t: TestVault,
    readonly agent: string,
  ) {}

  async begin(): Promise<LoginRef> {
    return (await begin(this.t.vault, this.agent)).ref;
  }

  #next(ref: LoginRef) {
    this.#attempts += 1;
    return { ...ref, attempt_id: `${ref.invocation_id}:${this.#attempts}` };
  }

  async clear(
    ref: LoginRef,
    typed: Typed = {},
  ): Promise<{
    readonly attempt: AttemptRef;
    readonly submission: Submission;
    readonly said: Clearance;
  }> {
    const { address = 'https://login.example.com/', name = 'ada@example.com', password = 'pw', answers, code } = typed;
    const attempt = this.#next(ref);
    const secret =
      answers === undefined
        ? ({ field: 'password', value: password, from: 'stored', key: 'password' } as const)
        : ({ field: 'password', value: password, from: 'given', question: answers } as const);
    const user = { field: 'email', value: name ?? '', from: 'stored', key: 'email' } as const;
    const secrets = code ? [] : name === null ? [secret] : [user, secret];
    await this.t.vault.prepareAttempt({ ...attempt, secrets });
    const totp_field = code ? 'code' : null;
    const submission = { address, secrets, identifiers: ['email'], codes: ['code'], totp_field };
    const said = await this.t.vault.clearAttempt(attempt, submission);
    return { attempt, submission, said };
  }

  /** Sends where the ledger lets it. @returns `sent`, or why not */
  async send(ref: LoginRef, verdict: Partial<AttemptVerdict> | null, typed: Typed = {}): Promise<string> {
    const { attempt, said } = await this.clear(ref, typed);
    if (said.kind === 'stopped') return said.stop.why;
    if (said.kind !== 'clear') return said.kind;
    expect(await this.t.vault.armAttempt(attempt)).toBe(true);
    if (verdict !== null)
      await this.t.vault.judgeAttempt(attempt, { outcome: 'unknown', refused_fields: [], ...verdict });
    return 'sent';
  }

  async end(ref: LoginRef, error_code: Parameters<TestVault['vault']['closeInvocation']>[0]['error_code'] = null) {
    const status = error_code === null ? 'CANCELED' : 'FAILED';
    await this.t.vault.closeInvocation(closing(ref, { status, error_code }));
  }

  async prove(ref: LoginRef): Promise<void> {
    await prove(this.t.vault, ref);
    await this.t.vault.closeInvocation(closing(ref));
  }

  /** A whole login with one submission. */
  async login(
    outcome: SubmissionOutcome | 'lost',
    typed: Typed = {},
    more: Partial<AttemptVerdict> = {},
  ): Promise<string> {
    this.t.clock.now += 1_000;
    const ref = await this.begin();
    const said = await this.send(ref, outcome === 'lost' ? null : { outcome, ...more }, typed);
    await this.end(ref);
    return said;
  }

  /** Why its next login would be stopped, which is the same by itself and in a list. */
  async stopped() {
    const { stopped } = await this.t.admin('agents.retrieve', { id: this.agent });
    const { items } = await this.t.admin('agents.list', {});
    expect(items.find(({ id }) => id === this.agent)?.stopped).toEqual(stopped);
    return stopped;
  }
}

export async function makeAgent(t: TestVault, profile_name: string, credential_name: string, domain = 'example.com') {
  const id = agentId(domain, profile_name);
  await t.admin('agents.grant', { id, domain, profile_name, credential_name });
  return new Account(t, id);
}

export const values = { email: 'ada@example.com', password: 'pw' };

export async function start(credential: { values?: Record<string, string>; totp_secret?: string } = {}) {
  const t = await openTestVault();
  await t.admin('credentials.create', { name: 'shop', domain: 'example.com', values, ...credential });
  return { t, account: await makeAgent(t, 'one', 'shop') };
}
