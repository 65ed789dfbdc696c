/** Whether an agent can log in again by itself: by what its next login would find. The one rule for who asks, and for what is renewed before its end. */
import type { Selectable } from 'kysely';
import type { CanReauthReason } from '../../../contract/reauth.js';
import { isIdentifier } from '../../../contract/value-kinds.js';
import type { VaultContext } from '../context.js';
import { findCredential } from '../credentials/find.js';
import { refusedKeys, valueKeys } from '../credentials/values.js';
import { areAnyCodesRefused, areCodesStopped, codesOf } from '../ledger/codes.js';
import { findLife } from '../lifetimes/lives.js';
import type { Needed } from '../lifetimes/tables.js';
import { pauseOf } from '../pauses/pauses.js';
import type { AgentsTable } from '../store/schema.js';
import type { Db } from '../store/transaction.js';
import { hasTotp } from '../totp/stored.js';

type Agent = Selectable<AgentsTable>;

const CAN: ReadonlySet<CanReauthReason> = new Set(['has_credential', 'external_credential']);

const NEEDED: Readonly<Record<Needed, CanReauthReason>> = {
  code: 'requires_code',
  input: 'requires_customer_input',
  action: 'requires_external_action',
};

/** What a person had to give in the last login, unless what is stored has changed since. */
async function neededBy(db: Db, agent: Agent): Promise<CanReauthReason | null> {
  const needed = (await findLife(db, agent.id))?.needed ?? null;
  if (needed === null) return null;
  const credential = agent.credential_id === null ? null : await findCredential(db, agent.credential_id);
  const isOutdated = credential !== null && credential.updated_at > (agent.last_auth_at ?? 0);
  return isOutdated ? null : NEEDED[needed];
}

/** What is wrong with a stored credential; null: nothing. */
async function storedTrouble(ctx: VaultContext, db: Db, id: string, isAlone: boolean): Promise<CanReauthReason | null> {
  const [keys, refused] = [await valueKeys(db, id), await refusedKeys(db, id)];
  if (refused.length > 0) return 'credential_refused';
  // Most have none: then no secret has to be opened for it.
  if ((await areAnyCodesRefused(db)) && (await areCodesStopped(db, await codesOf(ctx, db, id))))
    return 'credential_refused';
  const { sso_provider } = await findCredential(db, id);
  const isEmpty = !(await hasTotp(db, id)) && sso_provider === null && keys.every((key) => isIdentifier(key));
  return isAlone && isEmpty ? 'requires_customer_input' : null;
}

async function reasonOf(ctx: VaultContext, db: Db, agent: Agent): Promise<CanReauthReason> {
  const { id, credential_id, last_auth_at } = agent;
  const item = await db
    .selectFrom('agent_items')
    .innerJoin('providers', 'providers.id', 'agent_items.provider_id')
    .select(['providers.enabled', 'providers.trouble', 'providers.limited_until'])
    .select(['agent_items.refused_version', 'agent_items.instead'])
    .where('agent_items.agent_id', '=', id)
    .executeTakeFirst();
  if (credential_id === null && item === undefined) return 'no_credential';
  if (last_auth_at === null) return 'no_prior_successful_login';
  if ((await pauseOf(db, agent)) !== null) return 'paused';
  const trouble = credential_id === null ? null : await storedTrouble(ctx, db, credential_id, item === undefined);
  if (trouble !== null) return trouble;
  if (item !== undefined) {
    if ((item.limited_until ?? 0) > ctx.clock()) return 'provider_limited';
    if (item.enabled === 0 || item.trouble !== null) return 'provider_unavailable';
    if (item.refused_version !== null) return 'credential_refused';
    // A passkey can't be typed.
    if (item.instead !== null) return 'requires_customer_input';
  }
  return (await neededBy(db, agent)) ?? (item === undefined ? 'has_credential' : 'external_credential');
}

export async function reauthOf(
  ctx: VaultContext,
  db: Db,
  agent: Agent,
): Promise<{ readonly can_reauth: boolean; readonly can_reauth_reason: CanReauthReason }> {
  const can_reauth_reason = await reasonOf(ctx, db, agent);
  return { can_reauth: CAN.has(can_reauth_reason), can_reauth_reason };
}
