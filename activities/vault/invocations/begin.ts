import { AgentAuthError, INVOCATION_ID_PATTERN, type InvocationType } from '../../../contract/index.js';
import { MAX_LIMIT_SECONDS } from '../../../contract/invocation.js';
import type { BegunInvocation, LoginRef } from '../../../contract/steps.js';
import { findAgent } from '../agents/find.js';
import type { VaultContext } from '../context.js';
import { findCredential } from '../credentials/find.js';
import { refusedKeys, valueKeys } from '../credentials/values.js';
import { areCodesStopped, codesOf } from '../ledger/codes.js';
import { makeSealingKey } from '../sealing-keys/make-key.js';
import { newId } from '../store/ids.js';
import { type Db, inTransaction } from '../store/transaction.js';
import { findInvocation } from './find.js';

/** A day longer than any invocation may wait: 31 days. After that the key is deleted, even if the invocation has not ended. Milliseconds. */
const KEY_KEPT_FOR = (MAX_LIMIT_SECONDS + 24 * 3600) * 1000;

type Begin = LoginRef & { readonly type: InvocationType };

type InvocationKey = Pick<BegunInvocation, 'kid' | 'sealing_key'>;

/** The key of an invocation that was begun before. */
async function publishedKey(db: Db, invocationId: string): Promise<InvocationKey> {
  const row = await db
    .selectFrom('sealing_keys')
    .select(['kid', 'published as sealing_key'])
    .where('subject', '=', invocationId)
    .executeTakeFirst();
  if (row === undefined) throw new AgentAuthError('invocation_ended');
  return row;
}

async function insert(
  ctx: VaultContext,
  db: Db,
  { invocation_id, auth_agent_id, type }: Begin,
): Promise<InvocationKey> {
  const { domain, profile_name } = await findAgent(db, auth_agent_id);
  const now = ctx.clock();
  const open = { status: 'IN_PROGRESS', error_code: null, saved_as: null, started_at: now, ended_at: null } as const;
  await db
    .insertInto('invocations')
    .values({ id: invocation_id, agent_id: auth_agent_id, type, domain, profile_name, ...open })
    .execute();
  const until = now + KEY_KEPT_FOR;
  const kid = newId('ik');
  return {
    kid,
    sealing_key: await makeSealingKey(ctx, db, { subject: invocation_id, kid, notAfter: until, deleteAt: until }),
  };
}

/**
 * Makes the invocation's key and says what is stored for it. A repeat answers the same key.
 * @throws AgentAuthError `agent_not_found`, `invocation_ended`, `invalid_input` (no id, or of another agent's invocation)
 */
export async function beginInvocation(ctx: VaultContext, input: Begin): Promise<BegunInvocation> {
  // Also keeps invocations from taking the name of another subject of keys.
  if (!INVOCATION_ID_PATTERN.test(input.invocation_id)) {
    throw new AgentAuthError('invalid_input', { fields: ['invocation_id'] });
  }
  return inTransaction(ctx.db, async (db): Promise<BegunInvocation> => {
    const agent = await findAgent(db, input.auth_agent_id);
    const begun = await findInvocation(db, input.invocation_id);
    if (begun !== undefined && begun.agent_id !== agent.id) {
      throw new AgentAuthError('invalid_input', { fields: ['invocation_id'] });
    }
    const key = begun === undefined ? await insert(ctx, db, input) : await publishedKey(db, input.invocation_id);
    if (agent.credential_id === null) {
      return { ...key, stored: [], refused: [], has_totp: false, sso_provider: null };
    }
    const { id, sso_provider } = await findCredential(db, agent.credential_id);
    const [stored, refused, codes] = [await valueKeys(db, id), await refusedKeys(db, id), await codesOf(ctx, db, id)];
    const has_totp = codes !== null && !(await areCodesStopped(db, codes));
    return { ...key, stored, refused, has_totp, sso_provider };
  });
}
