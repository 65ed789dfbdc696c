/** The one rule of which item of a provider is for a site. It explains each item that it looked at. */
import { withoutWww } from '../../../contract/address/domain.js';
import { isLoopback } from '../../../contract/address/host.js';
import { hasPublicSuffix, isAtOrBelow, registrableDomain } from '../../../contract/address/site.js';
import type { ItemAddress, ItemOverview } from '../types.js';
import { type Place, placeOf } from './address.js';

/**
 * How an address fits, the best first: that host and port; that host with another port; a host above it; one beside it, of the same registrable domain; one
 * below it.
 */
const MATCH_CLASSES = ['exact', 'host', 'parent', 'site', 'below'] as const;
export type MatchClass = (typeof MATCH_CLASSES)[number];

/** What decided against an item. */
export type LossReason =
  | 'other_site'
  | 'never_fills'
  | 'exact_host_only'
  | 'other_port'
  | 'no_address'
  | 'better_class'
  | 'no_password'
  | 'no_totp'
  | 'older'
  | 'lower_priority'
  | 'other_account';

/** An item, and what the rule made of it. */
export interface Candidate<Item extends ItemOverview = ItemOverview> {
  readonly item: Item;
  /** Null where no address of it fits. */
  readonly match: MatchClass | null;
  /** The one address that fitted best; the values of the item are for that one's site alone. */
  readonly address: string | null;
  /** Null for what was chosen. */
  readonly lost: LossReason | null;
}

export interface Matched<Item extends ItemOverview = ItemOverview> {
  /** Null where nothing fits, or where what fits is for several accounts. */
  readonly chosen: Candidate<Item> | null;
  readonly ambiguous: boolean;
  /** Those between which nobody guesses, one of each account that is known; empty unless `ambiguous`. */
  readonly rivals: readonly Candidate<Item>[];
  /** In the order of the rule, the best first. */
  readonly candidates: readonly Candidate<Item>[];
}

/** A site that a login is for. */
export interface Target {
  readonly host: string;
  /** Null: the port of https, or any on a host that names none. */
  readonly port: string | null;
}

/** @param domain as `parseDomain` writes it */
export function targetOf(domain: string): Target {
  const place = placeOf(domain);
  return { host: place?.host ?? domain, port: place?.port ?? null };
}

/** A port that the address does not name is no matter; on loopback each port is a site of its own. */
const samePort = (place: Place, target: Target): boolean =>
  place.port === target.port || (place.port === null && !isLoopback(target.host));

/** An address without escapes or letters that are written in several ways: one that does not hold the name of a site is not of it, and need not be taken apart. */
const PLAIN = /^(?:https?:\/\/)?[a-z0-9-]+(?:\.[a-z0-9-]+)+(?::\d+)?(?:[/?#]|$)/i;

type Fit = { readonly match: MatchClass } | { readonly lost: LossReason };

/**
 * How one address of an item fits a site.
 * @param needle what each address on that site holds
 */
function fitOf({ url, reach }: ItemAddress, target: Target, needle: string): Fit {
  if (PLAIN.test(url) && !url.toLowerCase().includes(needle)) return { lost: 'other_site' };
  const place = placeOf(url);
  if (place === null) return { lost: 'no_address' };
  if (reach === 'never') return { lost: 'never_fills' };
  // Agents are named without `www.`, so that it makes no difference.
  const sameHost = withoutWww(place.host) === withoutWww(target.host);
  if (isLoopback(target.host) || isLoopback(place.host)) return fitOnLoopback(place, target);
  if (reach === 'host') {
    if (!sameHost) return { lost: ownerOf(place.host) === ownerOf(target.host) ? 'exact_host_only' : 'other_site' };
    return place.port === target.port ? { match: 'exact' } : { lost: 'other_port' };
  }
  if (sameHost) return { match: samePort(place, target) ? 'exact' : 'host' };
  const owner = ownerOf(place.host);
  if (owner === null || owner !== ownerOf(target.host)) return { lost: 'other_site' };
  if (isAtOrBelow(target.host, withoutWww(place.host))) return { match: 'parent' };
  return { match: isAtOrBelow(place.host, target.host) ? 'below' : 'site' };
}

const fitOnLoopback = (place: Place, target: Target): Fit => {
  if (place.host !== target.host) return { lost: 'other_site' };
  return samePort(place, target) ? { match: 'exact' } : { lost: 'other_port' };
};

/** Whose a host is: its registrable domain, or a private name itself; null for a public suffix, which belongs to nobody. */
const ownerOf = (host: string): string | null => registrableDomain(host) ?? (hasPublicSuffix(host) ? null : host);

const rankOf = (match: MatchClass): number => MATCH_CLASSES.indexOf(match);

/** The best fit of all addresses of an item. Other addresses change nothing: they choose the item and widen nothing. */
function candidateOf<Item extends ItemOverview>(item: Item, target: Target, needle: string): Candidate<Item> {
  let best: { readonly match: MatchClass; readonly address: string } | null = null;
  let lost: LossReason = 'no_address';
  for (const address of item.addresses) {
    const fit = fitOf(address, target, needle);
    if ('lost' in fit) {
      if (lost === 'no_address' || lost === 'other_site') lost = fit.lost === 'no_address' ? lost : fit.lost;
    } else if (best === null || rankOf(fit.match) < rankOf(best.match))
      best = { match: fit.match, address: address.url };
  }
  return best === null ? { item, match: null, address: null, lost } : { item, ...best, lost: null };
}

type Fitting<Item extends ItemOverview> = Candidate<Item> & { readonly match: MatchClass };

const fits = <Item extends ItemOverview>(candidate: Candidate<Item>): candidate is Fitting<Item> =>
  candidate.match !== null;

const timeOf = ({ updated_at }: ItemOverview): number => (updated_at === null ? 0 : Date.parse(updated_at) || 0);

/** One after the other: what an earlier step decides, a later one does not see. */
const STEPS: readonly { readonly of: (item: RankedItem) => number; readonly lost: LossReason }[] = [
  { of: (item) => Number(item.has_password === true), lost: 'no_password' },
  { of: (item) => Number(item.has_totp === true), lost: 'no_totp' },
  { of: ({ priority }) => -priority, lost: 'lower_priority' },
  { of: timeOf, lost: 'older' },
];

/** An item with the priority of its provider, the lowest number first. */
export type RankedItem = ItemOverview & { readonly priority: number };

const idOf = ({ vault_id, item_id }: ItemOverview): string => `${vault_id}\n${item_id}`;

function compare(one: Fitting<RankedItem>, other: Fitting<RankedItem>): number {
  const byClass = rankOf(one.match) - rankOf(other.match);
  if (byClass !== 0) return byClass;
  for (const { of } of STEPS) {
    const difference = of(other.item) - of(one.item);
    if (difference !== 0) return difference;
  }
  return idOf(one.item) < idOf(other.item) ? -1 : 1;
}

/** Why an item stands behind the first. */
function lossOf(first: Fitting<RankedItem>, other: Fitting<RankedItem>): LossReason {
  if (other.match !== first.match) return 'better_class';
  if (!sameAccount(first.item, other.item)) return 'other_account';
  return STEPS.find(({ of }) => of(first.item) !== of(other.item))?.lost ?? 'older';
}

/** Accounts that a list does not name are taken for different ones: nobody guesses between them. */
const sameAccount = (one: ItemOverview, other: ItemOverview): boolean =>
  one.account !== null && other.account !== null && one.account.toLowerCase() === other.account.toLowerCase();

/**
 * Which item is for a site: of those whose addresses fit best, the best by `STEPS`; none where they are of several accounts, which
 * nobody guesses between. A host below the site's is that
 * of one item alone, or counts for nothing: `admin.example.com` is seldom what `example.com` asks for.
 */
export function matchItems<Item extends RankedItem>(items: readonly Item[], target: Target): Matched<Item> {
  const needle = ownerOf(target.host) ?? target.host;
  const looked = items.map((item) => candidateOf(item, target, needle));
  const fitting = looked.filter(fits).sort(compare);
  const others = looked.filter((candidate) => !fits(candidate));
  const [first, ...rest] = fitting;
  if (first === undefined) return { chosen: null, ambiguous: false, rivals: [], candidates: others };
  const equals = rest.filter(({ match }) => match === first.match);
  const ambiguous = equals.some(({ item }) => first.match === 'below' || !sameAccount(first.item, item));
  const marked = rest.map((candidate) => ({ ...candidate, lost: lossOf(first, candidate) }));
  const leading: Candidate<Item> = ambiguous ? { ...first, lost: 'other_account' } : first;
  const candidates = [leading, ...marked, ...others];
  if (!ambiguous) return { chosen: first, ambiguous, rivals: [], candidates };
  const rivals = [first, ...equals].filter(
    (one, index, all) => !all.slice(0, index).some((better) => sameAccount(better.item, one.item)),
  );
  return { chosen: null, ambiguous, rivals, candidates };
}
