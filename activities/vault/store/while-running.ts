import { hasCode } from '../../../contract/errors/has-code.js';
import { AgentAuthError, type ErrorCode } from '../../../contract/index.js';
import type { Database } from './transaction.js';

/** Where the advice of a start would be wrong: another folder is another vault, an empty one. */
const ADVICE: Partial<Record<ErrorCode, string>> = {
  state_dir_unwritable:
    "The file system of the worker's state folder takes no writes: mend it there. What was called can be called again.",
};

/**
 * To a vault that is open, a store that refuses it is one that is away: it can be mended there, another worker may reach it, and what is to be done waits.
 * A start is refused.
 * @param codes of what can be mended
 */
export const whileRunning = (database: Database, codes: readonly ErrorCode[]): Database => ({
  ...database,
  attempt: (work, alone) =>
    database.attempt(work, alone).catch((error: unknown) => {
      if (!hasCode(error, ...codes)) throw error;
      throw new AgentAuthError('vault_unavailable', { ...error.details, advice: ADVICE[error.code] ?? error.next });
    }),
});
