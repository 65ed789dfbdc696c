import { credentials } from '../../../contract/schemas/credentials.js';
import { forgetRefusals } from '../attempts/refusals.js';
import type { Operation } from '../calls/operation.js';
import { markLinked } from '../changes/mark.js';
import { forgetOwner } from '../ledger/account.js';
import { removeTotp } from '../totp/stored.js';
import { findCredential } from './find.js';

/**
 * Agents that were linked to it go on without a credential.
 * @throws AgentAuthError `credential_not_found`
 */
export const deleteCredential: Operation<'credentials.delete'> = {
  scope: 'admin',
  writes: true,
  params: credentials.delete,
  async run({ ctx, db, params }) {
    const { id } = await findCredential(db, params.id_or_name);
    await markLinked(ctx, db, { id });
    await db
      .updateTable('agents')
      .set({ credential_id: null, updated_at: ctx.clock() })
      .where('credential_id', '=', id)
      .execute();
    await db.deleteFrom('credential_values').where('credential_id', '=', id).execute();
    await removeTotp(db, id);
    await forgetRefusals(db, id);
    await forgetOwner(db, id);
    await db.deleteFrom('credentials').where('id', '=', id).execute();
    await ctx.records.forget(db, { table: 'credentials', id });
    return null;
  },
};
