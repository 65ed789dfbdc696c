import { checkSession, type Looker } from './check-session.js';

/** So many at once by one worker. */
const AT_ONCE = 5;
/** What was proven or seen since then is not looked at again. Seconds. */
const JUST_NOW = 60;
/** Longer than any look takes: nobody waits for it. */
const NO_HURRY = 60;

/** Looks at the sessions whose time it is, and finds out by which request those can be looked at that were just proven. */
export async function checkDue(looker: Looker): Promise<void> {
  const due = [...(await looker.vault.dueChecks())];
  const workOff = async (): Promise<void> => {
    for (let id = due.shift(); id !== undefined; id = due.shift()) {
      const input = { id, max_age_seconds: JUST_NOW, wait_seconds: NO_HURRY, learns: true };
      await checkSession(looker, input).catch(() => null);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, workOff));
}
