/** Events of logins. */
import type { EventType } from '../../../contract/events.js';
import { FLOW_ERRORS, type FlowErrorCode, type InvocationStatus, type LoginStop } from '../../../contract/index.js';
import type { VaultContext } from '../context.js';
import type { InvocationRow } from '../invocations/find.js';
import { standingOf } from '../ledger/standing.js';
import type { Db } from '../store/transaction.js';
import { recordEvents } from './record.js';

type Login = Pick<InvocationRow, 'id' | 'agent_id' | 'type' | 'domain' | 'profile_name'>;
type Told = Omit<Parameters<typeof recordEvents>[4] & object, 'invocation_id' | 'invocation_type'>;

/** Writes events of a login down, under its agent. */
export const recordLogin = (
  ctx: VaultContext,
  db: Db,
  { id: invocation_id, agent_id: id, type: invocation_type, domain, profile_name }: Login,
  types: readonly EventType[],
  told: Told = {},
): Promise<void> =>
  recordEvents(ctx, db, { id, domain, profile_name }, types, { invocation_id, invocation_type, ...told });

const ENDS: Record<Exclude<InvocationStatus, 'IN_PROGRESS'>, EventType> = {
  SUCCESS: 'invocation.succeeded',
  FAILED: 'invocation.failed',
  CANCELED: 'invocation.canceled',
  EXPIRED: 'invocation.expired',
};

/** The code comes from a workflow: anything but one of our codes would be free text. */
const codeOf = (code: FlowErrorCode | null): FlowErrorCode | null =>
  code === null || Object.hasOwn(FLOW_ERRORS, code) ? code : 'internal_error';

/** The site's trouble, where it keeps the next login of the agent waiting. */
async function recordTrouble(ctx: VaultContext, db: Db, login: Login): Promise<void> {
  const agent = await db.selectFrom('agents').selectAll().where('id', '=', login.agent_id).executeTakeFirst();
  const stopped = agent === undefined ? null : await standingOf(ctx, db, agent);
  if (stopped?.why === 'site_trouble') await recordLogin(ctx, db, login, ['agent.site_trouble'], { stopped });
}

/** Tells how a login ended. Call it when the ledger knows. */
export async function recordEnd(
  ctx: VaultContext,
  db: Db,
  login: Login,
  { status, error_code }: Pick<InvocationRow, 'status' | 'error_code'>,
  stopped: LoginStop | null = null,
): Promise<void> {
  if (status === 'IN_PROGRESS') return;
  const isLost = login.type === 'reauth' && (status === 'FAILED' || status === 'EXPIRED');
  const isOfOther = status === 'FAILED' && error_code === 'wrong_account';
  const types: readonly EventType[] = [
    ...(isOfOther ? (['session.wrong_account'] as const) : []),
    ENDS[status],
    ...(isLost ? (['reauth.failed'] as const) : []),
  ];
  const told = status === 'SUCCESS' ? {} : { error_code: codeOf(error_code), ...(stopped === null ? {} : { stopped }) };
  await recordLogin(ctx, db, login, types, told);
  if (status === 'FAILED') await recordTrouble(ctx, db, login);
}
