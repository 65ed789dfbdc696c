import { agents } from '../../../contract/schemas/agents.js';
import { forgetRefusals } from '../attempts/refusals.js';
import type { Operation } from '../calls/operation.js';
import { drop as dropChange } from '../changes/hear.js';
import { forgetProbes } from '../checks/probes.js';
import { forgetChecks } from '../checks/schedule.js';
import { forgetWaiter } from '../circuits/circuit.js';
import { rememberDeleted } from '../comparison/orphans.js';
import { forgetFieldNames } from '../invocations/field-names.js';
import { forgetOwner } from '../ledger/account.js';
import { forgetPace } from '../ledger/pace.js';
import { forgetResets } from '../ledger/reset.js';
import { forgetEnd } from '../lifetimes/last-end.js';
import { forgetLife } from '../lifetimes/lives.js';
import { forgetPause, ofAgent } from '../pauses/pauses.js';
import { forgetItem } from '../providers/reference.js';
import { forgetWait } from '../reauth/wait.js';
import { forgetConsents } from './consents.js';
import { findAgent } from './find.js';
import { forgetProxy } from './proxy.js';
import { forgetSingleVisits } from './single-visit.js';

/**
 * Takes back an agent's grant: from now on its logins may type nothing. Its invocations stay listed.
 * @throws AgentAuthError `agent_not_found`
 */
export const revokeAgent: Operation<'agents.revoke'> = {
  scope: 'admin',
  writes: true,
  params: agents.revoke,
  async run({ ctx, db, params }) {
    const { id } = await findAgent(db, params.id);
    await db.deleteFrom('agents').where('id', '=', id).execute();
    await rememberDeleted(ctx, db, id);
    await forgetRefusals(db, id);
    await forgetOwner(db, id);
    await forgetPace(db, id);
    await forgetResets(db, id);
    await forgetWaiter(db, id);
    await forgetConsents(db, id);
    await forgetProxy(ctx, db, id);
    await forgetProbes(ctx, db, id);
    await forgetChecks(db, id);
    await forgetLife(db, id);
    await forgetEnd(db, id);
    await dropChange(db, id);
    await forgetSingleVisits(db, id);
    await forgetPause(db, ofAgent(id));
    await forgetItem(db, id);
    await forgetWait(db, id);
    await forgetFieldNames(ctx, db, id);
    await db.deleteFrom('learned_recipes').where('agent_id', '=', id).execute();
    return null;
  },
};
