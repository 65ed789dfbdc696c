import type { Pause, PauseSubject } from '../../contract/agent/pause.js';
import type { LoginStop } from '../../contract/agent/stop.js';
import { AgentAuthError } from '../../contract/errors/errors.js';
import { hasCode } from '../../contract/errors/has-code.js';
import { pauses } from '../../contract/schemas/pauses.js';
import type { Caller } from '../caller.js';
import { readParams } from '../read-params.js';
import { callVault } from '../vault/call-vault.js';
import { readRecord } from './read.js';

/** Switches an agent or a site off. Nobody has to be told: the vault lets nothing begin, and nothing be sent. */
export const pause = (caller: Caller, of: PauseSubject, reason: string): Promise<Pause> =>
  callVault(caller, 'agents.pause', readParams(pauses.pause, { of, reason }));

/**
 * Switches it on again. The agents, which may have waited for it, hear of it from the vault.
 * @returns whether it was off
 */
export async function resume(caller: Caller, of: PauseSubject): Promise<boolean> {
  return (await callVault(caller, 'agents.resume', readParams(pauses.resume, { of }))).resumed;
}

/** @throws AgentAuthError `paused` {scope, subject, reason, by, at} */
export function checkPause(paused: Pause | null | undefined): void {
  if (paused) throw new AgentAuthError('paused', { ...paused });
}

/**
 * Says at once that an agent is paused. Without it its login would begin, and end with the same code.
 * @returns what else keeps it from logging in by itself: whoever wants a login all the same is told
 * @throws AgentAuthError `paused`
 */
export async function checkNotPaused(caller: Caller, id: string): Promise<LoginStop | null> {
  try {
    const { paused, stopped = null } = await readRecord(caller, id);
    checkPause(paused);
    return stopped;
  } catch (error) {
    // Whoever may not read the agent, or finds none, learns that when the login starts.
    if (!hasCode(error, 'forbidden', 'unauthorized', 'agent_not_found')) throw error;
    return null;
  }
}
