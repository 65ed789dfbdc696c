/** What every provider of credentials can do, whatever it is that people keep them in. */
import type { ItemInstead } from '../../contract/credentials/providers.js';

/** One item: its vault (a folder, a mount, a collection) and itself, by ids that stay when names change. */
export interface ItemRef {
  readonly vault_id: string;
  readonly item_id: string;
}

export interface VaultOverview {
  readonly id: string;
  readonly name: string;
  /** Another one once anything in it has changed; absent where the provider does not tell. */
  readonly version?: string;
}

/** The items of a vault that the caller knows already, of that very version; null where they have to be listed. */
export type KnownItems = (vault: VaultOverview) => readonly ItemOverview[] | null;

/** How far an address of an item reaches: its registrable domain, that host and port alone, or nowhere. */
export type Reach = 'site' | 'host' | 'never';

export interface ItemAddress {
  readonly url: string;
  readonly reach: Reach;
}

/** What a list says of an item. It holds no secret; `account` is who the item is for, where the provider lists that. */
export interface ItemOverview extends ItemRef {
  readonly title: string;
  readonly vault_name: string;
  readonly addresses: readonly ItemAddress[];
  readonly account: string | null;
  /** Null where the list does not tell. */
  readonly has_password: boolean | null;
  readonly has_totp: boolean | null;
  /** Changes whenever the item does. */
  readonly version: string;
  /** ISO 8601. */
  readonly updated_at: string | null;
}

/** The values of an item, for one login and for the memory of its worker alone. */
export interface ItemValues {
  /** By names of fields as credentials have them: `username`, `password`, `company_id`. Empty ones are left out. */
  readonly values: Readonly<Record<string, string>>;
  /** An `otpauth://` address or a bare secret. */
  readonly totp: string | null;
  readonly version: string;
  /** Why an item has no password, where it is for a way to sign in that no value can be typed for. */
  readonly instead: ItemInstead | null;
}

/** A connection to one provider. All of its errors are `AgentAuthError`s with the codes `provider_*`. */
export interface Provider {
  /** Whether it answers, and which vaults its token reads. Reads no item. */
  check(): Promise<readonly VaultOverview[]>;
  /** All items that are in use: none that is archived, deleted or expired. */
  list(known?: KnownItems): Promise<readonly ItemOverview[]>;
  read(ref: ItemRef): Promise<ItemValues>;
  /** Nobody uses it any more: what it has in memory, or running, goes. Absent where there is nothing of that. */
  close?(): void;
}

/** What a connection is opened with. */
export interface ConnectionOptions {
  readonly token: string;
  readonly settings: unknown;
}

/** What the worker gives to all providers. */
export interface ProviderPlace {
  /** Folder of the programs that may be run and the files that may be read. What is elsewhere is not reached by a setting. */
  readonly folder: string;
  /** How long one request may take. */
  readonly timeoutMs: number;
}

/** A kind of provider: one line of the registry. */
export interface ProviderKind {
  /**
   * @throws AgentAuthError `invalid_input` for settings that are not right
   */
  open(options: ConnectionOptions, place: ProviderPlace): Provider;
}
