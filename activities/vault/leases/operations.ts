import { AgentAuthError } from '../../../contract/index.js';
import { leases } from '../../../contract/schemas/leases.js';
import type { Operation } from '../calls/operation.js';
import { toText } from '../store/times.js';

/** @throws AgentAuthError `lease_not_found`: it has lapsed, or was given back; a login may have taken the session's place since */
export const renewLease: Operation<'leases.renew'> = {
  scope: 'orchestrate',
  writes: true,
  params: leases.renew,
  async run({ ctx, db, params: { id, lease_seconds } }) {
    const now = ctx.clock();
    const lasts_until = now + lease_seconds * 1000;
    const { numUpdatedRows } = await db
      .updateTable('session_leases')
      .set({ lasts_until })
      .where('id', '=', id)
      .where('lasts_until', '>', now)
      .executeTakeFirst();
    if (numUpdatedRows === 0n) throw new AgentAuthError('lease_not_found');
    return { id, expires_at: toText(lasts_until) };
  },
};

export const releaseLease: Operation<'leases.release'> = {
  scope: 'orchestrate',
  writes: true,
  params: leases.release,
  async run({ db, params: { id } }) {
    await db.deleteFrom('session_leases').where('id', '=', id).execute();
    return null;
  },
};
