import { createHash, randomBytes } from 'node:crypto';
import type { NewAccessKey, Scope } from '../../../contract/index.js';
import type { VaultContext } from '../context.js';
import { newId } from '../store/ids.js';
import { toText } from '../store/times.js';
import type { Db } from '../store/transaction.js';

/** SHA-256 of the secret part of an access key. */
export const hashOf = (secret: string): Buffer => createHash('sha256').update(secret).digest();

/** Makes an access key. See `Vault.createAccessKey`. */
export async function createAccessKey(
  ctx: VaultContext,
  db: Db,
  { name, scopes }: { readonly name: string; readonly scopes: readonly Scope[] },
): Promise<NewAccessKey> {
  const id = newId('ak');
  const secret = randomBytes(32).toString('base64url');
  const created_at = ctx.clock();
  await db
    .insertInto('access_keys')
    .values({
      id,
      name,
      scopes: JSON.stringify(scopes),
      hash: hashOf(secret).toString('base64url'),
      created_at,
    })
    .execute();
  return { id, name, scopes, created_at: toText(created_at), access_key: `aak.${id}.${secret}.${ctx.identity.pin}` };
}
