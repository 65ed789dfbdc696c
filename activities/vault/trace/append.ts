import { z } from 'zod';
import { AgentAuthError, type TraceEntry } from '../../../contract/index.js';
import { parse } from '../../../contract/schemas/parse.js';
import type { LoginRef } from '../../../contract/steps.js';
import { OWN_NAME } from '../calls/own-name.js';
import type { VaultContext } from '../context.js';
import { findInvocation } from '../invocations/find.js';
import { type Db, inTransaction } from '../store/transaction.js';
import { traceEntry } from './entry.js';
import { rowsOfTrace, sealEntries } from './rows.js';

/** Of an invocation, as JSON. */
const MAX_BYTES = 64 * 1024;

const entriesSchema = z.array(traceEntry);
const bytesOf = (entries: readonly TraceEntry[]): number => Buffer.byteLength(JSON.stringify(entries));

/** See `LoginVault.appendTrace`. */
export async function appendTrace(ctx: VaultContext, ref: LoginRef, given: readonly TraceEntry[]): Promise<void> {
  const entries = parse(entriesSchema, given, OWN_NAME);
  await inTransaction(ctx.db, async (db) => {
    const invocation = await findInvocation(db, ref.invocation_id);
    if (invocation?.agent_id !== ref.auth_agent_id) throw new AgentAuthError('invocation_not_found');
    if (entries.length > 0) await append(ctx, db, ref.invocation_id, entries);
  });
}

/** How a login ended is what is asked for: where there is too much, the oldest goes. */
async function append(ctx: VaultContext, db: Db, id: string, entries: readonly TraceEntry[]): Promise<void> {
  const rows = await rowsOfTrace(db, id);
  const last = rows.at(-1);
  const kept = newest(entries);
  const first = (last === undefined ? 0 : last.first + last.entries) + entries.length - kept.length;
  const bytes = bytesOf(kept);
  let total = rows.reduce((sum, row) => sum + row.bytes, bytes);
  for (const row of rows) {
    if (total <= MAX_BYTES) break;
    await db.deleteFrom('trace').where('invocation_id', '=', id).where('first', '=', row.first).execute();
    total -= row.bytes;
  }
  const sealed = await sealEntries(ctx, db, id, first, kept);
  const row = { invocation_id: id, first, entries: kept.length, bytes, sealed, written_at: ctx.clock() };
  await db.insertInto('trace').values(row).execute();
}

/** As many of one step as there is room for at all. */
function newest(entries: readonly TraceEntry[]): readonly TraceEntry[] {
  let bytes = bytesOf([]);
  const fit = entries.toReversed().findIndex((entry) => {
    bytes += bytesOf([entry]) - 1;
    return bytes > MAX_BYTES;
  });
  return fit === -1 ? entries : entries.slice(entries.length - fit);
}
