/** Agents that log in as one account, and then as another. */
import { expect } from 'vitest';
import type { LoginRef } from '../../../contract/steps.js';
import { cookie, cookiesOf, loginOf, saving, state, sum } from './profile.js';
import { closing, load, openTestVault, type TestVault } from './vault.js';

export const SITE = 'app.example.com';

export const credential = ({ admin }: TestVault, name: string, values: Record<string, string>, domain = SITE) =>
  admin('credentials.create', { name, domain, values });

/** Links the agent of a site to a credential, and begins a login of it. */
export const as = (t: TestVault, credential_name: string | null, domain = SITE): Promise<LoginRef> =>
  loginOf(t, domain, { credential_name });

/** A login in which nothing is typed, or what a person gives. It saves a session cookie of that name, and succeeds. */
export async function logIn(
  t: TestVault,
  ref: LoginRef,
  who: string,
  given: Record<string, string> = {},
): Promise<void> {
  const { hold, profile } = await load(t.vault, ref);
  const attempt = { ...ref, attempt_id: `${ref.invocation_id}:1` };
  const secrets = Object.entries(given).map(([field, value]) => ({
    field,
    value,
    from: 'given' as const,
    question: 1,
  }));
  if (secrets.length > 0) {
    await t.vault.prepareAttempt({ ...attempt, secrets });
    const submission = { address: `https://${SITE}/`, secrets, codes: [], totp_field: null };
    await t.vault.clearAttempt(attempt, { ...submission, identifiers: Object.keys(given) });
    await t.vault.armAttempt(attempt);
  }
  const cookies = (profile?.storage_state.cookies ?? []).filter(({ name }) => name !== 'sid');
  const made = { storage_state: state(...cookies, cookie('sid', who, SITE)), account_labels: [who] };
  expect(await t.vault.saveProfile(saving(hold, profile, made))).not.toBeNull();
  await t.vault.closeInvocation(closing(ref));
}

/** An attempt of a login types an e-mail address and nothing else. */
export async function typeName(t: TestVault, ref: LoginRef, nth: number, from: 'stored' | 'given', value: string) {
  const attempt = { ...ref, attempt_id: `${ref.invocation_id}:${nth}` };
  const secrets = [{ field: 'email', value, from, ...(from === 'stored' ? { key: 'email' } : { question: nth }) }];
  await t.vault.prepareAttempt({ ...attempt, secrets });
  const submission = { address: `https://${SITE}/`, secrets, codes: [], totp_field: null, identifiers: ['email'] };
  expect(await t.vault.clearAttempt(attempt, submission)).toEqual({ kind: 'clear' });
  await t.vault.armAttempt(attempt);
}

export const hasSession = ({ vault }: TestVault, ref: LoginRef): Promise<boolean> =>
  vault.hasSession(ref.auth_agent_id);

/** An agent of Alice's with a session, and a credential of Bob's. */
export async function asAlice(values: Record<string, string> = { email: 'alice@example.com', password: 'a' }) {
  const t = await openTestVault();
  await credential(t, 'alice', values);
  await credential(t, 'bob', { email: 'bob@example.com', password: 'b' });
  const ref = await as(t, 'alice');
  await logIn(t, ref, 'alice');
  expect(await hasSession(t, ref)).toBe(true);
  return t;
}

/** Nothing of a session is left for the agent as it is linked now. */
export async function expectNone(t: TestVault, ref: LoginRef): Promise<void> {
  expect(await hasSession(t, ref)).toBe(false);
  const { status, session_expires_at } = await t.admin('agents.retrieve', { id: ref.auth_agent_id });
  expect({ status, session_expires_at }).toEqual({ status: 'NEEDS_AUTH', session_expires_at: null });
  expect(await cookiesOf(t, ref)).toEqual([]);
  expect([await sum(t), await sum(t, SITE)]).toEqual([[], []]);
}
