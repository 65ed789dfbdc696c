import { z } from 'zod';
import { AgentAuthError } from '../../../contract/errors/errors.js';
import { hasCode } from '../../../contract/errors/has-code.js';
import { valueKeyOf } from '../../../contract/names.js';
import { parse } from '../../../contract/schemas/parse.js';
import { valuesOf } from '../shared/item-fields.js';
import { unlessUnreadable } from '../shared/lists.js';
import { checkHeaderToken, pathName, serverAddress } from '../shared/settings.js';
import { answerInvalid } from '../shared/trouble.js';
import type { ItemOverview, ProviderKind } from '../types.js';
import { AUTH, VaultSession } from './session.js';

const SETTINGS = z.strictObject({
  url: serverAddress,
  namespace: z.string().max(200).optional(),
  /** Of a KV engine, version 2. */
  mount: pathName.default('secret'),
  /** Folder of the logins. */
  prefix: pathName.optional(),
  auth: AUTH.default({ method: 'token' }),
});

const MAX_SECRETS = 20_000;
const AT_ONCE = 8;

const KEYS = z.object({ data: z.object({ keys: z.array(z.string()) }) });
const version = z.object({ deletion_time: z.string().default(''), destroyed: z.boolean().default(false) });
const METADATA = z.object({
  data: z.object({
    current_version: z.number(),
    updated_time: z.string().nullish(),
    custom_metadata: z.record(z.string(), z.string()).nullish(),
    versions: z.record(z.string(), version).default({}),
  }),
});
const SECRET = z.object({
  data: z.object({ data: z.record(z.string(), z.unknown()).nullable(), metadata: z.object({ version: z.number() }) }),
});

const TOTP_KEYS = ['totp', 'otpauth', 'totp_secret'];
/** A value of metadata has 512 bytes at most: who has more addresses goes on in `urls_2`. */
const ADDRESS_KEY = /^(?:urls?|domains?)(?:_\d{1,2})?$/;

const escaped = (name: string): string => name.split('/').map(encodeURIComponent).join('/');

/** An address can't be made of a name that means another folder in it. */
const isName = (key: string): boolean => !/^\.{0,2}\/?$/.test(key);

/** HashiCorp Vault and OpenBao. A login is a secret of a KV engine; where it is for stands in its custom metadata, so that a list reads no secret. */
export const hashicorpVault: ProviderKind = {
  open({ token, settings }, { timeoutMs }) {
    const { mount, prefix, ...connection } = parse(SETTINGS, settings);
    if (connection.auth.method === 'token') checkHeaderToken(token);
    const session = new VaultSession({ ...connection, namespace: connection.namespace, token, timeoutMs });
    const top = prefix === undefined ? '' : `${prefix}/`;

    const keysIn = async (folder: string): Promise<readonly string[]> =>
      (await session.get(KEYS, `${mount}/metadata/${escaped(folder)}?list=true`)).data.keys.filter(isName);
    /** The policy of the token may leave out a folder, and what is in it is not for us; but not all of them. */
    const namesIn = async (folder: string): Promise<string[]> => {
      const asked = keysIn(folder);
      const keys = (await (folder === top ? unlessGone(asked) : unlessUnreadable(asked))) ?? [];
      const names: string[] = [];
      for (const key of keys) names.push(...(key.endsWith('/') ? await namesIn(folder + key) : [folder + key]));
      if (names.length > MAX_SECRETS) throw answerInvalid('too_large');
      return names;
    };
    const overviewOf = async (name: string): Promise<ItemOverview | null> => {
      const found = await unlessUnreadable(session.get(METADATA, `${mount}/metadata/${escaped(name)}`));
      if (found === null) return null;
      const { current_version, versions, custom_metadata, updated_time } = found.data;
      const current = versions[String(current_version)];
      if (current === undefined || current.destroyed || current.deletion_time !== '') return null;
      const about = custom_metadata ?? {};
      return {
        vault_id: mount,
        item_id: name,
        title: about.title ?? name.slice(top.length),
        vault_name: mount,
        addresses: Object.keys(about)
          .filter((key) => ADDRESS_KEY.test(key))
          .flatMap((key) => (about[key] ?? '').split(/[\s,]+/))
          .filter((url) => url !== '')
          .map((url) => ({ url, reach: 'site' })),
        account: about.username ?? about.email ?? null,
        has_password: null,
        has_totp: null,
        version: String(current_version),
        updated_at: updated_time ?? null,
      };
    };
    return {
      async check() {
        await session.checkToken();
        return [{ id: mount, name: mount }];
      },
      async list() {
        const names = await namesIn(top);
        const items: (ItemOverview | null)[] = [];
        for (let first = 0; first < names.length; first += AT_ONCE)
          items.push(...(await Promise.all(names.slice(first, first + AT_ONCE).map(overviewOf))));
        return items.filter((item) => item !== null);
      },
      async read({ vault_id, item_id }) {
        if (vault_id !== mount || !item_id.startsWith(top) || item_id.split('/').includes('..'))
          throw new AgentAuthError('provider_item_not_found');
        const { data } = await session.get(SECRET, `${mount}/data/${escaped(item_id)}`);
        if (data.data === null) throw new AgentAuthError('provider_item_not_found');
        return itemValuesOf(data.data, String(data.metadata.version));
      },
    };
  },
};

/** A folder without secrets is not there. */
async function unlessGone<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked;
  } catch (error) {
    if (hasCode(error, 'provider_item_not_found')) return null;
    throw error;
  }
}

function itemValuesOf(secret: Readonly<Record<string, unknown>>, version: string) {
  const texts = Object.entries(secret).flatMap(([label, value]): [string, string][] =>
    typeof value === 'string' || typeof value === 'number' ? [[label, String(value)]] : [],
  );
  const isTotp = (label: string): boolean => TOTP_KEYS.includes(valueKeyOf(label) ?? '');
  const fields = texts
    .filter(([label]) => !isTotp(label) && !ADDRESS_KEY.test(valueKeyOf(label) ?? ''))
    .map(([label, value]) => ({ label, value, kind: kindOf(valueKeyOf(label)) }));
  const totp = texts.find(([label, value]) => isTotp(label) && value !== '')?.[1] ?? null;
  return { values: valuesOf(fields), totp, version, instead: null };
}

function kindOf(key: string | null): 'username' | 'password' | 'email' | 'other' {
  return key === 'username' || key === 'password' || key === 'email' ? key : 'other';
}
