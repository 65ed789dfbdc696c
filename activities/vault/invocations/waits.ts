/** Which logins wait for a person. */
import { ASKED_FIELDS } from '../../../contract/events.js';
import type { NeedsHuman } from '../../../contract/steps.js';
import { siteAsks } from '../circuits/settle.js';
import type { VaultContext } from '../context.js';
import { recordLogin } from '../events/login.js';
import { tellWait } from '../reauth/tell.js';
import { beginWait } from '../reauth/wait.js';
import { type Db, inTransaction } from '../store/transaction.js';
import { findLogin, type InvocationRow } from './find.js';

/** The page of a login asks for something. Where that is stored, it is typed at once: this is for counting, nothing is decided by it. */
export async function waits(ctx: VaultContext, db: Db, invocationId: string): Promise<void> {
  await db
    .updateTable('invocations')
    .set({ waits_since: ctx.clock() })
    .where('id', '=', invocationId)
    .where('waits_since', 'is', null)
    .execute();
}

/** See `VaultActivities.noteNeedsHuman`. */
export function noteNeedsHuman(ctx: VaultContext, input: NeedsHuman): Promise<void> {
  return inTransaction(ctx.db, async (db) => {
    const login = await findLogin(db, input);
    const waits_for = input.waits_for === 'external_action' ? 'external_action' : 'input';
    const told_need = `${waits_for}:${Number(input.question)}`;
    if (login.ended_at !== null || login.told_need === told_need) return;
    await siteAsks(ctx, db, login);
    await db.updateTable('invocations').set({ told_need }).where('id', '=', login.id).execute();
    // Names that are the site's own tell what it wrote.
    const fields = ASKED_FIELDS.filter((name) => input.fields.includes(name));
    await recordLogin(ctx, db, login, ['invocation.needs_human'], { waits_for, fields });
    if (login.type !== 'reauth') return;
    const until = Date.parse(input.until ?? '');
    await beginWait(ctx, db, login, { waits_for, missing: JSON.stringify(fields), until: until || null });
    await tellWait(ctx, db, login, 'reauth.needs_human');
  });
}

/** The login goes on: whoever it waited for has answered. */
export async function goesOn(ctx: VaultContext, db: Db, login: InvocationRow): Promise<void> {
  await db.updateTable('invocations').set({ waits_since: null, told_need: null }).where('id', '=', login.id).execute();
  const isAnswered = login.told_need !== null && login.type === 'reauth';
  if (isAnswered) await recordLogin(ctx, db, login, ['reauth.answered']);
}
