import { hasCode } from '../../contract/errors/has-code.js';
import type { TemporalActivities } from '../../contract/steps.js';
import { type Looker, checkSession as look } from '../session-check/index.js';

/** Looks at a session, and tells its agent at once where that is over. */
export const checkSession =
  (looker: Looker): TemporalActivities['checkSession'] =>
  // Whoever has the namespace can start the workflow with more members, which are none of theirs.
  async ({ id, max_age_seconds, wait_seconds }) => {
    try {
      return await look(looker, { id, max_age_seconds, wait_seconds });
    } catch (error) {
      if (hasCode(error, 'agent_not_found')) return null;
      throw error;
    }
  };
