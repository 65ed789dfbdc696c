import { invocations } from '../invocations/index.js';
import type { Caller } from '../lib/caller.js';
import { create } from './create.js';
import { remove } from './delete.js';
import { ensure } from './ensure.js';
import { follow } from './follow.js';
import { list } from './list.js';
import { reauth } from './reauth.js';
import { reportExpired } from './report-expired.js';
import { retrieve } from './retrieve.js';

/** Who keeps a profile logged in at a site, and the logins. An agent's id is its workflow id. */
export const agents = (caller: Caller) => ({
  auth: {
    /** Finds or creates the agent of (domain, profile). */
    create: create(caller),
    /** One agent, as it stands now. */
    retrieve: retrieve(caller),
    /** Agents, newest first. Await it for one page, or iterate over all. */
    list: list(caller),
    /** Deletes an agent and cancels its login in progress. */
    delete: remove(caller),
    /** Answers a session that is logged in, or says what a person has to give. */
    ensure: ensure(caller),
    /** Says that the session no longer works. */
    reportExpired: reportExpired(caller),
    /** Logs in again now. */
    reauth: reauth(caller),
    /** The agent's state now and each newer one; without polling. */
    follow: follow(caller),
    /** Single logins. */
    invocations: invocations(caller),
  },
});
