import { randomUUID } from 'node:crypto';
import { type AgentInput, type AgentState, agentId } from '../../../contract/index.js';
import * as messages from '../../../contract/messages.js';
import { WORKFLOWS } from '../../../contract/names.js';
import { authorize, grant } from '../../vault/support/vault.js';
import { time } from './runtime/clock.js';
import { world } from './runtime/world.js';
import type { Stage } from './stage.js';

const WEEK_SECONDS = 7 * 86_400;

/** An agent and its workflow, with people who have a week for each question. */
export async function makeKeeper(
  stage: Stage,
  domain: string,
  profile_name: string,
  credential: string,
): Promise<string> {
  const id = agentId(domain, profile_name);
  await grant(stage.admin, domain, { id, profile_name, credential_name: credential, health_check_interval: 3600 });
  const limits = { idle_seconds: WEEK_SECONDS, overall_seconds: WEEK_SECONDS };
  const config = { domain, profile_name, credential_name: credential, login_url: null, allowed_domains: [], limits };
  const input: AgentInput = { id, config, task_queue: 'year', resume: null };
  world.start(id, WORKFLOWS.authAgent, [input], null);
  await world.settle();
  return id;
}

export const stateOf = (id: string): AgentState => world.query(id, messages.agent.state.name) as AgentState;

/** A person logs in for the first time, and says under which name answers are kept. */
export async function firstLogin(stage: Stage, agent: string, save_credential_as: string): Promise<void> {
  const invocation_id = `inv_${randomUUID().replaceAll('-', '')}`;
  const ref = { invocation_id, auth_agent_id: agent };
  const authorization = await authorize(stage.vault, ref, { access_key: stage.accessKey, save_credential_as });
  const request = { invocation_id, type: 'login', save_credential_as, handoff_hash: null, limits: null, authorization };
  void world.update(agent, messages.agent.startInvocation.name, [request]);
  await world.until(time() + 5 * 60_000);
}
