import type { Accounts } from './accounts.js';
import { type Jar, loadedBy } from './jar.js';
import { isOwner, type Owners } from './owners.js';
import { seenBy } from './seen.js';
import { isEmpty, ofSites, type Session } from './session.js';

interface Change {
  readonly owners: Owners;
  readonly accounts: Accounts;
  readonly before: Jar;
  readonly after: Jar;
}

/** What a login of an agent would load. */
export function loadedAs(jar: Jar, { owners, accounts }: Pick<Change, 'owners' | 'accounts'>, agent: string): Session {
  const account = accounts.get(agent);
  return loadedBy(account === undefined ? jar : seenBy(jar, account), owners, agent);
}

/** Whether an agent has lost its session by a change: all that its logins load, or all of the sites that it names. */
export function isEmptied(change: Change, agent: string): boolean {
  const [had, has] = [loadedAs(change.before, change, agent), loadedAs(change.after, change, agent)];
  const named = (session: Session): Session => ofSites(session, (site) => isOwner(change.owners, agent, site));
  return (!isEmpty(had) && isEmpty(has)) || (!isEmpty(named(had)) && isEmpty(named(has)));
}
