import { type Compared, compare } from '../activities/temporal/compare.js';
import type { Log } from './log.js';

export interface Comparison {
  /** Compares what is due. While it is at it, there is nothing to do. */
  go(): Promise<void>;
  end(): void;
}

/** Compares the vault with Temporal from time to time, and says in the log what was amiss. */
export function comparison(compared: Compared, log: Log): Comparison {
  let isEnding = false;
  let isBusy = false;
  return {
    async go() {
      if (isBusy) return;
      isBusy = true;
      try {
        const { keepers, logins, orphans } = await compare(compared, () => !isEnding);
        if (keepers + logins + orphans > 0)
          log.warn(
            { keepers, logins, orphans },
            'Temporal was not as the vault knows it: keepers of agents were started again, lost logins ended, and workflows of what is over',
          );
      } catch {
        log.warn('the vault could not be compared with Temporal; it is tried again in a minute');
      } finally {
        isBusy = false;
      }
    },
    end() {
      isEnding = true;
    },
  };
}
