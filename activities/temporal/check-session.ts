import { hasCode } from '../../contract/has-code.js';
import type { TemporalActivities } from '../../contract/steps.js';
import { checkSession as look } from '../session-check/index.js';
import type { CheckVault } from '../vault/check.js';

/** Looks at a session, and tells its agent at once where that is over. */
export const checkSession =
  (vault: CheckVault, tell: () => Promise<void>): TemporalActivities['checkSession'] =>
  async ({ id, max_age_seconds }) => {
    try {
      const checked = await look(vault, { id, max_age_seconds });
      if (checked.last_check?.answer === 'out') await tell().catch(() => undefined);
      return checked;
    } catch (error) {
      if (hasCode(error, 'agent_not_found')) return null;
      throw error;
    }
  };
