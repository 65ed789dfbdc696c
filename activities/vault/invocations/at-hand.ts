/** What is stored for a login, and by what it is told from what was stored before. Names only. */

import { mayName } from '../../../contract/invocation/value-kinds.js';
import type { LoginRef, StoredAtHand } from '../../../contract/steps.js';
import type { VaultContext } from '../context.js';
import { findCredential } from '../credentials/find.js';
import { areCodesStopped, codesOf } from '../ledger/codes.js';
import { agentItem } from '../providers/reference.js';
import { changedSince } from '../providers/troubles.js';
import { elsewhereOf } from '../reauth/elsewhere.js';
import type { AgentsTable, CredentialValuesTable } from '../store/schema.js';
import { type Db, inTransaction } from '../store/transaction.js';
import { findInvocation } from './find.js';
import { namesAsNow } from './login-account.js';

type Agent = Pick<
  AgentsTable,
  | 'id'
  | 'credential_id'
  | 'allowed_domains'
  | 'send_to'
  | 'login_url'
  | 'stay_signed_in'
  | 'domain'
  | 'sessions_replaced'
>;

/** A secret counts as another one, too, once it belongs to another name: what a site refused was the pair. */
function marksOf(id: string, values: readonly CredentialValuesTable[]): Record<string, string> {
  const names = values.filter(({ key }) => mayName(key)).map(({ version }) => version);
  const name = Math.max(0, ...names);
  return Object.fromEntries(
    values.map(({ key, version }) => [key, mayName(key) ? `${id}.${version}` : `${id}.${version}.${name}`]),
  );
}

/**
 * @param invocation_id of the login
 * @param asked the providers that the login could not ask, and that are other ones now
 */
export async function storedFor(
  ctx: VaultContext,
  db: Db,
  agent: Agent,
  invocation_id: string,
  asked: readonly string[] = [],
): Promise<StoredAtHand> {
  const { credential_id, allowed_domains, send_to, login_url, stay_signed_in } = agent;
  // As in `sameGrant`: what a page asks of one credential is no question to another one.
  const { path = null, noticed_version = null } = (await agentItem(db, agent.id)) ?? {};
  const item = path === null && noticed_version === null ? [] : [path ?? '', noticed_version ?? ''];
  const grant = [
    allowed_domains,
    send_to,
    login_url ?? '',
    stay_signed_in,
    credential_id ?? '',
    String(agent.sessions_replaced),
    ...(await namesAsNow(ctx, db, { invocation_id, auth_agent_id: agent.id })),
    ...item,
    ...asked,
  ] as const;
  const grant_mark = ctx.fingerprint('grant', ...grant).slice(0, 12);
  if (credential_id === null)
    return { stored: [], refused: [], has_totp: false, sso_provider: null, marks: {}, totp_mark: null, grant_mark };
  const { id, sso_provider } = await findCredential(db, credential_id);
  const values = await db
    .selectFrom('credential_values')
    .selectAll()
    .where('credential_id', '=', id)
    .orderBy('key')
    .execute();
  const totp = await db.selectFrom('totp_secrets').select('version').where('credential_id', '=', id).executeTakeFirst();
  const codes = await codesOf(ctx, db, id);
  return {
    stored: values.map(({ key }) => key),
    refused: values.filter(({ refused }) => refused === 1).map(({ key }) => key),
    has_totp: codes !== null && !(await areCodesStopped(db, codes)),
    sso_provider,
    marks: marksOf(id, values),
    totp_mark: totp === undefined ? null : `${id}.${totp.version}`,
    grant_mark,
  };
}

/** See `WorkflowVault.readStored`. */
export const readStored = (ctx: VaultContext, ref: LoginRef): Promise<StoredAtHand | null> =>
  inTransaction(ctx.db, async (db) => {
    const login = await findInvocation(db, ref.invocation_id);
    if (login === undefined || login.agent_id !== ref.auth_agent_id || login.ended_at !== null) return null;
    const agent = await db.selectFrom('agents').selectAll().where('id', '=', login.agent_id).executeTakeFirst();
    return agent === undefined
      ? null
      : {
          ...(await storedFor(ctx, db, agent, login.id, await changedSince(ctx, db, login.id))),
          ...(await elsewhereOf(ctx, db, agent)),
        };
  });
