import { AgentAuthError, type LinkHash } from '../../../contract/index.js';
import { LINK_HASH_PATTERN } from '../../../contract/names.js';
import type { VaultContext } from '../context.js';
import type { Db } from '../store/transaction.js';

/**
 * Lets the code of a link entitle to answers until the login ends. Call it only for who showed an access key: a hash that comes from a workflow
 * says nothing. A repeat changes nothing.
 * @throws AgentAuthError `invalid_input` for what can't be a hash
 */
export async function addLink(
  { clock }: Pick<VaultContext, 'clock'>,
  db: Db,
  { invocation_id, link_hash }: LinkHash,
): Promise<void> {
  if (!LINK_HASH_PATTERN.test(link_hash)) throw new AgentAuthError('invalid_input', { fields: ['link_hash'] });
  await db
    .insertInto('invocation_links')
    .values({ invocation_id, link_hash, created_at: clock() })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Whether a link with that hash was recorded for the login. */
export async function isLink(db: Db, { invocation_id, link_hash }: LinkHash): Promise<boolean> {
  const row = await db
    .selectFrom('invocation_links')
    .select('link_hash')
    .where('invocation_id', '=', invocation_id)
    .where('link_hash', '=', link_hash)
    .executeTakeFirst();
  return row !== undefined;
}

/** No code entitles to anything once its login has ended. */
export async function deleteLinks(db: Db, invocationId: string): Promise<void> {
  await db.deleteFrom('invocation_links').where('invocation_id', '=', invocationId).execute();
}
