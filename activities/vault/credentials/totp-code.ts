import { AgentAuthError } from '../../../contract/index.js';
import { credentials } from '../../../contract/schemas/credentials.js';
import type { Operation } from '../calls/operation.js';
import { openTotp } from '../totp/stored.js';
import { findCredential } from './find.js';
import { handOutCode } from './show.js';

/**
 * The code of now, also when a login has used it: a person who sees it refused waits for the next one.
 * @throws AgentAuthError `credential_not_found`, `no_totp_secret`
 */
export const totpCode: Operation<'credentials.totpCode'> = {
  scope: 'admin',
  writes: true,
  params: credentials.totpCode,
  async run({ ctx, db, params }) {
    const { id } = await findCredential(db, params.id_or_name);
    const totp = await openTotp(ctx, db, id);
    if (totp === null) throw new AgentAuthError('no_totp_secret');
    return handOutCode(ctx, db, totp);
  },
};
