import type { Outcome } from '../../../contract/steps.js';
import type { LoginContext } from '../context.js';
import type { Login } from '../login.js';
import { failed } from './outcome.js';

/** The end of a login that the site knows as somebody else. The next one begins without what led there, and types the credential. */
export async function wrongAccount(context: LoginContext, login: Login, words: string | null): Promise<Outcome> {
  await context.vault.disownSession({ ...login.hold, base_version: login.profile?.version ?? null });
  return failed(context, login, 'wrong_account', words);
}
