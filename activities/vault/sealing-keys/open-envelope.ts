import { decodeEnvelope, open, type Place, VAULT_SUBJECT } from '../../../contract/index.js';
import type { VaultContext } from '../context.js';
import type { Db } from '../store/transaction.js';
import { privateKeyOf } from './private-key.js';

/**
 * Opens what a caller packed and sealed to the vault's own key, for one place.
 * @returns what was packed; it is not validated yet
 * @throws AgentAuthError `wrong_key`, `unreadable_value`
 */
export async function openEnvelope(
  ctx: VaultContext,
  db: Db,
  { kid, sealed }: { readonly kid: string; readonly sealed: string },
  place: Place,
): Promise<unknown> {
  const key = await privateKeyOf(ctx, db, kid, VAULT_SUBJECT);
  return decodeEnvelope(await open(sealed, key, kid, place));
}
