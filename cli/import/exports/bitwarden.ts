/** Bitwarden's and Vaultwarden's export as JSON. */
import { z } from 'zod';
import { valuesOf } from '../../../activities/providers/index.js';
import { AgentAuthError } from '../../../contract/errors/errors.js';
import { type ExportedLogin, type NotTaken, unreadable } from './exported-login.js';

const LOGIN = 1;
/** A field that repeats a built-in one. */
const LINKED = 3;
const text = z.string().nullish();

const ITEM = z.object({
  type: z.number(),
  deletedDate: text,
  archivedDate: text,
  fields: z.array(z.object({ name: text, value: text, type: z.number() })).nullish(),
  login: z
    .object({
      uris: z.array(z.object({ uri: text })).nullish(),
      username: text,
      password: text,
      totp: text,
      fido2Credentials: z.array(z.unknown()).nullish(),
    })
    .nullish(),
});
const EXPORT = z.object({ encrypted: z.boolean().optional(), items: z.array(z.unknown()).optional() });

function unfitOf({ deletedDate, archivedDate, login }: z.output<typeof ITEM>): NotTaken | null {
  if (deletedDate) return 'deleted';
  if (archivedDate) return 'archived';
  return !login?.password && (login?.fido2Credentials ?? []).length > 0 ? 'passkey' : null;
}

/** @throws AgentAuthError `invalid_input`; nothing of the file is in it */
export function readBitwarden(given: unknown, file: string): ExportedLogin[] {
  const read = EXPORT.safeParse(given);
  if (read.success && read.data.encrypted) {
    const expected = 'an export that is not encrypted: choose the file format .json without a password in Bitwarden';
    throw new AgentAuthError('invalid_input', { file, expected });
  }
  if (!read.success || read.data.items === undefined)
    throw new AgentAuthError('invalid_input', { file, expected: "Bitwarden's export as .json" });
  return read.data.items.flatMap((given, index) => {
    const { success, data: item } = ITEM.safeParse(given);
    if (!success) return [unreadable(`item ${index + 1}`)];
    if (item.type !== LOGIN) return [];
    const { login } = item;
    const unfit = unfitOf(item);
    return {
      at: `item ${index + 1}`,
      urls: (login?.uris ?? []).map(({ uri }) => uri ?? ''),
      values: valuesOf([
        { label: 'username', value: login?.username ?? '', kind: 'username' },
        { label: 'password', value: login?.password ?? '', kind: 'password' },
        ...(item.fields ?? [])
          .filter(({ type }) => type !== LINKED)
          .map(({ name, value }) => ({ label: name ?? '', value: value ?? '', kind: 'other' as const })),
      ]),
      totp: login?.totp ?? '',
      ...(unfit === null ? {} : { unfit }),
    };
  });
}
