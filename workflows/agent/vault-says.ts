import { proxyActivities, workflowInfo } from '@temporalio/workflow';
import type { AgentResume, AgentState } from '../../contract/agent/agent.js';
import type { InvocationEnd, TemporalActivities } from '../../contract/steps.js';
import { patched } from '../patched.js';
import { vault } from '../vault.js';

const { isRunning } = proxyActivities<Pick<TemporalActivities, 'isRunning'>>({
  startToCloseTimeout: '20s',
  cancellationType: 'TRY_CANCEL',
  summary: 'is the invocation still running?',
});

/** Somebody ended the workflow from outside. */
const TERMINATED: InvocationEnd = {
  status: 'CANCELED',
  error_code: null,
  credential_name: null,
  session_expires_at: null,
  post_login_url: null,
};

/**
 * Whether the vault says how logins end, and keeps the name that the agent remembers. Runs of earlier versions believed what `invocationClosed`
 * said, and told nobody the name.
 */
export const vaultSays = (): boolean => patched('vault-says');

/** Whether an agent that a run of an earlier version handed over has yet to tell the vault what name it remembers. */
export const owesName = ({ name_is_kept }: AgentResume): boolean =>
  workflowInfo().continuedFromExecutionRunId !== undefined && !name_is_kept && vaultSays();

/** How the login in progress ended, by the vault's records; null while it has not. */
export const readEnd = ({ state, slot, slot_run_id }: AgentResume): Promise<InvocationEnd | null> =>
  vault.readEnd({ invocation_id: slot!, auth_agent_id: state.id, run_id: slot_run_id ?? null });

/** How the login in progress ended if it reports nothing more: as the vault knows, else terminated. */
export const endOfSilent = async (record: AgentResume): Promise<InvocationEnd> =>
  (vaultSays() ? await readEnd(record) : null) ?? TERMINATED;

/** The same for one that is overdue; null while its workflow runs. */
export const endOfOverdue = async (record: AgentResume): Promise<InvocationEnd | null> =>
  (await isRunning({ workflow_id: record.slot!, run_id: record.slot_run_id ?? null })) ? null : endOfSilent(record);

/**
 * Writes the agent into the vault's index.
 * @returns whether the vault keeps the name that the agent remembers
 */
export async function recordAgent(state: AgentState): Promise<boolean> {
  const { id, status, last_auth_at, session_expires_at, post_login_url, save_credential_as } = state;
  const tellsName = vaultSays();
  await vault.recordAgent({ id, status, last_auth_at, session_expires_at, post_login_url, save_credential_as });
  return tellsName;
}
