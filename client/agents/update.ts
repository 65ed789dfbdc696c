import type { AgentUpdate } from '../../contract/agent/agent-update.js';
import { DEFAULT_LIMITS, type Limits } from '../../contract/invocation/invocation.js';
import { agents } from '../../contract/schemas/agents.js';
import type { Caller } from '../caller.js';
import { readParams } from '../read-params.js';
import { callVault } from '../vault/call-vault.js';
import { configure, isConfigured } from './create.js';
import { checkAgentId, findAgent } from './read.js';
import { type AuthAgent, toAuthAgent } from './shape.js';

/** Absent members stay as they are; null clears: the default, an empty list, none. */
export interface AgentChange extends Omit<AgentUpdate, 'id'> {
  /** How long each question waits for a person. Seconds, up to 30 days. */
  readonly idle_timeout_seconds?: number | null;
  /** How long a login may take, people included. Seconds, up to 30 days. */
  readonly overall_timeout_seconds?: number | null;
}

function changed(before: Limits, idle: number | null | undefined, overall: number | null | undefined): Limits {
  const idle_seconds = idle === undefined ? before.idle_seconds : (idle ?? DEFAULT_LIMITS.idle_seconds);
  const standard = Math.max(DEFAULT_LIMITS.overall_seconds, idle_seconds);
  return { idle_seconds, overall_seconds: overall === undefined ? before.overall_seconds : (overall ?? standard) };
}

/** See `AuthAgents.update`. The vault comes first: it decides what a login may use, and whether the caller may change it. */
export async function updateAgent(caller: Caller, id: string, input: AgentChange): Promise<AuthAgent> {
  const { idle_timeout_seconds, overall_timeout_seconds, ...wanted } = readParams(agents.change, {
    ...input,
    id: checkAgentId(id),
  });
  const record = await callVault(caller, 'agents.update', wanted);
  const state = await findAgent(caller, id);
  const { domain, profile_name, credential_name, login_url, allowed_domains, save_credential_as } = record;
  const config = {
    domain,
    profile_name,
    credential_name,
    login_url,
    allowed_domains,
    limits: changed(state?.limits ?? DEFAULT_LIMITS, idle_timeout_seconds, overall_timeout_seconds),
    ...(wanted.save_credential_as === undefined ? {} : { save_credential_as }),
  };
  const now = state !== null && isConfigured(state, config) ? state : await configure(caller, id, config);
  return toAuthAgent(record, now);
}
