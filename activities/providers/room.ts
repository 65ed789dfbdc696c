import { AgentAuthError } from '../../contract/errors/errors.js';
import { type Matched, matchItems, type RankedItem, targetOf } from './matching/match.js';
import { PROVIDER_KINDS } from './registry.js';
import type { ConnectionOptions, Provider, ProviderKind, ProviderPlace } from './types.js';

/** How long one request to a provider may take. */
const TIMEOUT_MS = 10_000;

/** What the vault knows of providers. */
export interface ProviderRoom {
  /** @throws AgentAuthError `provider_not_supported`, `invalid_input`, `invalid_url` */
  open(kind: string, options: ConnectionOptions): Provider;
  /** @param domain as `parseDomain` writes it */
  match<Item extends RankedItem>(items: readonly Item[], domain: string): Matched<Item>;
}

const KINDS: Readonly<Record<string, ProviderKind>> = PROVIDER_KINDS;

/** @param folder see `ProviderPlace` */
export function createProviders({ folder }: Pick<ProviderPlace, 'folder'>): ProviderRoom {
  const place = { folder, timeoutMs: TIMEOUT_MS };
  return {
    open(kind, options) {
      const found = Object.hasOwn(KINDS, kind) ? KINDS[kind] : undefined;
      if (found === undefined) throw new AgentAuthError('provider_not_supported');
      return found.open(options, place);
    },
    match: (items, domain) => matchItems(items, targetOf(domain)),
  };
}
