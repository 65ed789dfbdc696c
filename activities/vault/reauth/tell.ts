import type { AskedField, EventData, EventType } from '../../../contract/events.js';
import type { LoginRef } from '../../../contract/steps.js';
import type { VaultContext } from '../context.js';
import { recordLogin } from '../events/login.js';
import { findLogin, type InvocationRow } from '../invocations/find.js';
import { toTextOrNull } from '../store/times.js';
import { type Db, inTransaction } from '../store/transaction.js';
import { textFor } from './text.js';
import { findWait, type WaitRow } from './wait.js';

/** What people are told of a wait, with the words for it. */
async function toldOf(db: Db, login: InvocationRow, wait: WaitRow, is_reminder: boolean): Promise<Partial<EventData>> {
  const agent = await db
    .selectFrom('agents')
    .leftJoin('credentials', 'credentials.id', 'agents.credential_id')
    .select('credentials.name as credential_name')
    .where('agents.id', '=', login.agent_id)
    .executeTakeFirst();
  const { domain, profile_name } = login;
  const credential_name = agent?.credential_name ?? null;
  const { waits_for } = wait;
  const fields: readonly AskedField[] = JSON.parse(wait.missing);
  const until = wait.until === null ? null : Number(wait.until);
  const text = textFor({ domain, profile_name, credential_name, waits_for, fields, until, is_reminder });
  return { waits_for, fields, credential_name, waits_until: toTextOrNull(until), text };
}

/** Tells of a re-login that waits for a person. */
export async function tellWait(
  ctx: VaultContext,
  db: Db,
  login: InvocationRow,
  type: Extract<EventType, 'reauth.needs_human' | 'reauth.reminder'>,
): Promise<void> {
  const wait = await findWait(db, login.agent_id);
  if (wait === undefined || wait.invocation_id !== login.id) return;
  await recordLogin(ctx, db, login, [type], await toldOf(db, login, wait, type === 'reauth.reminder'));
}

/** See `VaultActivities.remind`. */
export function remind(ctx: VaultContext, input: LoginRef & { readonly nth: number }): Promise<void> {
  return inTransaction(ctx.db, async (db) => {
    const login = await findLogin(db, input);
    const wait = await findWait(db, login.agent_id);
    const nth = Number(input.nth);
    if (login.ended_at !== null || wait?.invocation_id !== login.id || !(wait.reminded < nth)) return;
    await db.updateTable('reauth_waits').set({ reminded: nth }).where('agent_id', '=', login.agent_id).execute();
    await tellWait(ctx, db, login, 'reauth.reminder');
  });
}
