import { describe, expect, it } from 'vitest';
import { startInvocation } from '../../../client/invocations/start.js';
import type { StartInvocation } from '../../../contract/agent/agent.js';
import { callerOf, fakeVault } from './fake-vault.js';

const AGENT = 'agent_example.com_work';
const OTHER = 'inv_of_somebody_else_';
const WANTED = { type: 'login', save_credential_as: null, limits: null } as const;

/** Starts a login; the agent answers with this id, or with the one that was asked for. */
async function started(id: string | null) {
  const calls: unknown[] = [];
  const vault = await fakeVault((op, params) => {
    calls.push([op, params]);
    return null;
  });
  const sent: StartInvocation[] = [];
  const executeUpdate = ((_: unknown, { args }: { args: [StartInvocation] }) => {
    sent.push(args[0]);
    return { invocation_id: id ?? args[0].invocation_id, type: 'login', expires_at: 'x', joined: id !== null };
  }) as never;
  const login = await startInvocation(callerOf(vault, { executeUpdate }), AGENT, WANTED);
  return { calls, sent, login };
}

describe('the link of a login', () => {
  it('travels with the start, sealed, and needs no call of its own; nothing leads back to its code', async () => {
    const { calls, sent, login } = await started(null);
    expect(calls).toEqual([]);
    expect(sent[0]?.authorization).not.toBeNull();
    expect(JSON.stringify(sent)).not.toContain(login.handoff_code);
  });

  it('is recorded for the agent that was asked, where its login was there already', async () => {
    const { calls, sent, login } = await started(OTHER);
    expect(login.invocation_id).toBe(OTHER);
    const link = { invocation_id: OTHER, link_hash: sent[0]?.handoff_hash, auth_agent_id: AGENT };
    expect(calls).toEqual([['invocations.link', link]]);
  });
});
