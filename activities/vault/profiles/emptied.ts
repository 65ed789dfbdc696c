import type { Accounts } from './accounts.js';
import { type Jar, loadedBy } from './jar.js';
import { isSame } from './merge.js';
import { isOwner, type Owners } from './owners.js';
import { seenBy } from './seen.js';
import { isEmpty, ofSite, ofSites, type Session, siteOfDomain } from './session.js';

/** What a profile held before and holds now, and who its agents are. */
export interface Change {
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

const named = ({ owners }: Change, agent: string, session: Session): Session =>
  ofSites(session, (site) => isOwner(owners, agent, site));

/** Whether logins of an agent load something else of the sites that it names. */
export function isReplaced(change: Change, agent: string): boolean {
  const [had, has] = [change.before, change.after].map((jar) => named(change, agent, loadedAs(jar, change, agent)));
  return !isSame(had!, has!);
}

/** Whether an agent has lost its session by a change: all that its logins load, all of the sites that it names, or all of the one that it logs in at. */
export function isEmptied(change: Change, agent: string): boolean {
  const [had, has] = [loadedAs(change.before, change, agent), loadedAs(change.after, change, agent)];
  const domain = change.accounts.get(agent)?.domain;
  const own = (session: Session): Session => (domain === undefined ? session : ofSite(session, siteOfDomain(domain)));
  const parts = [(all: Session) => all, (all: Session) => named(change, agent, all), own];
  return parts.some((part) => !isEmpty(part(had)) && isEmpty(part(has)));
}
