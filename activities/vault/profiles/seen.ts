/** What of a profile is an account's. Of each place (site, owner) one state is in use, and those of other accounts are set aside. */
import type { Accounts } from './accounts.js';
import { isSamePlace, type Jar, type Part } from './jar.js';
import type { Owners } from './owners.js';
import { type Account, isOthers } from './whose.js';

/** So many accounts that are not in use are kept for each place: switching back finds them. */
const MAX_ASIDE = 3;

/** The profile as an account sees it: without what is another's, and with its own that was set aside. */
export function seenBy(jar: Jar, account: Account): Jar {
  const own = jar.parts.filter(({ made }) => !isOthers(account, made));
  const back = (jar.aside ?? []).filter(
    (part) => account.credential !== null && part.made && !isOthers(account, part.made),
  );
  const newest = back
    .toSorted((a, b) => b.version - a.version)
    .filter((part, at, all) => all.findIndex((other) => isSamePlace(other, part)) === at)
    .filter((part) => !own.some((other) => isSamePlace(other, part)));
  return { ...jar, parts: [...own, ...newest] };
}

/**
 * The profile after a login has saved.
 * @param seen what it has seen of `jar`
 * @param saved that, with what it saves: what was in use there is set aside, and what it has not seen stays
 */
export function withOthers(jar: Jar, seen: Jar, saved: Jar): Jar {
  const hidden = jar.parts.filter((part) => !seen.parts.includes(part));
  const displaced = hidden.filter((part) => saved.parts.some((other) => isSamePlace(part, other)));
  const before = (jar.aside ?? []).filter((part) => !seen.parts.includes(part));
  const aside = [...displaced, ...before].sort((a, b) => b.version - a.version);
  const isKept = (part: Part, at: number): boolean =>
    aside.slice(0, at).filter((other) => isSamePlace(part, other)).length < MAX_ASIDE;
  const parts = [...saved.parts, ...hidden.filter((part) => !displaced.includes(part))];
  return { ...saved, parts, aside: aside.filter(isKept) };
}

/** The profile as it is handed out: of a site that agents name, nothing that is none of theirs. */
export function shownOf(jar: Jar, owners: Owners, accounts: Accounts): Jar {
  const isShown = ({ site, made }: Part): boolean => {
    const naming = [...(owners.get(site) ?? [])].flatMap((agent) => accounts.get(agent) ?? []);
    return naming.length === 0 || naming.some((account) => !isOthers(account, made));
  };
  return { ...jar, parts: jar.parts.filter(isShown) };
}
