import { AgentAuthError, type CredentialWithCode } from '../../../contract/index.js';
import { mayName } from '../../../contract/invocation/value-kinds.js';
import { credentials } from '../../../contract/schemas/credentials.js';
import { MAX_VALUES } from '../../../contract/schemas/parts.js';
import { agentsWith, changeAccounts } from '../agents/account-change.js';
import { forgetRefusals } from '../attempts/refusals.js';
import type { Call, Operation } from '../calls/operation.js';
import { markLinked } from '../changes/mark.js';
import { forgetOwner } from '../ledger/account.js';
import { removeTotp, storeTotp } from '../totp/stored.js';
import { type CredentialRow, findByName, findCredential } from './find.js';
import { showWithCode } from './show.js';
import { mergeValues, pardonSecrets, removeValue, valueKeys } from './values.js';

/**
 * Values that are to go, go before the others are merged.
 * @throws AgentAuthError `credential_not_found`, `invalid_name`, `already_exists`, `invalid_totp_secret`, `invalid_input` (too many values)
 */
export const updateCredential: Operation<'credentials.update'> = {
  scope: 'admin',
  writes: true,
  params: credentials.update,
  async run(call) {
    const { id } = await findCredential(call.db, call.params.id_or_name);
    return changeAccounts(call.ctx, call.db, await agentsWith(call.db, id), () => update(call, id));
  },
};

async function update({ ctx, db, params: given }: Call<'credentials.update'>, id: string): Promise<CredentialWithCode> {
  const before = await findCredential(db, id);
  const name = given.name ?? before.name;
  if (name !== before.name && (await findByName(db, name)) !== undefined) throw new AgentAuthError('already_exists');

  const next: CredentialRow = {
    ...before,
    name,
    sso_provider: given.sso_provider === undefined ? before.sso_provider : given.sso_provider,
    version: before.version + 1,
    updated_at: ctx.clock(),
  };
  let changed = false;
  for (const key of given.remove_value_keys ?? []) changed = (await removeValue(db, next.id, key)) || changed;
  changed = (await mergeValues(ctx, db, next, given.values ?? {})) || changed;
  if (changed) {
    const touched = [...(given.remove_value_keys ?? []), ...Object.keys(given.values ?? {})];
    const renamed = touched.some((key) => mayName(key));
    // The owner has corrected a secret: values that were refused before may be right.
    if (!touched.every((key) => mayName(key))) await forgetRefusals(db, next.id);
    // What was refused was so with the name of then; that pair stays refused.
    if (renamed) await pardonSecrets(db, next.id);
    if (renamed) await forgetOwner(db, next.id);
  }
  if ((await valueKeys(db, next.id)).length > MAX_VALUES) {
    throw new AgentAuthError('invalid_input', {
      fields: ['values'],
      problems: [`values: must be at most ${MAX_VALUES} in all`],
    });
  }
  if (given.totp_secret === '') await removeTotp(db, next.id);
  const totp = given.totp_secret ? await storeTotp(ctx, db, next, given.totp_secret) : null;
  await db.updateTable('credentials').set(next).where('id', '=', next.id).execute();
  await markLinked(ctx, db, next);
  return showWithCode(ctx, db, next, totp, given.values);
}
