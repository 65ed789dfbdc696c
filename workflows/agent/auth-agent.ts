import type { AgentInput } from '../../contract/agent/agent.js';
import { handedOver } from '../handed-over.js';
import { beginPatched } from '../patched.js';
import { Agent } from './agent.js';

/**
 * Keeps the session of one (domain, profile) alive: runs one invocation at a time, and starts one on a timer when the session ends.
 * Lives until it is removed; each run hands its record to the next.
 */
export async function authAgent(input: AgentInput): Promise<void> {
  beginPatched();
  const agent = new Agent(input, handedOver(input.resume));
  agent.listen();
  const end = await agent.run();
  return end === 'continue' ? agent.continueAsNew() : agent.close();
}
