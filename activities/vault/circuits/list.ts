import { agents } from '../../../contract/schemas/agents.js';
import type { Operation } from '../calls/operation.js';
import { rowsOf, toPage } from '../store/page.js';
import { toText } from '../store/times.js';

/** Sites that are left alone now. By site alone: whose agents those are, no entry tells. */
export const listCircuits: Operation<'agents.circuits'> = {
  scope: 'admin',
  writes: false,
  params: agents.circuits,
  async run({ ctx, db, params }) {
    const { limit, offset } = rowsOf(params);
    const rows = await db
      .selectFrom('site_circuits')
      .selectAll('site_circuits')
      .select((eb) =>
        eb
          .selectFrom('circuit_waiters')
          .whereRef('circuit_waiters.site', '=', 'site_circuits.site')
          .select((of) => of.fn.countAll().as('count'))
          .as('waiting'),
      )
      .where('opened_at', 'is not', null)
      .orderBy('opened_at')
      .orderBy('site_circuits.site')
      .limit(limit)
      .offset(offset)
      .execute();
    const now = ctx.clock();
    return toPage(rows, params, ({ site, opened_at, until, pauses, waiting }) => ({
      site,
      state: until > now ? ('open' as const) : ('half_open' as const),
      since: toText(opened_at as number),
      until: toText(until),
      pauses,
      waiting: Number(waiting),
    }));
  },
};
