import type { ItemUse } from '../../../contract/credentials/providers.js';
import type { AgentTimelineEvent } from '../../../contract/events.js';
import { agents } from '../../../contract/schemas/agents.js';
import type { Operation } from '../calls/operation.js';
import type { InvocationRow } from '../invocations/find.js';
import { resetsOf } from '../ledger/reset.js';
import { choicesOf } from '../providers/reads.js';
import { rowsOf, toPage } from '../store/page.js';
import { toText, toTextOrNull } from '../store/times.js';
import { findAgent } from './find.js';

const showLogin = (row: InvocationRow, use: ItemUse | undefined): AgentTimelineEvent => ({
  id: row.id,
  type: row.type,
  status: row.status,
  timestamp: toText(row.started_at),
  completed_at: toTextOrNull(row.ended_at),
  error_code: row.error_code,
  session_expires_at: toTextOrNull(row.session_expires_at),
  ...(use === undefined ? {} : { credential_item: use }),
});

/**
 * The logins of an agent and the resets of its limits, newest first: their records outlive its events.
 * @throws AgentAuthError `agent_not_found`
 */
export const agentTimeline: Operation<'agents.timeline'> = {
  scope: 'orchestrate',
  writes: false,
  params: agents.timeline,
  async run({ db, params }) {
    const { id, type } = params;
    await findAgent(db, id);
    const { limit, offset } = rowsOf(params);
    const resets = type === undefined || type === 'reset' ? await resetsOf(db, id, offset + limit) : [];
    if (type === 'reset') return toPage(resets.slice(offset), params, (reset) => reset);
    let query = db.selectFrom('invocations').selectAll().where('agent_id', '=', id);
    if (type !== undefined) query = query.where('type', '=', type);
    query = query.orderBy('started_at', 'desc').orderBy('id');
    const page = resets.length === 0 ? query.limit(limit).offset(offset) : query.limit(offset + limit);
    const rows = await page.execute();
    const chosen = await choicesOf(
      db,
      rows.map((row) => row.id),
    );
    const show = (row: InvocationRow): AgentTimelineEvent => showLogin(row, chosen.get(row.id));
    if (resets.length === 0) return toPage(rows, params, show);
    // RFC 3339 in UTC, whose order is that of its letters.
    const all = [...rows.map(show), ...resets].sort((one, other) => (one.timestamp < other.timestamp ? 1 : -1));
    return toPage(all.slice(offset), params, (event) => event);
  },
};
