import { AgentAuthError } from '../../../contract/index.js';
import type { LoginRef } from '../../../contract/steps.js';
import { findLogin } from '../invocations/find.js';
import type { Db } from '../store/transaction.js';

/**
 * Refuses an attempt that is not of the login that names it: its id begins with the login's.
 * @returns the login's record
 * @throws AgentAuthError `invocation_not_found`
 */
export async function checkOwner(db: Db, attempt: LoginRef & { readonly attempt_id: string }) {
  const { invocation_id, attempt_id } = attempt;
  if (!attempt_id.startsWith(`${invocation_id}:`)) throw new AgentAuthError('invocation_not_found');
  return findLogin(db, attempt);
}
