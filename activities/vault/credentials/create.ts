import { z } from 'zod';
import { AgentAuthError, parseDomain } from '../../../contract/index.js';
import type { Operation } from '../calls/operation.js';
import { checkName, ssoProvider, values } from '../calls/schemas.js';
import { newId } from '../store/ids.js';
import { storeTotp } from '../totp/stored.js';
import { type CredentialRow, findByName } from './find.js';
import { showWithCode } from './show.js';
import { mergeValues } from './values.js';

/** Partial credentials are fine, empty ones are not. */
const params = z
  .strictObject({
    name: z.string(),
    domain: z.string(),
    values,
    totp_secret: z.string().min(1).optional(),
    sso_provider: ssoProvider.optional(),
  })
  .refine((p) => Object.keys(p.values).length > 0 || p.totp_secret !== undefined || p.sso_provider !== undefined, {
    path: ['values'],
  });

/** @throws AgentAuthError `invalid_name`, `invalid_domain`, `invalid_totp_secret`, `already_exists` */
export const createCredential: Operation<'credentials.create'> = {
  scope: 'admin',
  writes: true,
  params,
  async run({ ctx, db, params: given }) {
    const now = ctx.clock();
    const row: CredentialRow = {
      id: newId('cred'),
      name: checkName(given.name),
      domain: parseDomain(given.domain),
      sso_provider: given.sso_provider ?? null,
      version: 1,
      created_at: now,
      updated_at: now,
    };
    if ((await findByName(db, row.name)) !== undefined) throw new AgentAuthError('already_exists');
    await db.insertInto('credentials').values(row).execute();
    await mergeValues(ctx, db, row, given.values);
    const totp = given.totp_secret === undefined ? null : await storeTotp(ctx, db, row, given.totp_secret);
    return showWithCode(ctx, db, row, totp);
  },
};
