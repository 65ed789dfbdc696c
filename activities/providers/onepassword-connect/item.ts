import { type ItemField, valuesOf } from '../shared/item-fields.js';
import type { ItemOverview, ItemValues, VaultOverview } from '../types.js';
import type { ConnectFullItem, ConnectItem } from './schemas.js';

/** Only items of these categories have addresses. */
const CATEGORIES = ['LOGIN', 'PASSWORD'];

export const isInUse = ({ category, state }: ConnectItem): boolean =>
  CATEGORIES.includes(category) && (state == null || state === 'ACTIVE');

export function overviewOf(item: ConnectItem, vault: VaultOverview): ItemOverview {
  const urls = [...(item.urls ?? [])].sort((one, other) => Number(other.primary ?? 0) - Number(one.primary ?? 0));
  return {
    vault_id: vault.id,
    item_id: item.id,
    title: item.title,
    vault_name: vault.name,
    addresses: urls.map(({ href }) => ({ url: href, reach: 'site' })),
    account: null,
    has_password: null,
    has_totp: null,
    version: String(item.version ?? item.updatedAt ?? ''),
    updated_at: item.updatedAt ?? null,
  };
}

type Field = NonNullable<ConnectFullItem['fields']>[number];

/** The specification says TOTP, servers answer OTP. */
const isTotp = ({ type }: Field): boolean => type === 'OTP' || type === 'TOTP';

function kindOf({ id, type, purpose, section }: Field): ItemField['kind'] {
  if (purpose === 'USERNAME' || (id === 'username' && section == null)) return 'username';
  if (purpose === 'PASSWORD' || (id === 'password' && section == null)) return 'password';
  return type === 'EMAIL' ? 'email' : 'other';
}

/** "Sign in with": the login of an identity provider stands in the place of a password, or is linked. */
const isLinkedLogin = ({ type, section }: Field): boolean =>
  type === 'SSOLOGIN' || (type === 'REFERENCE' && /^linked.?items$/i.test(section?.id ?? ''));

/** Files, references and notes are no values of a form. */
const isTyped = ({ type, purpose }: Field): boolean =>
  purpose !== 'NOTES' && ['STRING', 'EMAIL', 'CONCEALED', 'PHONE', 'DATE', 'MENU', 'URL'].includes(type);

export function itemValuesOf(item: ConnectFullItem): ItemValues {
  const fields = item.fields ?? [];
  const typed = fields.filter(isTyped).map((field) => ({
    label: field.label ?? field.id,
    value: field.value ?? '',
    kind: kindOf(field),
  }));
  const totps = fields.filter((field) => isTotp(field) && field.value);
  // One that people set up for this login stands with it; another one in a section can be anything's.
  const totp = totps.find(({ section }) => section?.id == null) ?? totps[0];
  const values = valuesOf(typed);
  return {
    values,
    totp: totp?.value ?? null,
    version: String(item.version ?? item.updatedAt ?? ''),
    instead: values.password === undefined && fields.some(isLinkedLogin) ? 'sign_in_with' : null,
  };
}
