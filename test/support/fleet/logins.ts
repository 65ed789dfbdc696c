/** Logins of accounts of their own on a fleet, and the people who answer them over HTTP. */
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AgentAuthInvocation } from '../../../client/index.js';
import { type SampleSite, type SampleVariant, startSampleSite } from '../../sites/sample.js';
import type { Fleet } from './fleet.js';

const PASSWORD = 'correct horse battery staple';
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
/** Seconds. Short, so that a login which needs the code of the next step has it soon. */
const TOTP_PERIOD = 10;
const ASK_AGAIN_MS = 250;

/** What a login needs of a stack. */
export type LoggingIn = Pick<Fleet, 'auth' | 'url' | 'accessKey'>;

export interface Account {
  readonly email: string;
  readonly totpSecret: string;
}

/** Each with a secret of its own: a shared one would make logins wait for each other's time steps. */
const newAccount = (n: number): Account => ({
  email: `user${n}@example.com`,
  totpSecret: [...randomBytes(16)].map((byte) => BASE32[byte % 32]).join(''),
});

export interface Site {
  readonly site: SampleSite;
  readonly accounts: readonly Account[];
}

export async function openSite(accounts: number, first: number, variant: SampleVariant = {}): Promise<Site> {
  const all = Array.from({ length: accounts }, (_, n) => newAccount(first + n));
  const users = all.map((account) => ({ ...account, password: PASSWORD, totpPeriod: TOTP_PERIOD }));
  return { site: await startSampleSite({ seed: 7 + first, users, sessionSeconds: 36_000, variant }), accounts: all };
}

/** Makes the agent of an account. Its password is for a person to give. @returns its id */
export async function makeAgent({ auth }: LoggingIn, { site }: Site, { email, totpSecret }: Account): Promise<string> {
  const name = `${site.host.replace(':', '-')}-${email.replace('@', '-')}`;
  const totp_secret = `otpauth://totp/Sample?secret=${totpSecret}&period=${TOTP_PERIOD}`;
  await auth.credentials.create({ name, domain: site.host, values: { email }, totp_secret });
  return (await auth.agents.auth.create({ domain: site.host, profile_name: name, credential_name: name })).id;
}

type Json = Readonly<Record<string, unknown>>;

/** Asks the server, again and again while it does not answer: whoever needs an answer would. */
async function ask<T>({ url, accessKey }: LoggingIn, method: string, path: string, body?: Json): Promise<T> {
  for (;;) {
    try {
      const response = await fetch(`${url}${path}`, {
        method,
        headers: { authorization: `Bearer ${accessKey}`, 'content-type': 'application/json' },
        body: body === undefined ? null : JSON.stringify(body),
        signal: AbortSignal.timeout(30_000),
      });
      if (response.ok) return (await response.json()) as T;
      const text = await response.text();
      // What was answered before the answer to that was lost is not answered again.
      if (method === 'POST' && [400, 409].includes(response.status) && path.endsWith('/submit')) return null as T;
      if (response.status < 500) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    } catch (error) {
      if (error instanceof Error && error.message.startsWith(method)) throw error;
    }
    await sleep(ASK_AGAIN_MS);
  }
}

/** Starts a login, and answers what it asks until it has ended. */
export async function logIn(fleet: LoggingIn, auth_agent_id: string): Promise<AgentAuthInvocation> {
  const path = '/agents/auth/invocations';
  const { invocation_id } = await ask<{ invocation_id: string }>(fleet, 'POST', path, { auth_agent_id });
  for (;;) {
    const state = await ask<AgentAuthInvocation>(fleet, 'GET', `${path}/${invocation_id}`);
    if (state.status !== 'IN_PROGRESS') return { ...state, invocation_id };
    if (state.step === 'awaiting_input') {
      const field_values = Object.fromEntries(state.pending_fields.map(({ name }) => [name, PASSWORD]));
      await ask(fleet, 'POST', `${path}/${invocation_id}/submit`, { field_values });
    }
    await sleep(ASK_AGAIN_MS);
  }
}

/** Names of the fields that people were asked for, in order. */
export const askedFor = ({ timeline }: AgentAuthInvocation): string[] =>
  timeline.flatMap(({ event, fields = [] }) => (event === 'awaiting_input' ? fields : []));
