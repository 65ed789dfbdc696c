import type { CheckVault } from '../vault/check.js';
import { checkSession } from './check-session.js';

/** So many at once by one worker. */
const AT_ONCE = 5;

/**
 * Looks at the sessions whose time it is.
 * @returns how many were found to be over
 */
export async function checkDue(vault: CheckVault): Promise<number> {
  const due = [...(await vault.dueChecks())];
  let over = 0;
  const workOff = async (): Promise<void> => {
    for (let id = due.shift(); id !== undefined; id = due.shift()) {
      const checked = await checkSession(vault, { id, max_age_seconds: 0 }).catch(() => null);
      if (checked?.last_check?.answer === 'out') over += 1;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, workOff));
  return over;
}
