import type { LoginStop } from '../../contract/agent/stop.js';
import { patched } from '../patched.js';
import { vault } from '../vault.js';

/** Why the ledger of the account would stop a login of the agent; null where it would not. */
export const loginStop = async (id: string, session_ended: boolean): Promise<LoginStop | null> =>
  patched('ledger') ? vault.checkLogin({ id, session_ended }) : null;
