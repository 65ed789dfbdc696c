import { EVENT_ID_PATTERN, type EventType } from '../../../contract/events.js';
import { AgentAuthError } from '../../../contract/index.js';
import { events } from '../../../contract/schemas/events.js';
import type { Operation } from '../calls/operation.js';
import { rowsOf, toPage } from '../store/page.js';
import type { Db } from '../store/transaction.js';
import { numberEvents } from './number.js';
import { showEvent } from './show.js';

/**
 * The position behind which a reader goes on. One that is gone, because it is old, still has its place.
 * @throws AgentAuthError `event_not_found` where this vault never gave that id: what the reader has seen is not what is here
 */
async function positionOf(db: Db, id: string): Promise<number> {
  const position = Number(EVENT_ID_PATTERN.exec(id)?.[1]);
  const there = await db.selectFrom('events').select('id').where('position', '=', position).executeTakeFirst();
  const counted = await db.selectFrom('event_sequences').select('last').where('name', '=', 'all').executeTakeFirst();
  const isOther = there !== undefined && there.id !== id;
  if (isOther || position > Number(counted?.last ?? 0)) throw new AgentAuthError('event_not_found');
  return position;
}

/**
 * Oldest first.
 * @throws AgentAuthError `event_not_found`
 */
export const listEvents: Operation<'events.list'> = {
  scope: 'orchestrate',
  writes: false,
  params: events.list,
  async run({ ctx, db, params }) {
    await numberEvents(ctx, db);
    const { after, auth_agent_id } = params;
    const from = after === undefined ? 0 : await positionOf(db, after);
    let query = db.selectFrom('events').selectAll().where('position', '>', from).where('type', '!=', 'webhook.test');
    if (auth_agent_id !== undefined) query = query.where('owner_id', '=', auth_agent_id);
    const rows = await query.orderBy('position').limit(rowsOf(params).limit).execute();
    return toPage(rows, params, (row) => showEvent({ ...row, type: row.type as EventType }));
  },
};
