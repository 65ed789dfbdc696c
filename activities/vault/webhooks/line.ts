/** Lines of webhooks: what one owner has is sent one after the other. */
import type { Db } from '../store/transaction.js';

/** Position of the event that has waited longest; undefined where the line is empty. */
async function firstOf(db: Db, webhookId: string, ownerId: string): Promise<number | undefined> {
  const row = await db
    .selectFrom('deliveries')
    .select('position')
    .where('webhook_id', '=', webhookId)
    .where('state', '=', 'pending')
    .where('owner_id', '=', ownerId)
    .orderBy('position')
    .limit(1)
    .executeTakeFirst();
  return row?.position;
}

/** Puts an event at the end of a line. */
export async function enqueue(
  db: Db,
  event: {
    readonly webhook_id: string;
    readonly owner_id: string;
    readonly event_id: string;
    readonly position: number;
    readonly at: number;
  },
  now: number,
): Promise<void> {
  const first = await firstOf(db, event.webhook_id, event.owner_id);
  const notTried = {
    attempts: 0,
    lease: null,
    leased_until: 0,
    last_attempt_at: null,
    last_status: null,
    last_failure: null,
  };
  await db
    .insertInto('deliveries')
    .values({ ...event, state: 'pending', is_next: first === undefined ? 1 : 0, next_at: now, ...notTried })
    .execute();
}

/** The first of a line is gone: who is behind it is next. */
export async function moveUp(db: Db, webhookId: string, ownerId: string): Promise<void> {
  const position = await firstOf(db, webhookId, ownerId);
  if (position === undefined) return;
  await db
    .updateTable('deliveries')
    .set({ is_next: 1 })
    .where('webhook_id', '=', webhookId)
    .where('position', '=', position)
    .execute();
}

/** Drops what happened long ago. Where nobody has sent anything for so long, the rest of a line moves up. */
export async function sweepLines(db: Db, until: number): Promise<void> {
  const old = db.selectFrom('deliveries').where('at', '<=', until);
  const cut = await old.select(['webhook_id', 'owner_id']).where('is_next', '=', 1).execute();
  await db.deleteFrom('deliveries').where('at', '<=', until).execute();
  for (const { webhook_id, owner_id } of cut) await moveUp(db, webhook_id, owner_id);
}
