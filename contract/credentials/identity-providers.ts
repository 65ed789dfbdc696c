import providers from './identity-providers.json' with { type: 'json' };

/**
 * Hosts where a well-known identity provider asks for its users' values. Other hosts of a provider may show pages that anybody wrote.
 * Providers that give each customer a host are not listed: such a host goes into `allowed_domains`.
 */
const PROVIDERS: Readonly<Record<string, readonly string[] | undefined>> = providers;

/** Empty for a provider that is not listed. */
export const providerHosts = (provider: string | null | undefined): readonly string[] =>
  PROVIDERS[provider?.toLowerCase() ?? ''] ?? [];

/** The provider that asks at a host (with its port where it has one); null where none of the list does. */
export const providerAt = (host: string): string | null =>
  Object.keys(PROVIDERS).find((provider) => providerHosts(provider).includes(host)) ?? null;
