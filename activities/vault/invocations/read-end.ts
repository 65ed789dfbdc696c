import type { InvocationEnd, LoginRef } from '../../../contract/steps.js';
import type { VaultContext } from '../context.js';
import { comesAgainAt } from '../reauth/wait.js';
import { toText, toTextOrNull } from '../store/times.js';
import { inTransaction } from '../store/transaction.js';
import { findInvocation } from './find.js';

const NO_GRANT: InvocationEnd = {
  status: 'FAILED',
  error_code: 'internal_error',
  credential_name: null,
  session_expires_at: null,
  post_login_url: null,
};

/** The rest of the address is the site's, and for those who may see the login. */
export const originOf = (address: string | null): string | null =>
  address !== null && URL.canParse(address) ? new URL('/', address).href : null;

/** How a login ended. See `VaultActivities.readEnd`. */
export function readEnd(
  ctx: VaultContext,
  { invocation_id, auth_agent_id, run_id }: LoginRef & { readonly run_id: string | null },
): Promise<InvocationEnd | null> {
  return inTransaction(ctx.db, async (db) => {
    const row = await findInvocation(db, invocation_id);
    if (row === undefined) {
      const agent = await db.selectFrom('agents').select('id').where('id', '=', auth_agent_id).executeTakeFirst();
      // Where nothing is granted, no login can begin, and so none can be recorded.
      return agent === undefined ? NO_GRANT : null;
    }
    const isOther = row.agent_id !== auth_agent_id || (run_id !== null && row.run_id !== null && row.run_id !== run_id);
    if (isOther || row.ended_at === null) return null;
    const { status, error_code, saved_as: credential_name } = row;
    const post_login_url = originOf(row.post_login_url);
    const session_expires_at = toTextOrNull(row.session_expires_at);
    const again = await comesAgainAt(db, row);
    const again_at = again === null ? {} : { again_at: toText(again) };
    return { status, error_code, credential_name, session_expires_at, post_login_url, ...again_at };
  });
}
