/** Providers of credentials, as callers see them: connections to vaults that people already have. Their tokens go in and never come out. */
import type { ListOf, Paging } from '../paging.js';

/** A connection, without its token. */
export interface CredentialProvider {
  readonly id: string;
  readonly name: string;
  /** Such as `onepassword_connect`; docs/providers.md lists them. */
  readonly provider_type: string;
  readonly enabled: boolean;
  /** Which is asked first: the lowest. */
  readonly priority: number;
  /** How long the list of its items counts as fresh. */
  readonly cache_ttl_seconds: number;
  /** Where it is, by its type. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Whether agents that name no credential are offered its items. */
  readonly auto: boolean;
  /** Names or ids of the vaults that it offers by itself; null: all but those of one person. */
  readonly vaults: readonly string[] | null;
  /** Sites that it is used for; null: all. */
  readonly domains: readonly string[] | null;
  /** What was wrong when it was last asked; null where all went well. */
  readonly trouble: ProviderTrouble | null;
  readonly created_at: string;
  readonly updated_at: string;
}

export interface ProviderTrouble {
  readonly code: string;
  /** RFC 3339: it is not asked before; null: it is asked at the next need. */
  readonly until: string | null;
}

export interface CredentialProviderCreate {
  readonly name: string;
  readonly provider_type: string;
  /** @default '' for types that need none */
  readonly token?: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  /** @default true */
  readonly enabled?: boolean;
  /** @default 0 */
  readonly priority?: number;
  /** @default 300 */
  readonly cache_ttl_seconds?: number;
  /** @default true */
  readonly auto?: boolean;
  /** @default null */
  readonly vaults?: readonly string[] | null;
  /** @default null */
  readonly domains?: readonly string[] | null;
}

/** Absent members stay as they are. `settings` say where the token goes, so that they change only together with a token. */
export interface CredentialProviderUpdate extends Omit<Partial<CredentialProviderCreate>, 'provider_type'> {
  readonly id_or_name: string;
}

/** What came of asking a provider whether it is there. */
export interface ProviderTest {
  readonly success: boolean;
  readonly vaults: readonly { readonly id: string; readonly name: string }[];
  /** The sentence of what was wrong. */
  readonly error?: string;
  readonly error_code?: string;
}

/** An item of a provider: where it is for, never a value. */
export interface ProviderItem {
  readonly id: string;
  readonly title: string;
  /** `VAULT/TITLE`, as `credential` of an agent takes it. */
  readonly path: string;
  readonly vault_id: string;
  readonly vault_name: string;
  readonly urls: readonly string[];
  /** Whose it is, masked; null where the provider's list does not tell. */
  readonly account: string | null;
}

/** What the rule of matching made of an item. */
export interface ProviderCandidate extends ProviderItem {
  readonly provider: string;
  /** How well its best address fits: `exact`, `host`, `parent`, `site`, `below`; null where none does. */
  readonly match: string | null;
  readonly address: string | null;
  /** What decided against it; null for what is taken. */
  readonly lost: string | null;
}

export interface ProviderMatch {
  /** Whether what fits is for several accounts, so that none is taken. */
  readonly ambiguous: boolean;
  /** The best first. */
  readonly candidates: readonly ProviderCandidate[];
}

/** Where the values of an agent come from. */
export type CredentialReference =
  | { readonly name: string }
  | { readonly provider: string; readonly path: string }
  | { readonly provider: string; readonly auto: true };

/**
 * Why an item was read: it is the one for the agent's site (`matched`), the agent names it (`named`), a person chose it (`chosen`), the one before is gone
 * (`replaced`), it is the same as before (`again`), or only whose it is was looked up, because several fit (`compared`).
 */
export type ItemUse = 'matched' | 'named' | 'chosen' | 'replaced' | 'again' | 'compared';

/** Of an item, in the place of a password that can be typed: a passkey, the account of an identity provider, or a password that is shown to nobody. */
export type ItemInstead = 'passkey' | 'sign_in_with' | 'hidden';

/** The item that an agent takes its values from. */
export interface AgentItem {
  readonly provider: string;
  readonly vault_id: string;
  readonly item_id: string;
  /** `VAULT/TITLE` as it was when the item was chosen. */
  readonly path: string | null;
  /** Whose it is, masked; null where the provider's list does not tell. */
  readonly account: string | null;
  /** How it was chosen. */
  readonly use: ItemUse | null;
  /** Whether the site has refused a value of it, and it has not changed since. */
  readonly refused: boolean;
  /** What it has in the place of a password, so that a person is asked. */
  readonly instead: ItemInstead | null;
  readonly chosen_at: string;
}

/** One item that was read for a login. Never a value. */
export interface ItemRead {
  readonly id: string;
  readonly at: string;
  readonly provider_id: string;
  readonly provider: string;
  readonly auth_agent_id: string;
  readonly invocation_id: string;
  readonly vault_id: string;
  readonly item_id: string;
  /** `VAULT/TITLE`; null once the provider is disconnected. */
  readonly path: string | null;
  readonly version: string;
  readonly use: ItemUse;
}

type Named = { readonly id_or_name: string };

/** Of all, or of those whose name holds `query`, or whose id it is. */
export interface ProvidersQuery extends Paging {
  readonly query?: string;
}

/** Of one provider, one agent or one login; else of all. */
export interface ItemReadsQuery extends Paging {
  readonly id_or_name?: string;
  readonly auth_agent_id?: string;
  readonly invocation_id?: string;
}

/** Operations by name: parameters and result. */
export interface ProviderOperations {
  /** admin */
  'providers.create': [CredentialProviderCreate, CredentialProvider];
  /** orchestrate */
  'providers.retrieve': [Named, CredentialProvider];
  /** orchestrate */
  'providers.list': [ProvidersQuery, ListOf<CredentialProvider>];
  /** admin */
  'providers.update': [CredentialProviderUpdate, CredentialProvider];
  /** admin */
  'providers.delete': [Named, null];
  /** admin; asks the provider */
  'providers.test': [Named, ProviderTest];
  /** admin; asks the provider where its list is too old */
  'providers.items': [
    Named & { readonly query?: string; readonly limit?: number; readonly offset?: number },
    ListOf<ProviderItem>,
  ];
  /** admin; of one provider, or of all that are enabled */
  'providers.match': [{ readonly domain: string; readonly id_or_name?: string }, ProviderMatch];
  /** admin; who read which item, newest first */
  'providers.audit': [ItemReadsQuery, ListOf<ItemRead>];
}
