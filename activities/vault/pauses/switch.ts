import type { PauseSubject } from '../../../contract/agent/pause.js';
import { pauses } from '../../../contract/schemas/pauses.js';
import { findAgent } from '../agents/find.js';
import type { Operation } from '../calls/operation.js';
import { markAgents } from '../changes/mark.js';
import { rowsOf, toPage } from '../store/page.js';
import type { Db } from '../store/transaction.js';
import { agentsUnder, forgetPause, ofAgent, ofDomain, showPause } from './pauses.js';

/** @throws AgentAuthError `agent_not_found`. A site can be paused before it has an agent */
const subjectOf = async (db: Db, of: PauseSubject): Promise<string> =>
  'id' in of ? ofAgent((await findAgent(db, of.id)).id) : ofDomain(of.domain);

/** Switches off. A repeat says why anew. */
export const pause: Operation<'agents.pause'> = {
  scope: 'admin',
  writes: true,
  params: pauses.pause,
  async run({ ctx, db, params, caller }) {
    const subject = await subjectOf(db, params.of);
    const change = { reason: params.reason, paused_by: caller.key.name, paused_at: ctx.clock() };
    await db
      .insertInto('pauses')
      .values({ subject, ...change })
      .onConflict((conflict) => conflict.column('subject').doUpdateSet(change))
      .execute();
    return showPause({ subject, ...change });
  },
};

/** Switches on again. What is on stays on. */
export const resume: Operation<'agents.resume'> = {
  scope: 'admin',
  writes: true,
  params: pauses.resume,
  async run({ ctx, db, params }) {
    const subject = await subjectOf(db, params.of);
    const before = await db.selectFrom('pauses').select('subject').where('subject', '=', subject).executeTakeFirst();
    await forgetPause(db, subject);
    const agents = await agentsUnder(db, subject);
    await markAgents(ctx, db, agents);
    return { resumed: before !== undefined, agents };
  },
};

/** What is switched off, newest first. */
export const listPauses: Operation<'agents.pauses'> = {
  scope: 'orchestrate',
  writes: false,
  params: pauses.list,
  async run({ db, params }) {
    const { limit, offset } = rowsOf(params);
    const query = db.selectFrom('pauses').selectAll().orderBy('paused_at', 'desc').orderBy('subject');
    return toPage(await query.limit(limit).offset(offset).execute(), params, showPause);
  },
};
