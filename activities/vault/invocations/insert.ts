import type { Selectable } from 'kysely';
import type { InvocationType } from '../../../contract/index.js';
import type { VaultContext } from '../context.js';
import { recordLogin } from '../events/login.js';
import type { AgentsTable } from '../store/schema.js';
import type { Db } from '../store/transaction.js';

/** Records a login of an agent that begins now. */
export async function insertInvocation(
  ctx: VaultContext,
  db: Db,
  { id: agent_id, domain, profile_name }: Pick<Selectable<AgentsTable>, 'id' | 'domain' | 'profile_name'>,
  login: {
    readonly invocation_id: string;
    readonly type: InvocationType;
    readonly run_id: string | null;
    readonly name: string | null;
    readonly automatic: boolean;
  },
): Promise<void> {
  const { invocation_id: id, type, run_id, name, automatic } = login;
  const nothingYet = {
    status: 'IN_PROGRESS',
    error_code: null,
    saved_as: null,
    not_saved: null,
    saved_at: null,
    session_expires_at: null,
    post_login_url: null,
    waits_since: null,
    told_need: null,
    ended_at: null,
    end_details: null,
    begun_again: 0,
  } as const;
  await db
    .insertInto('invocations')
    .values({
      id,
      agent_id,
      type,
      domain,
      profile_name,
      run_id,
      save_credential_as: name,
      name_from_workflow: 0,
      automatic: automatic ? 1 : 0,
      started_at: ctx.clock(),
      ...nothingYet,
    })
    .execute();
  await recordLogin(ctx, db, { id, agent_id, type, domain, profile_name }, ['invocation.started']);
}
