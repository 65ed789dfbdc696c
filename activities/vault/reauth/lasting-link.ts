import type { Selectable } from 'kysely';
import { AgentAuthError, type LinkHash } from '../../../contract/index.js';
import { findInvocation } from '../invocations/find.js';
import { findLink } from '../invocations/links.js';
import type { InvocationLinksTable } from '../invocations/tables.js';
import type { Db } from '../store/transaction.js';

/**
 * A link that lives as long as its login waits.
 * @throws AgentAuthError `handoff_expired` where there is none, `invocation_ended` {status} where it is done
 */
export async function lastingLink(db: Db, link: LinkHash): Promise<Selectable<InvocationLinksTable>> {
  const row = await findLink(db, link);
  if (row?.lasting !== 1) throw new AgentAuthError('handoff_expired');
  const login = await findInvocation(db, link.invocation_id);
  if (login === undefined || login.ended_at !== null)
    throw new AgentAuthError('invocation_ended', { status: login?.status ?? 'EXPIRED' });
  if (row.revoked === 1) throw new AgentAuthError('handoff_expired');
  return row;
}
