/**
 * What a login has read of an item is its own as long as the item is offered to it. Once an admin has switched the provider off, deleted it, or offers
 * less of it, the login looks anew: it uses nothing that was taken back.
 */
import type { LoginRef } from '../../../contract/steps.js';
import type { VaultContext } from '../context.js';
import { forgetLoginRecords, keepLoginRecord, loginRecords, runningWith } from '../invocations/login-records.js';
import type { Db } from '../store/transaction.js';
import type { OfferedItem } from './known.js';
import { isForSite, isOffered } from './record.js';

const SOURCE = 'item:source';

interface Source {
  readonly provider_id: string;
  readonly vault_id: string;
  readonly vault_name: string;
  readonly domain: string;
  /** Whether the login was told to look again. */
  readonly told?: true;
}

async function sourceOf(ctx: VaultContext, db: Db, invocationId: string): Promise<Source | null> {
  const [record] = await loginRecords(ctx, db, invocationId, SOURCE);
  return record === undefined ? null : JSON.parse(record.toString());
}

async function isWithdrawn(db: Db, source: Source): Promise<boolean> {
  const row = await db.selectFrom('providers').selectAll().where('id', '=', source.provider_id).executeTakeFirst();
  return !(row?.enabled === 1 && isForSite(row, source.domain) && isOffered(row, source));
}

/** Remembers where a login's values come from. */
export function noteSource(
  ctx: VaultContext,
  db: Db,
  { invocation_id }: LoginRef,
  { provider, vault_id, vault_name }: OfferedItem,
  domain: string,
): Promise<void> {
  const source: Source = { provider_id: provider.row.id, vault_id, vault_name, domain };
  return keepLoginRecord(ctx, db, invocation_id, SOURCE, JSON.stringify(source));
}

export const forgetSource = (ctx: VaultContext, db: Db, { invocation_id }: LoginRef): Promise<void> =>
  forgetLoginRecords(ctx, db, invocation_id, SOURCE);

/** The provider whose item a login has read, and may use no longer. */
export async function withdrawnFrom(ctx: VaultContext, db: Db, invocationId: string): Promise<string | null> {
  const source = await sourceOf(ctx, db, invocationId);
  return source !== null && (await isWithdrawn(db, source)) ? source.provider_id : null;
}

/** Agents whose logins have read what is not offered to them any more, and are to look again: each login is named once. */
export async function withdrawnAgents(ctx: VaultContext, db: Db): Promise<readonly string[]> {
  const agents: string[] = [];
  for (const { id, agent_id } of await runningWith(db, SOURCE)) {
    const source = await sourceOf(ctx, db, id);
    if (source === null || source.told || !(await isWithdrawn(db, source))) continue;
    await keepLoginRecord(ctx, db, id, SOURCE, JSON.stringify({ ...source, told: true } satisfies Source));
    agents.push(agent_id);
  }
  return agents;
}
