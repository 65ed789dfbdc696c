/** Where one value of a login may be typed and sent. A secret stays at the site that it was given for; an identifier goes wherever the grant does. */

import { isOnSite, siteAt } from '../../../contract/address/site.js';
import { providerAt } from '../../../contract/credentials/identity-providers.js';
import { isIdentifier } from '../../../contract/invocation/value-kinds.js';
import type { ValueSource } from '../../../contract/steps.js';
import type { AskingPlace, Login } from '../login.js';
import type { ViewField } from '../page-world/view.js';
import { isAtItem, isAtProvider, isOwnSite, isSamePlace, isSendTo, type SiteRule } from './origin.js';

export interface ValueRule {
  /** What the watch on the wire takes it for. */
  readonly kind: 'secret' | 'identifier';
  readonly mayTypeAt: SiteRule;
  /** Whether a page may be around the form that it is typed into, which can be in a frame of another site. */
  readonly mayBeAround: SiteRule;
  readonly maySendTo: SiteRule;
}

/** Whether a stored secret of the grant's credential may be typed at an address. */
export function mayTypeStoredAt({ grant, mayTypeAt, provider }: RuleOf, address: string): boolean {
  const { credential } = grant;
  if (mayTypeAt(address) !== null) return false;
  if (!isAtItem(grant, address)) return false;
  if (credential !== null && credential.sso_provider !== null) return isAtProvider(grant, address);
  // Behind the button of an identity provider, what is asked for is the provider's.
  return provider === null || isOnSite(new URL(address), credential?.domain ?? grant.domain);
}

type RuleOf = Pick<Login, 'grant' | 'mayTypeAt' | 'provider'>;
type NamedRuleOf = RuleOf & Pick<Login, 'names'>;

/**
 * @param field where it is typed; null for a code that goes behind a password
 * @param hidden whether the page hides what is typed there
 * @param askedAt site of the page that asked for it; null where it is not known, or nobody was asked
 */
export function ruleOf(
  login: NamedRuleOf,
  field: Pick<ViewField, 'name' | 'role'> | null,
  source: ValueSource,
  hidden: boolean,
  askedAt: string | null,
): ValueRule {
  const { grant, mayTypeAt } = login;
  const mayType: SiteRule = (address) => mayTypeAt(address) === null;
  const isHidden = hidden || field === null || source.from === 'totp';
  const key = source.from === 'stored' ? source.key : login.names.slugOf(field?.name ?? '');
  if (!isHidden && isIdentifier(key, field?.role)) {
    const maySendTo: SiteRule = (address) => mayType(address) || isSendTo(grant, address);
    return { kind: 'identifier', mayTypeAt: mayType, mayBeAround: mayType, maySendTo };
  }
  const given = source.from === 'given';
  const isOwn = given
    ? askedAt !== null && isOwnSite(grant, addressOn(askedAt))
    : grant.credential?.sso_provider == null;
  const mayTypeSecret: SiteRule = given
    ? (address) => askedAt !== null && mayType(address) && isSamePlace(grant, askedAt, address)
    : (address) => mayTypeStoredAt(login, address);
  return {
    // What a person gives in plain sight is looked for as little as the page hides it.
    kind: given && !isHidden ? 'identifier' : 'secret',
    mayTypeAt: mayTypeSecret,
    mayBeAround: given ? mayType : mayTypeSecret,
    // Hosts that are named for what the site sends get nothing of another site back to it.
    maySendTo: (address) =>
      mayTypeSecret(address) || (isSendTo(grant, address) && (isOwn || !isOwnSite(grant, address))),
  };
}

const addressOn = (site: string): string => `http://${site}/`;

/** An identity provider whose button says no name. */
export const UNNAMED = 'unknown';

/** Where a login is, as the vault remembers it with a question. */
export function placeOf({ grant, provider }: RuleOf, address: string): AskingPlace {
  const site = siteAt(address);
  if (isAtProvider(grant, address)) return { site, provider: grant.credential?.sso_provider ?? null };
  if (isOwnSite(grant, address) || !URL.canParse(address)) return { site, provider: null };
  const named = provider === UNNAMED ? null : provider;
  return { site, provider: named ?? providerAt(new URL(address).host) };
}
