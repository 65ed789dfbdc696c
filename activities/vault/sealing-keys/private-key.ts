import { type CryptoKey, importJWK } from 'jose';
import { AgentAuthError } from '../../../contract/index.js';
import type { VaultContext } from '../context.js';
import type { Db } from '../store/transaction.js';
import { privateKeyAt } from './make-key.js';

/**
 * The private key that opens what was sealed to `kid`.
 * @param subject `vault` or an invocation: a key of one opens nothing for another
 * @throws AgentAuthError `wrong_key` when there is none, or no longer one
 */
export async function privateKeyOf(ctx: VaultContext, db: Db, kid: string, subject: string): Promise<CryptoKey> {
  const row = await db
    .selectFrom('sealing_keys')
    .select('private_key')
    .where('kid', '=', kid)
    .where('subject', '=', subject)
    .where('delete_at', '>', ctx.clock())
    .executeTakeFirst();
  if (row === undefined) throw new AgentAuthError('wrong_key');
  const jwk = JSON.parse((await ctx.records.open(db, privateKeyAt(kid), row.private_key)).toString());
  return (await importJWK(jwk, 'ECDH-ES')) as CryptoKey;
}
