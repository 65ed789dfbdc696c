/**
 * Gives events their place among all. Transactions of several workers do not end in the order in which they begin: whoever wrote a number himself
 * could come behind a reader who has gone on already. So only what was committed is numbered, by one after the other, and a number that is seen is behind
 * all that were seen before.
 */
import { randomBytes } from 'node:crypto';
import type { Selectable } from 'kysely';
import type { SentEventType } from '../../../contract/events.js';
import type { VaultContext } from '../context.js';
import type { Db } from '../store/transaction.js';
import { enqueue } from '../webhooks/line.js';
import { countOn } from './record.js';
import type { EventsTable } from './tables.js';

const AT_A_TIME = 500;
/** Digits of a position in an id. */
const DIGITS = 15;

const idAt = (position: number): string =>
  `evt_${String(position).padStart(DIGITS, '0')}_${randomBytes(6).toString('hex')}`;

const listens = (types: string | null, type: SentEventType): boolean =>
  types === null || (JSON.parse(types) as readonly SentEventType[]).includes(type);

/** What is to be sent of an event: a row for each webhook that listens. A test goes to the webhook that it is of. */
async function fanOut(
  ctx: VaultContext,
  db: Db,
  { owner_id, type, at }: Selectable<EventsTable>,
  numbered: { readonly position: number; readonly event_id: string },
  webhooks: readonly { readonly id: string; readonly types: string | null }[],
): Promise<void> {
  const receivers = webhooks.filter(({ id, types }) =>
    type === 'webhook.test' ? id === owner_id : listens(types, type),
  );
  for (const { id } of receivers) {
    await enqueue(db, { webhook_id: id, owner_id, at, ...numbered }, ctx.clock());
  }
}

/** Numbers some. @returns whether there may be more */
async function numberSome(ctx: VaultContext, db: Db): Promise<boolean> {
  const rows = await db
    .selectFrom('events')
    .selectAll()
    .where('position', 'is', null)
    .orderBy('at')
    .orderBy('owner_id')
    .orderBy('sequence')
    .limit(AT_A_TIME)
    .execute();
  if (rows.length === 0) return false;
  const webhooks = await db.selectFrom('webhooks').select(['id', 'types']).orderBy('id').execute();
  const { last } = await countOn(db, 'all', rows.length, ctx.clock());
  for (const [index, row] of rows.entries()) {
    const position = last - rows.length + 1 + index;
    const event_id = idAt(position);
    await db
      .updateTable('events')
      .set({ position, id: event_id })
      .where('owner_id', '=', row.owner_id)
      .where('sequence', '=', row.sequence)
      .execute();
    await fanOut(ctx, db, row, { position, event_id }, webhooks);
  }
  return rows.length === AT_A_TIME;
}

/** Numbers all events that were committed before this transaction began, and puts them into the lines of the webhooks. */
export async function numberEvents(ctx: VaultContext, db: Db): Promise<void> {
  let more = true;
  while (more) more = await numberSome(ctx, db);
}
