/** Fields of an item as values of a credential: under the names that fields of login forms have. */
import { valueKeyOf } from '../../../contract/names.js';

const USER_LABEL = /^(?:user.?name|user|login|user.?id|account|benutzer(?:name)?)$/i;
const MAX_FIELDS = 50;
const MAX_VALUE_LENGTH = 4096;

/** What the provider says of a field. */
export interface ItemField {
  readonly label: string;
  readonly value: string;
  readonly kind: 'username' | 'password' | 'email' | 'other';
}

/** The values of one item. The first of several fields of one name counts, as people see it first; a field without a value is missing. */
export function valuesOf(fields: readonly ItemField[]): Record<string, string> {
  const filled = fields.filter(({ value }) => value !== '' && value.length <= MAX_VALUE_LENGTH);
  const of = (kind: ItemField['kind']) => filled.find((field) => field.kind === kind);
  const user =
    of('username') ?? of('email') ?? filled.find(({ kind, label }) => kind === 'other' && USER_LABEL.test(label));
  const password = of('password');
  const values = new Map<string, string>();
  if (user !== undefined) values.set('username', user.value);
  if (password !== undefined) values.set('password', password.value);
  for (const field of filled) {
    const key = field === user || field === password ? null : valueKeyOf(field.label);
    if (key !== null && !values.has(key) && values.size < MAX_FIELDS) values.set(key, field.value);
  }
  return Object.fromEntries(values);
}
