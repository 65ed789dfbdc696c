import { AgentAuthError } from '../../../contract/index.js';

const ANOTHER_DATABASE =
  'Correct AGENT_AUTH_DATABASE_URL if it names another database than before; if the database was lost, restore a backup of it.';
const NEW_VAULT = 'For a new vault, give this worker';

/** What says that a worker has a vault, and not in this database. */
const ADVICE = {
  in_the_state_folder: `The state folder holds a vault. Copy it to the database first: stop the stack, then \`agent-auth vault copy\`. ${NEW_VAULT} another state folder (AGENT_AUTH_STATE_DIR).`,
  has_its_access_key: `The file access-key of the state folder was made by a vault. ${ANOTHER_DATABASE} ${NEW_VAULT} another state folder (AGENT_AUTH_STATE_DIR).`,
  has_its_master_key: `The master key was made by a vault. If that one is still in a state folder, copy it to the database first: \`agent-auth vault copy\`. ${ANOTHER_DATABASE} ${NEW_VAULT} no master key, or a new one: \`openssl rand -base64 32\`.`,
  was_replaced: `The database was emptied or replaced while this worker ran. ${ANOTHER_DATABASE}`,
} as const;

export const vaultNotFound = (reason: keyof typeof ADVICE): AgentAuthError =>
  new AgentAuthError('vault_not_found', { reason, advice: ADVICE[reason] });
