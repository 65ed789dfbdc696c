import { AgentAuthError } from '../../../contract/index.js';
import { credentials } from '../../../contract/schemas/credentials.js';
import type { Operation } from '../calls/operation.js';
import { newId } from '../store/ids.js';
import { storeTotp } from '../totp/stored.js';
import { type CredentialRow, findByName } from './find.js';
import { linkExpecting } from './link-expecting.js';
import { showWithCode } from './show.js';
import { mergeValues } from './values.js';

/** @throws AgentAuthError `invalid_name`, `invalid_domain`, `invalid_totp_secret`, `already_exists` */
export const createCredential: Operation<'credentials.create'> = {
  scope: 'admin',
  writes: true,
  params: credentials.create,
  async run({ ctx, db, params: given }) {
    const now = ctx.clock();
    const row: CredentialRow = {
      id: newId('cred'),
      name: given.name,
      domain: given.domain,
      sso_provider: given.sso_provider ?? null,
      version: 1,
      created_at: now,
      updated_at: now,
    };
    if ((await findByName(db, row.name)) !== undefined) throw new AgentAuthError('already_exists');
    await db.insertInto('credentials').values(row).execute();
    await mergeValues(ctx, db, row, given.values);
    await linkExpecting(ctx, db, row);
    const totp = given.totp_secret === undefined ? null : await storeTotp(ctx, db, row, given.totp_secret);
    return showWithCode(ctx, db, row, totp, given.values);
  },
};
