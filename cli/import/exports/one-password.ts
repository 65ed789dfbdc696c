/** 1Password's export as .1pux: a zip file with one file of JSON, and attachments, which are not unpacked. */
import { z } from 'zod';
import { type ItemField, valuesOf } from '../../../activities/providers/index.js';
import { AgentAuthError } from '../../../contract/errors/errors.js';
import { type ExportedLogin, type NotTaken, unreadable } from './exported-login.js';

const DATA = 'export.data';
/** Far more than 20,000 items have. */
const MAX_BYTES = 256 * 1024 * 1024;
/** Logins and passwords; the others are notes, cards and the like. */
const CATEGORIES: ReadonlySet<string> = new Set(['001', '005']);
const text = z.string().nullish();

const FIELD = z.object({ title: text, value: z.record(z.string(), z.unknown()).nullish() });
const ITEM = z.object({
  state: text,
  trashed: z.boolean().nullish(),
  categoryUuid: text,
  overview: z.object({ url: text, urls: z.array(z.object({ url: text })).nullish() }).nullish(),
  details: z
    .object({
      password: text,
      loginFields: z.array(z.object({ value: text, name: text, fieldType: text, designation: text })).nullish(),
      sections: z.array(z.object({ fields: z.array(FIELD).nullish() })).nullish(),
      passkey: z.unknown().optional(),
    })
    .nullish(),
});
const WRAPPED = z.union([z.object({ item: ITEM }).transform(({ item }) => item), ITEM]);
const EXPORT = z.object({
  accounts: z.array(z.object({ vaults: z.array(z.object({ items: z.array(z.unknown()) })) })),
});
type Item = z.output<typeof ITEM>;

/** @throws AgentAuthError `invalid_input` */
async function unpack(bytes: Uint8Array, file: string): Promise<unknown> {
  const { unzipSync, strFromU8 } = await import('fflate');
  try {
    const filter = ({ name, originalSize }: { name: string; originalSize: number }): boolean =>
      name === DATA && originalSize <= MAX_BYTES;
    return JSON.parse(strFromU8(unzipSync(bytes, { filter })[DATA]!));
  } catch {
    throw new AgentAuthError('invalid_input', { file, expected: "1Password's export as .1pux, whole" });
  }
}

/** A field's value as text, by its kind. */
function valueIn(field: z.output<typeof FIELD>): { readonly kind: string; readonly value: string } {
  const [kind = '', value] = Object.entries(field.value ?? {})[0] ?? [];
  if (typeof value === 'string') return { kind, value };
  const address = (value as { email_address?: unknown } | null)?.email_address;
  return { kind, value: typeof address === 'string' ? address : '' };
}

function loginOf({ state, trashed, overview, details }: Item, at: string): ExportedLogin {
  const fields = (details?.sections ?? []).flatMap((section) => section.fields ?? []);
  const filled = fields.map((field) => ({ label: field.title ?? '', ...valueIn(field) }));
  const kinds: Readonly<Record<string, ItemField['kind']>> = { username: 'username', password: 'password' };
  const values = valuesOf([
    ...(details?.loginFields ?? []).map(({ designation, value }) => ({
      label: designation ?? '',
      value: value ?? '',
      kind: kinds[designation ?? ''] ?? ('other' as const),
    })),
    { label: 'password', value: details?.password ?? '', kind: 'password' },
    ...filled
      .filter(({ kind }) => ['string', 'concealed', 'email', 'phone', 'menu'].includes(kind))
      .map(({ label, kind, value }) => ({
        label,
        value,
        kind: kind === 'email' ? ('email' as const) : ('other' as const),
      })),
  ]);
  const isPasskey = details?.passkey != null && values.password === undefined;
  const unfit: NotTaken | null =
    state === 'archived' ? 'archived' : trashed || state === 'deleted' ? 'deleted' : isPasskey ? 'passkey' : null;
  return {
    at,
    urls: [overview?.url ?? '', ...(overview?.urls ?? []).map(({ url }) => url ?? '')],
    values,
    totp: filled.find(({ kind }) => kind === 'totp')?.value ?? '',
    ...(unfit === null ? {} : { unfit }),
  };
}

/** @throws AgentAuthError `invalid_input`; nothing of the file is in it */
export async function read1pux(bytes: Uint8Array, file: string): Promise<ExportedLogin[]> {
  const read = EXPORT.safeParse(await unpack(bytes, file));
  if (!read.success) throw new AgentAuthError('invalid_input', { file, expected: "1Password's export as .1pux" });
  return read.data.accounts
    .flatMap(({ vaults }) => vaults.flatMap(({ items }) => items))
    .flatMap((given, index) => {
      const at = `item ${index + 1}`;
      const { success, data: item } = WRAPPED.safeParse(given);
      if (!success) return [unreadable(at)];
      return CATEGORIES.has(item.categoryUuid ?? '001') ? [loginOf(item, at)] : [];
    });
}
