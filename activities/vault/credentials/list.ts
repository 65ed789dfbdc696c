import { credentials } from '../../../contract/schemas/credentials.js';
import type { Operation } from '../calls/operation.js';
import { rowsOf, toPage } from '../store/page.js';
import { showCredentials } from './show.js';

/** Newest first. */
export const listCredentials: Operation<'credentials.list'> = {
  scope: 'orchestrate',
  writes: false,
  params: credentials.list,
  async run({ db, params }) {
    const { limit, offset } = rowsOf(params);
    let query = db.selectFrom('credentials').selectAll();
    if (params.domain !== undefined) query = query.where('domain', '=', params.domain);
    const rows = await query.orderBy('created_at', 'desc').orderBy('id').limit(limit).offset(offset).execute();
    return toPage(await showCredentials(db, rows), params, (credential) => credential);
  },
};
