/** A site with accounts that meet trouble there. */
import { expect } from 'vitest';
import type { FlowErrorCode } from '../../../contract/errors/errors.js';
import { type Account, MINUTE, makeAgent } from './account.js';
import { begin, openTestVault, type TestVault } from './vault.js';

/** Agents of one site, each with an account of its own. */
export async function agentsOf(t: TestVault, count: number, domain = 'example.com'): Promise<Account[]> {
  const agents: Account[] = [];
  for (let n = 0; n < count; n += 1) {
    const name = `${domain}-${n}`;
    await t.admin('credentials.create', { name, domain, values: { email: `${n}@example.com`, password: 'pw' } });
    agents.push(await makeAgent(t, `p${n}`, name, domain));
  }
  return agents;
}

/** A login by itself that ends so, if it may begin. @returns why it may not */
export async function login(account: Account, code: FlowErrorCode | null): Promise<string | null> {
  const { ref, begun } = await begin(account.t.vault, account.agent);
  if (begun.stopped) {
    await account.end(ref, 'max_attempts_reached');
    return begun.stopped.why;
  }
  await (code === null ? account.prove(ref) : account.end(ref, code));
  return null;
}

export const ask = (account: Account, session_ended = false) =>
  account.t.vault.checkLogin({ id: account.agent, session_ended }, account.agent);

export async function inTrouble(count = 4) {
  const t = await openTestVault();
  const agents = await agentsOf(t, count);
  for (const one of agents.slice(0, 3)) {
    expect(await login(one, 'website_error')).toBeNull();
    t.clock.now += MINUTE;
  }
  return { t, agents };
}
