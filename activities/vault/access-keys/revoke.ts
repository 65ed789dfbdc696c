import { AgentAuthError, type Scope } from '../../../contract/index.js';
import { keys } from '../../../contract/schemas/keys.js';
import type { Operation } from '../calls/operation.js';
import { takeBackLinks } from '../invocations/links.js';
import { endLeasesOf } from '../leases/leases.js';

const isAdmin = ({ scopes }: { readonly scopes: string }): boolean =>
  (JSON.parse(scopes) as readonly Scope[]).includes('admin');

/**
 * Deletes an access key, and with it the links that it made and the leases that it took. The last one that may do everything stays: without it nobody could make another.
 * @throws AgentAuthError `key_not_found`, `last_admin_key`
 */
export const revokeKey: Operation<'keys.revoke'> = {
  scope: 'admin',
  writes: true,
  params: keys.revoke,
  async run({ db, params: { id } }) {
    const all = await db.selectFrom('access_keys').select(['id', 'scopes']).execute();
    if (!all.some((key) => key.id === id)) throw new AgentAuthError('key_not_found');
    if (!all.some((key) => key.id !== id && isAdmin(key))) throw new AgentAuthError('last_admin_key');
    await db.deleteFrom('access_keys').where('id', '=', id).execute();
    await takeBackLinks(db, id);
    await endLeasesOf(db, id);
    return null;
  },
};
