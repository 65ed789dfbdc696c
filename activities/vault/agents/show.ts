import type { Selectable } from 'kysely';
import type { Pause } from '../../../contract/agent/pause.js';
import type { LoginStop } from '../../../contract/agent/stop.js';
import type { AgentRecord } from '../../../contract/index.js';
import { type CheckColumns, shownChecks } from '../checks/shown.js';
import type { VaultContext } from '../context.js';
import { standingOf } from '../ledger/standing.js';
import { type LastEndColumns, shownEnd } from '../lifetimes/last-end.js';
import { pauseOf } from '../pauses/pauses.js';
import { shownWait, type WaitColumns } from '../reauth/show.js';
import type { Flag } from '../store/columns.js';
import type { AgentsTable } from '../store/schema.js';
import { toText, toTextOrNull } from '../store/times.js';
import type { Db } from '../store/transaction.js';
import { keepingOf } from './keeping.js';

/** Agents with the names of their credentials, and what may be seen of their proxies. */
export const selectAgents = (db: Db) =>
  db
    .selectFrom('agents')
    .leftJoin('credentials', 'credentials.id', 'agents.credential_id')
    .leftJoin('agent_proxies', 'agent_proxies.agent_id', 'agents.id')
    .leftJoin('session_checks', 'session_checks.agent_id', 'agents.id')
    // Of the one site of its domain.
    .leftJoin('session_probes', 'session_probes.agent_id', 'agents.id')
    .leftJoin('reauth_waits', 'reauth_waits.agent_id', 'agents.id')
    .leftJoin('session_ends', 'session_ends.agent_id', 'agents.id')
    .selectAll('agents')
    .select(['reauth_waits.since as wait_since', 'reauth_waits.waits_for', 'reauth_waits.missing'])
    .select(['reauth_waits.invocation_id as wait_invocation_id', 'reauth_waits.until as wait_until'])
    .select(['reauth_waits.next_at as wait_next_at'])
    .select(['session_ends.at as last_end_at', 'session_ends.cause as last_end_cause'])
    .select(['credentials.name as credential_name', 'credentials.sso_provider as credential_provider'])
    .select(['agent_proxies.server as proxy_server', 'agent_proxies.has_credentials as proxy_has_credentials'])
    .select(['session_checks.checked_at', 'session_checks.answer', 'session_checks.why', 'session_checks.looked_by'])
    .select(['session_probes.learned_at', 'session_probes.unavailable']);

type AgentRow = Selectable<AgentsTable> &
  CheckColumns &
  LastEndColumns &
  WaitColumns & {
    readonly credential_name: string | null;
    readonly proxy_server: string | null;
    readonly proxy_has_credentials: Flag | null;
  };

/** An agent as callers see it. */
export const showAgent = async (ctx: VaultContext, db: Db, row: AgentRow): Promise<AgentRecord> =>
  showWith(row, await standingOf(ctx, db, row), await pauseOf(db, row), await keepingOf(ctx, db, row));

/** @param stopped why its next login would be stopped */
export const showWith = (
  row: AgentRow,
  stopped: LoginStop | null,
  paused: Pause | null,
  keeping: Awaited<ReturnType<typeof keepingOf>>,
): AgentRecord => ({
  id: row.id,
  domain: row.domain,
  profile_name: row.profile_name,
  credential_id: row.credential_id,
  credential_name: row.credential_name,
  login_url: row.login_url,
  allowed_domains: JSON.parse(row.allowed_domains),
  stay_signed_in: row.stay_signed_in === 1,
  send_to: JSON.parse(row.send_to),
  health_checks: row.health_checks === 1,
  health_check_interval: row.health_check_interval,
  ...shownChecks(row),
  reauth_wait_seconds: row.reauth_wait_seconds,
  reauth_wait: shownWait(row),
  proxy:
    row.proxy_server === null ? null : { server: row.proxy_server, has_credentials: row.proxy_has_credentials === 1 },
  status: row.status,
  created_at: toText(row.created_at),
  updated_at: toText(row.updated_at),
  last_auth_at: toTextOrNull(row.last_auth_at),
  last_session_end: shownEnd(row),
  ...keeping,
  post_login_url: row.post_login_url,
  stopped,
  paused,
  save_credential_as: row.save_credential_as,
});
