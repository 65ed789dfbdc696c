import type { Selectable } from 'kysely';
import { AgentAuthError, type LinkHash } from '../../../contract/index.js';
import { LINK_HASH_PATTERN } from '../../../contract/names.js';
import type { VaultContext } from '../context.js';
import type { Db } from '../store/transaction.js';
import type { InvocationLinksTable } from './tables.js';

/**
 * Lets the code of a link entitle to answers until the login ends. Call it only for who showed an access key: a hash that comes from a workflow
 * says nothing. A repeat changes nothing.
 * @param lasting whether it can be opened as long as the login waits, by one browser
 * @param made_by the access key or the webhook that it ends with
 * @throws AgentAuthError `invalid_input` for what can't be a hash
 */
export async function addLink(
  { clock }: Pick<VaultContext, 'clock'>,
  db: Db,
  { invocation_id, link_hash }: LinkHash,
  { lasting, made_by }: { readonly lasting: boolean; readonly made_by: string },
): Promise<void> {
  if (!LINK_HASH_PATTERN.test(link_hash)) throw new AgentAuthError('invalid_input', { fields: ['link_hash'] });
  await db
    .insertInto('invocation_links')
    .values({
      ...{ invocation_id, link_hash, created_at: clock(), made_by },
      ...{ lasting: lasting ? 1 : 0, browser: null, revoked: 0 },
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

export const findLink = (db: Db, { invocation_id, link_hash }: LinkHash) =>
  db
    .selectFrom('invocation_links')
    .selectAll()
    .where('invocation_id', '=', invocation_id)
    .where('link_hash', '=', link_hash)
    .executeTakeFirst();

/** Whether a link with that hash was recorded for the login. */
export async function isLink(db: Db, link: LinkHash): Promise<boolean> {
  return (await findLink(db, link))?.revoked === 0;
}

/** Whether a link was taken back while its login ran. */
export const isTakenBack = (link: Selectable<InvocationLinksTable> | undefined): boolean =>
  link?.revoked === 1 && link.lasting === 0;

/**
 * Links end with the key or the webhook that they were made for: what somebody has lost, they may have given away before.
 * @returns the logins that they were for
 */
export async function takeBackLinks(db: Db, madeBy: string): Promise<readonly string[]> {
  const ended = await db
    .updateTable('invocation_links')
    .set({ revoked: 1, lasting: 0 })
    .where('made_by', '=', madeBy)
    .where('revoked', '=', 0)
    .returning('invocation_id')
    .execute();
  return [...new Set(ended.map(({ invocation_id }) => invocation_id))].sort();
}

/** No code entitles to anything once its login has ended. One that could be opened until then says so to whoever opens it later. */
export async function revokeLinks(db: Db, invocationId: string): Promise<void> {
  await db
    .deleteFrom('invocation_links')
    .where('invocation_id', '=', invocationId)
    .where('lasting', '=', 0)
    .where('revoked', '=', 0)
    .execute();
  await db.updateTable('invocation_links').set({ revoked: 1 }).where('invocation_id', '=', invocationId).execute();
}
