import type { AgentResume, AgentState } from '../../contract/agent/agent.js';
import type { InvocationEnd } from '../../contract/steps.js';
import { patched } from '../patched.js';
import { vault } from '../vault.js';
import { sessionExpired } from './record.js';

/** Whether the agent has a session of the account that it logs in with now. Runs of earlier versions believed what they remembered. */
const hasOwnSession = async (id: string): Promise<boolean> =>
  patched('session-account') ? vault.hasSession({ id }) : true;

/** What an agent knows, without a session that is another account's by now. */
export async function unlessOthers(read: () => AgentResume): Promise<AgentResume> {
  const { id, status, last_auth_at } = read().state;
  if (status !== 'AUTHENTICATED' || (await hasOwnSession(id))) return read();
  // A login may have ended meanwhile.
  return read().state.last_auth_at === last_auth_at ? sessionExpired(read()) : read();
}

/** Whether the session that a login brought is the agent's own. */
export const isOwn = async ({ id }: AgentState, { status }: InvocationEnd): Promise<boolean> =>
  status !== 'SUCCESS' || hasOwnSession(id);
