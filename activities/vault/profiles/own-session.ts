import type { LoginRef } from '../../../contract/steps.js';
import type { VaultContext } from '../context.js';
import { findRunning } from '../invocations/find.js';
import { inTransaction } from '../store/transaction.js';
import type { OwnSession } from '../types.js';
import { mayUse, readOwners } from './owners.js';
import { ofSites, type Session, sitesOf } from './session.js';

/** See `LoginVault.ownSession`. */
export const ownSession = (ctx: VaultContext, ref: LoginRef, session: Session): Promise<OwnSession> =>
  inTransaction(ctx.db, async (db) => {
    const { profile_name, agent_id } = await findRunning(db, ref);
    const owners = await readOwners(db, profile_name);
    const isOwn = (site: string): boolean => mayUse(owners, agent_id, site);
    return {
      session: ofSites(session, isOwn),
      others: sitesOf(session).filter((site) => !isOwn(site)).length,
    };
  });
