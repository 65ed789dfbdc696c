import { sql } from 'kysely';
import type { EventData, EventType, SentEventType } from '../../../contract/events.js';
import type { VaultContext } from '../context.js';
import type { AgentsTable } from '../store/schema.js';
import type { Db } from '../store/transaction.js';

/** Whose event it is. */
type Owner = Pick<AgentsTable, 'id' | 'domain' | 'profile_name'>;
type Told = Omit<EventData, 'auth_agent_id' | 'sequence' | 'domain' | 'profile_name'>;

/**
 * Counts on. Nothing is read before it is written, so that on Postgres writers of different rows do not block each other.
 * @returns the last number, and a time that never goes back, whatever the clocks of workers say
 */
export async function countOn(
  db: Db,
  name: string,
  by: number,
  now: number,
): Promise<{ readonly last: number; readonly last_at: number }> {
  const row = await db
    .insertInto('event_sequences')
    .values({ name, last: by, last_at: now })
    .onConflict((conflict) =>
      conflict.column('name').doUpdateSet({
        last: sql<number>`event_sequences.last + excluded.last`,
        last_at: sql<number>`case when event_sequences.last_at > excluded.last_at then event_sequences.last_at else excluded.last_at end`,
      }),
    )
    .returning(['last', 'last_at'])
    .executeTakeFirstOrThrow();
  return { last: Number(row.last), last_at: Number(row.last_at) };
}

/** Writes an event down, behind those that its owner has. */
export async function insertEvent(
  ctx: VaultContext,
  db: Db,
  owner_id: string,
  type: SentEventType,
  dataOf: (sequence: number) => object,
): Promise<void> {
  const { last: sequence, last_at: at } = await countOn(db, owner_id, 1, ctx.clock());
  const data = JSON.stringify(dataOf(sequence));
  await db.insertInto('events').values({ owner_id, sequence, type, data, at, position: null, id: null }).execute();
}

/** Writes events of an agent into the outbox, in the transaction in which what they tell of happens. */
export async function recordEvents(
  ctx: VaultContext,
  db: Db,
  { id, domain, profile_name }: Owner,
  types: readonly EventType[],
  told: Told = {},
): Promise<void> {
  for (const type of types) {
    await insertEvent(ctx, db, id, type, (sequence) => ({
      auth_agent_id: id,
      sequence,
      domain,
      profile_name,
      ...told,
    }));
  }
}
