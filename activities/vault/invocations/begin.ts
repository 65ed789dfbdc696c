import type { Selectable } from 'kysely';
import { AgentAuthError, INVOCATION_ID_PATTERN } from '../../../contract/index.js';
import { MAX_LIMIT_SECONDS } from '../../../contract/invocation/invocation.js';
import type { BeginInvocation, BegunInvocation } from '../../../contract/steps.js';
import { findAgent } from '../agents/find.js';
import { rememberName } from '../agents/remember-name.js';
import type { VaultContext } from '../context.js';
import { letBegin } from '../ledger/held-back.js';
import { pauseOf } from '../pauses/pauses.js';
import { elsewhereOf } from '../reauth/elsewhere.js';
import { makeSealingKey } from '../sealing-keys/make-key.js';
import { newId } from '../store/ids.js';
import type { AgentsTable } from '../store/schema.js';
import { type Db, inTransaction } from '../store/transaction.js';
import { storedFor } from './at-hand.js';
import { authorizationOf } from './authorization.js';
import { findInvocation, findLogin } from './find.js';
import { insertInvocation } from './insert.js';
import { addLink } from './links.js';
import { viewKeyOf } from './view-key.js';

/** A day longer than any invocation may wait: 31 days. After that the key is deleted, even if the invocation has not ended. Milliseconds. */
const KEY_KEPT_FOR = (MAX_LIMIT_SECONDS + 24 * 3600) * 1000;

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

/** Begins for the holder of an access key, or for the agent itself: then with what its grant says and no more. */
async function insert(
  ctx: VaultContext,
  db: Db,
  agent: Selectable<AgentsTable>,
  begin: BeginInvocation,
): Promise<InvocationKey> {
  const { invocation_id } = begin;
  if ((await pauseOf(db, agent)) !== null) throw new AgentAuthError('paused');
  const start = await authorizationOf(ctx, db, begin);
  const name = await rememberName(db, agent, start?.save_credential_as ?? null, begin.save_credential_as);
  const type = start !== null && begin.type === 'login' ? 'login' : 'reauth';
  await insertInvocation(ctx, db, agent, {
    invocation_id,
    run_id: begin.run_id,
    type,
    name,
    automatic: start === null || begin.automatic === true,
  });
  if (start !== null && start.link_hash !== null) {
    const link = { invocation_id, link_hash: start.link_hash };
    await addLink(ctx, db, link, { lasting: type === 'reauth', made_by: start.key_id });
  }
  await viewKeyOf(ctx, db, invocation_id);
  const until = ctx.clock() + KEY_KEPT_FOR;
  const kid = newId('ik');
  return {
    kid,
    sealing_key: await makeSealingKey(ctx, db, { subject: invocation_id, kid, notAfter: until, deleteAt: until }),
  };
}

/**
 * Makes the invocation's key and says what is stored for it. A repeat by the same workflow answers the same key.
 * @throws AgentAuthError `agent_not_found`, `invocation_ended`, `paused`, `start_not_authorized`, `invalid_input` (no id, or that of another agent's
 * invocation or of another workflow's)
 */
export async function beginInvocation(ctx: VaultContext, input: BeginInvocation): Promise<BegunInvocation> {
  // Also keeps invocations from taking the name of another subject of keys.
  if (!INVOCATION_ID_PATTERN.test(input.invocation_id)) {
    throw new AgentAuthError('invalid_input', { fields: ['invocation_id'] });
  }
  return inTransaction(ctx.db, async (db): Promise<BegunInvocation> => {
    const agent = await findAgent(db, input.auth_agent_id);
    const before = await findInvocation(db, input.invocation_id);
    if (before !== undefined && (before.agent_id !== agent.id || before.run_id !== input.run_id)) {
      throw new AgentAuthError('invalid_input', { fields: ['invocation_id'] });
    }
    const key =
      before === undefined ? await insert(ctx, db, agent, input) : await publishedKey(db, input.invocation_id);
    const { type, save_credential_as, automatic } = await findLogin(db, input);
    const stopped = automatic === 1 ? await letBegin(ctx, db, agent) : null;
    const { reauth_wait_seconds } = agent;
    // Whoever starts a login says how long it waits.
    const wait =
      type === 'reauth' && input.authorization === null
        ? { reauth_wait_seconds, ...(await elsewhereOf(ctx, db, agent)) }
        : {};
    return {
      ...key,
      type,
      save_credential_as,
      ...wait,
      ...(await storedFor(ctx, db, agent, input.invocation_id)),
      ...(stopped === null ? {} : { stopped }),
    };
  });
}
