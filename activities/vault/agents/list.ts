import type { AgentRecord } from '../../../contract/index.js';
import { agents } from '../../../contract/schemas/agents.js';
import type { Operation } from '../calls/operation.js';
import { standingsOf } from '../ledger/standings.js';
import { pausesOf } from '../pauses/pauses.js';
import { referencesOf } from '../providers/reference.js';
import { rowsOf, toPage } from '../store/page.js';
import { keepingsOf } from './keeping.js';
import { selectAgents, showWith } from './show.js';

/** Newest first. */
export const listAgents: Operation<'agents.list'> = {
  scope: 'orchestrate',
  writes: false,
  params: agents.list,
  async run({ ctx, db, params }) {
    const { limit, offset } = rowsOf(params);
    let query = selectAgents(db);
    if (params.domain !== undefined) query = query.where('agents.domain', '=', params.domain);
    if (params.profile_name !== undefined) query = query.where('agents.profile_name', '=', params.profile_name);
    const rows = await query
      .orderBy('agents.created_at', 'desc')
      .orderBy('agents.id')
      .limit(limit)
      .offset(offset)
      .execute();
    const { items, has_more } = toPage(rows, params, (row) => row);
    const [standings, pauses] = [await standingsOf(ctx, db, items), await pausesOf(db, items)];
    const keepings = await keepingsOf(ctx, db, items);
    const references = await referencesOf(
      ctx,
      db,
      items.map(({ id }) => id),
    );
    const shown = items.map((row): AgentRecord => {
      const [standing, pause] = [standings.get(row.id) ?? null, pauses.get(row.id) ?? null];
      return { ...showWith(row, standing, pause, keepings.get(row.id)!), ...references.get(row.id) };
    });
    return { items: shown, has_more };
  },
};
