import type { KdbxEntry } from 'kdbxweb';

type Field = KdbxEntry['fields'] extends Map<string, infer Value> ? Value : never;

const textOf = (field: Field | undefined): string =>
  field === undefined ? '' : typeof field === 'string' ? field : field.getText();

export const textAt = ({ fields }: KdbxEntry, name: string): string => textOf(fields.get(name));

/** Another entry's field in the place of a value, such as `{REF:P@I:UUID}`. What it leads to is not followed: the value is missing. */
const REFERENCE = /\{REF:[A-Z]@[A-Z]:/i;

export const valueAt = (entry: KdbxEntry, name: string): string => {
  const text = textAt(entry, name);
  return REFERENCE.test(text) ? '' : text;
};

/** The entry's address, and those that KeePassXC and Keepass2Android put into fields of their own. */
export const addressesOf = (entry: KdbxEntry): string[] =>
  ['URL', ...[...entry.fields.keys()].filter((name) => /^KP2A_URL(?:_\d+)?$/.test(name)).sort()]
    .map((name) => textAt(entry, name))
    .filter((url) => url !== '');

const KNOWN =
  /^(?:Title|UserName|Password|URL|Notes|otp|TimeOtp-.*|HmacOtp-.*|TOTP (?:Seed|Settings)|KP2A_URL.*|KPEX_PASSKEY_.*|_.*)$/;

/** Fields that people have added. */
export const ownFields = (entry: KdbxEntry): string[] => [...entry.fields.keys()].filter((name) => !KNOWN.test(name));

export const hasPasskey = (entry: KdbxEntry): boolean =>
  [...entry.fields.keys()].some((name) => name.startsWith('KPEX_PASSKEY_'));
