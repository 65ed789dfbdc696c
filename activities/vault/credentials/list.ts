import { z } from 'zod';
import { type Credential, parseDomain } from '../../../contract/index.js';
import type { Operation } from '../calls/operation.js';
import { paging, text } from '../calls/schemas.js';
import { rowsOf, toPage } from '../store/page.js';
import { showCredential } from './show.js';

/** Newest first. */
export const listCredentials: Operation<'credentials.list'> = {
  scope: 'orchestrate',
  writes: false,
  params: z.strictObject({ domain: text.optional(), ...paging }),
  async run({ db, params }) {
    const { limit, offset } = rowsOf(params);
    let query = db.selectFrom('credentials').selectAll();
    if (params.domain !== undefined) query = query.where('domain', '=', parseDomain(params.domain));
    const rows = await query.orderBy('created_at', 'desc').orderBy('id').limit(limit).offset(offset).execute();
    const credentials: Credential[] = [];
    for (const row of rows) credentials.push(await showCredential(db, row));
    return toPage(credentials, params, (credential) => credential);
  },
};
