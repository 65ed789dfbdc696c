/** Who read which item, when, for which login. Written before the values are used; never a value. */
import type { ItemRead, ItemUse } from '../../../contract/credentials/providers.js';
import { providers } from '../../../contract/schemas/providers.js';
import type { LoginRef } from '../../../contract/steps.js';
import type { Operation } from '../calls/operation.js';
import type { VaultContext } from '../context.js';
import type { FieldRef } from '../crypto/records.js';
import { newId } from '../store/ids.js';
import { rowsOf, toPage } from '../store/page.js';
import { toText } from '../store/times.js';
import type { Db } from '../store/transaction.js';
import type { OfferedItem } from './known.js';
import { findProvider } from './record.js';
import { showItem } from './show-item.js';

const KEPT_FOR_MS = 400 * 86_400_000;
const MAX_KEPT = 100_000;

const pathAt = (providerId: string, id: string): FieldRef => ({
  table: 'providers',
  id: providerId,
  field: `read ${id}`,
  version: 1,
});

export async function noteRead(
  ctx: VaultContext,
  db: Db,
  { invocation_id, auth_agent_id: agent_id }: LoginRef,
  item: OfferedItem,
  use: ItemUse,
): Promise<void> {
  const id = newId('read');
  const { id: provider_id, name: provider_name } = item.provider.row;
  const { vault_id, item_id, version } = item;
  const path = await ctx.records.seal(db, pathAt(provider_id, id), showItem(item).path);
  const whose = { provider_id, provider_name, agent_id, invocation_id, vault_id, item_id };
  await db
    .insertInto('item_reads')
    .values({ id, at: ctx.clock(), ...whose, version, use, path })
    .execute();
}

/** @throws AgentAuthError `provider_not_found` */
export const listReads: Operation<'providers.audit'> = {
  scope: 'admin',
  writes: false,
  params: providers.audit,
  async run({ ctx, db, params }) {
    const { limit, offset } = rowsOf(params);
    let query = db
      .selectFrom('item_reads')
      .leftJoin('providers', 'providers.id', 'item_reads.provider_id')
      .selectAll('item_reads')
      .select('providers.id as known_provider');
    if (params.id_or_name !== undefined)
      query = query.where('item_reads.provider_id', '=', (await findProvider(db, params.id_or_name)).id);
    if (params.auth_agent_id !== undefined) query = query.where('item_reads.agent_id', '=', params.auth_agent_id);
    if (params.invocation_id !== undefined) query = query.where('item_reads.invocation_id', '=', params.invocation_id);
    const rows = await query
      .orderBy('item_reads.at', 'desc')
      .orderBy('item_reads.id', 'desc')
      .limit(limit)
      .offset(offset)
      .execute();
    const shown: ItemRead[] = [];
    for (const { known_provider, agent_id, provider_name, path, at, ...row } of rows) {
      const isKnown = known_provider !== null;
      const opened = isKnown ? (await ctx.records.open(db, pathAt(row.provider_id, row.id), path)).toString() : null;
      shown.push({ ...row, at: toText(at), provider: provider_name, auth_agent_id: agent_id, path: opened });
    }
    return toPage(shown, params, (read) => read);
  },
};

/** How the items of logins were chosen, by invocation; those that took the same as before are not in it. */
export async function choicesOf(db: Db, invocationIds: readonly string[]): Promise<ReadonlyMap<string, ItemUse>> {
  if (invocationIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('item_reads')
    .select(['invocation_id', 'use'])
    .where('invocation_id', 'in', invocationIds)
    .where('use', 'not in', ['again', 'compared'])
    .orderBy('at')
    .execute();
  return new Map(rows.map(({ invocation_id, use }) => [invocation_id, use]));
}

/** Deletes what is old, and the oldest where there are too many. */
export async function sweepReads(ctx: VaultContext, db: Db): Promise<void> {
  await db
    .deleteFrom('item_reads')
    .where('at', '<=', ctx.clock() - KEPT_FOR_MS)
    .execute();
  const last = await db
    .selectFrom('item_reads')
    .select('at')
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .offset(MAX_KEPT)
    .limit(1)
    .executeTakeFirst();
  if (last !== undefined) await db.deleteFrom('item_reads').where('at', '<=', last.at).execute();
}
