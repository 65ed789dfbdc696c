import { z } from 'zod';
import { type ItemField, valuesOf } from '../shared/item-fields.js';
import { addressText, listOfReadable } from '../shared/lists.js';
import type { ItemOverview, ItemValues, Reach, VaultOverview } from '../types.js';

const LOGIN = 1;
/** A field that repeats a built-in one. */
const LINKED = 3;

/** An item as `bw serve` writes it, and no more of it than is needed. */
export const ITEM = z.object({
  id: z.string(),
  type: z.number(),
  name: z.string().nullish(),
  organizationId: z.string().nullish(),
  reprompt: z.number().nullish(),
  deletedDate: z.string().nullish(),
  archivedDate: z.string().nullish(),
  revisionDate: z.string().nullish(),
  fields: z.array(z.object({ name: z.string().nullish(), value: z.string().nullish(), type: z.number() })).nullish(),
  login: z
    .object({
      uris: listOfReadable(z.object({ uri: addressText, match: z.number().nullish() }))
        .nullish()
        .catch(null),
      username: z.string().nullish(),
      password: z.string().nullish(),
      totp: z.string().nullish(),
      fido2Credentials: z.array(z.unknown()).nullish(),
    })
    .nullish(),
});
export type BitwardenItem = z.output<typeof ITEM>;

export const isInUse = ({ type, deletedDate, archivedDate }: BitwardenItem): boolean =>
  type === LOGIN && deletedDate == null && archivedDate == null;

/** Domain, Host, StartsWith, Exact, RegularExpression, Never. What looks at paths is kept to its host; expressions are not followed. */
const REACHES: readonly Reach[] = ['site', 'host', 'host', 'host', 'never', 'never'];

/** Items of people's own are in no organisation. */
export const OWN: VaultOverview = { id: 'personal', name: 'Personal' };

export const vaultIdOf = ({ organizationId }: BitwardenItem): string => organizationId ?? OWN.id;

export function overviewOf(item: BitwardenItem, vaults: readonly VaultOverview[]): ItemOverview {
  const id = vaultIdOf(item);
  const { login } = item;
  return {
    vault_id: id,
    item_id: item.id,
    title: item.name ?? '',
    vault_name: vaults.find((vault) => vault.id === id)?.name ?? id,
    addresses: (login?.uris ?? []).map(({ uri, match }) => ({ url: uri, reach: REACHES[match ?? 0] ?? 'never' })),
    account: login?.username || null,
    has_password: Boolean(login?.password) && !asksAgain(item),
    has_totp: Boolean(login?.totp),
    version: item.revisionDate ?? '',
    updated_at: item.revisionDate ?? null,
  };
}

/** The owner wants to be asked for the master password before the item is used; nobody is there to be asked. */
const asksAgain = ({ reprompt }: BitwardenItem): boolean => reprompt === 1;

export function itemValuesOf(item: BitwardenItem): ItemValues {
  const { login } = item;
  const password = asksAgain(item) ? '' : (login?.password ?? '');
  const fields: ItemField[] = [
    { label: 'username', value: login?.username ?? '', kind: 'username' },
    { label: 'password', value: password, kind: 'password' },
    ...(asksAgain(item) ? [] : (item.fields ?? []))
      .filter(({ type }) => type !== LINKED)
      .map(({ name, value }) => ({ label: name ?? '', value: value ?? '', kind: 'other' as const })),
  ];
  return {
    values: valuesOf(fields),
    totp: asksAgain(item) ? null : login?.totp || null,
    version: item.revisionDate ?? '',
    instead: password === '' ? reasonOf(item) : null,
  };
}

function reasonOf(item: BitwardenItem): ItemValues['instead'] {
  if ((item.login?.fido2Credentials ?? []).length > 0) return 'passkey';
  return asksAgain(item) || item.organizationId != null ? 'hidden' : null;
}
