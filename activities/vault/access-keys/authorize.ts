import { timingSafeEqual } from 'node:crypto';
import { type AccessKeyInfo, AgentAuthError, parseAccessKey, type Scope } from '../../../contract/index.js';
import { identityIn } from '../crypto/vault-secrets.js';
import type { Db } from '../store/transaction.js';
import { hashOf } from './create.js';

/** Who makes a call. */
export interface Caller {
  readonly key: AccessKeyInfo;
  /** Whether the caller's key may do what this scope covers. */
  may(scope: Scope): boolean;
}

/** Compared with when there is no such key, so that unknown ids take as long as known ones. */
const NOBODY = hashOf('');

/** @throws AgentAuthError `unauthorized` when the key is not one of the vault's; `vault_unavailable` where its database is emptied: it may have been one */
export async function authorize(db: Db, accessKey: string): Promise<Caller> {
  const { id, secret } = parseAccessKey(accessKey);
  const row = await db
    .selectFrom('access_keys')
    .select(['name', 'hash', 'scopes'])
    .where('id', '=', id)
    .executeTakeFirst();
  const expected = row === undefined ? NOBODY : Buffer.from(row.hash, 'base64url');
  const same = timingSafeEqual(hashOf(secret), expected);
  if (row === undefined || !same)
    throw new AgentAuthError((await identityIn(db)) === null ? 'vault_unavailable' : 'unauthorized');
  const scopes: readonly Scope[] = JSON.parse(row.scopes);
  return { key: { id, name: row.name, scopes }, may: (scope) => scopes.includes('admin') || scopes.includes(scope) };
}

/** @throws AgentAuthError `forbidden` */
export function requireScope(caller: Caller, scope: Scope): void {
  if (!caller.may(scope)) throw new AgentAuthError('forbidden', { scope });
}
