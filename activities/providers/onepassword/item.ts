import { type ItemField, valuesOf } from '../shared/item-fields.js';
import type { ItemOverview, ItemValues, Reach, VaultOverview } from '../types.js';
import type { SdkItem, SdkOverview } from './schemas.js';

/** Only items of these categories have websites. */
const CATEGORIES = ['Login', 'Password'];

/** How far an item's website reaches; what a later SDK may add reaches no further than that host. */
const REACHES: Readonly<Record<string, Reach>> = { AnywhereOnWebsite: 'site', ExactDomain: 'host', Never: 'never' };

export const isLogin = ({ category }: Pick<SdkItem, 'category'>): boolean => CATEGORIES.includes(category);

export const isInUse = (item: SdkOverview): boolean => isLogin(item) && item.state === 'active';

export const overviewOf = (item: SdkOverview, vault: VaultOverview): ItemOverview => ({
  vault_id: vault.id,
  item_id: item.id,
  title: item.title,
  vault_name: vault.name,
  addresses: item.websites.map(({ url, autofillBehavior }) => ({ url, reach: REACHES[autofillBehavior] ?? 'host' })),
  account: null,
  has_password: null,
  has_totp: null,
  // The number of an item's version stands in the item alone.
  version: item.updatedAt,
  updated_at: item.updatedAt,
});

type Field = SdkItem['fields'][number];

/** Files, references to other items, cards and addresses are no values of a login form. */
const TYPED = ['Text', 'Concealed', 'Email', 'Phone', 'Url', 'Menu', 'Date'];

/** Fields that a login has of its own have these ids and stand in no section. */
function kindOf({ id, sectionId, fieldType }: Field): ItemField['kind'] {
  const isOwn = !sectionId;
  if (isOwn && id === 'username') return 'username';
  if (isOwn && id === 'password') return 'password';
  return fieldType === 'Email' ? 'email' : 'other';
}

/** Of several codes that of the login itself: it stands in no section, or is called as the apps call it. */
function totpOf(fields: readonly Field[]): string | null {
  const totps = fields.filter(({ fieldType, value }) => fieldType === 'Totp' && value !== '');
  const own =
    totps.find(({ sectionId }) => !sectionId) ?? totps.find(({ title }) => /^one-time password$/i.test(title));
  return (own ?? totps[0])?.value ?? null;
}

/** "Sign in with": the login of an identity provider is linked. Which one it is, the SDK does not say. */
const isLinkedLogin = ({ fieldType, sectionId }: Field): boolean =>
  fieldType === 'Reference' && /^linked.?items$/i.test(sectionId ?? '');

export function itemValuesOf({ fields, updatedAt }: SdkItem): ItemValues {
  const typed = fields
    .filter(({ fieldType }) => TYPED.includes(fieldType))
    .map((field) => ({ label: field.title || field.id, value: field.value, kind: kindOf(field) }));
  const values = valuesOf(typed);
  const instead = values.password === undefined && fields.some(isLinkedLogin) ? 'sign_in_with' : null;
  return { values, totp: totpOf(fields), version: updatedAt, instead };
}
