import { type Looker, lookIfFree } from './check-session.js';

/** So many at once by one worker. */
const AT_ONCE = 5;

/** Looks at the sessions whose time it is, and finds out by which request those can be looked at that were just proven. */
export async function checkDue(looker: Looker): Promise<void> {
  const due = [...(await looker.vault.dueChecks())];
  const workOff = async (): Promise<void> => {
    for (let id = due.shift(); id !== undefined; id = due.shift()) await lookIfFree(looker, id).catch(() => undefined);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, workOff));
}
