/** Threat: whoever asks for the session of one account is answered another's. On the real stack; the site says who each session is of. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, type FlowSite, serveFlow, type Visit } from '../sites/flows/serve.js';
import { joinTestStack, type TestStack } from '../support/stack.js';

let stack: TestStack;
let site: FlowSite;
/** Who logged in, oldest first. */
const logins: string[] = [];

const FORM =
  '<h1>Log in</h1><form method="post" action="/login"><label>Email <input name="email" type="email"></label><label>Password <input name="password" type="password"></label><button>Log in</button></form>';

/** A site that never says who is logged in: only the vault knows. */
function answer({ path, form, cookies }: Visit): Answer | undefined {
  if (path === '/login' && form !== null) {
    const who = String(form.get('email')).split('@')[0]!;
    logins.push(who);
    return { to: '/', cookies: [`who=${who}`] };
  }
  if (path !== '/') return undefined;
  return cookies.has('who') ? '<h1>Your orders</h1><p>Order 4711</p><a href="/logout">Log out</a>' : FORM;
}

beforeAll(async () => {
  [stack, site] = await Promise.all([joinTestStack(), serveFlow(answer)]);
  for (const name of ['alice', 'bob'])
    await stack.auth.credentials.create({
      name: `whose-${name}`,
      domain: site.host,
      values: { email: `${name}@example.com`, password: `the phrase of ${name}` },
    });
});
afterAll(() => Promise.all([stack.stop(), site.stop()]));

const linked = (profile_name: string, who: string) => ({
  domain: site.host,
  profile_name,
  credential_name: `whose-${who}`,
});

/** Whose session the profile hands out for the site. */
async function holds(profile_name: string): Promise<string | null> {
  const { cookies } = await stack.auth.profiles.storageState(profile_name, { domain: site.host });
  return cookies.find(({ name }) => name === 'who')?.value ?? null;
}

/** Waits until an agent has a session again. @returns whose */
async function renewed(id: string, profile_name: string): Promise<string | null> {
  for (let looks = 0; looks < 300; looks += 1) {
    const { status, invocation_id } = await stack.auth.agents.auth.retrieve(id);
    if (status === 'AUTHENTICATED' && invocation_id === null) return holds(profile_name);
    await sleep(100);
  }
  throw new Error('no session came');
}

describe("another account's session is never answered", () => {
  it('to create, retrieve and ensure, after the agent was linked to another credential', async () => {
    const agents = stack.auth.agents.auth;
    const { auth_agent } = await agents.ensure(linked('whose-ensure', 'alice'));
    expect(await holds('whose-ensure')).toBe('alice');
    expect(await agents.create(linked('whose-ensure', 'bob'))).toMatchObject({ status: 'NEEDS_AUTH' });
    expect(await agents.retrieve(auth_agent.id)).toMatchObject({ status: 'NEEDS_AUTH', session_expires_at: null });
    expect(await holds('whose-ensure')).toBeNull();
    await agents.ensure(linked('whose-ensure', 'bob'));
    expect(await holds('whose-ensure')).toBe('bob');
    const before = logins.length;
    await agents.ensure(linked('whose-ensure', 'alice'));
    // Hers was set aside, and still works: nothing is typed.
    expect([await holds('whose-ensure'), logins.length]).toEqual(['alice', before]);
  });

  it('to ensure, after the user name of its credential was changed', async () => {
    const agents = stack.auth.agents.auth;
    const values = { email: 'carol@example.com', password: 'the phrase of carol' };
    await stack.auth.credentials.create({ name: 'whose-carol', domain: site.host, values });
    await agents.ensure(linked('whose-name', 'carol'));
    await stack.auth.credentials.update('whose-carol', { values: { email: 'dave@example.com' } });
    expect(await holds('whose-name')).toBeNull();
    await agents.ensure(linked('whose-name', 'carol'));
    expect(await holds('whose-name')).toBe('dave');
  });

  it.each(['reauth', 'reportExpired'] as const)('to %s', async (ask) => {
    const agents = stack.auth.agents.auth;
    const profile = `whose-${ask}`;
    const { auth_agent } = await agents.ensure(linked(profile, 'alice'));
    await agents.create(linked(profile, 'bob'));
    await agents[ask](auth_agent.id);
    expect(await renewed(auth_agent.id, profile)).toBe('bob');
  });
});
