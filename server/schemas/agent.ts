import { z } from 'zod';
import { CAN_REAUTH_REASONS } from '../../contract/agent/reauth.js';
import { CHECK_REASONS } from '../../contract/agent/session-check.js';
import { SESSION_END_CAUSES, SESSION_END_REASONS } from '../../contract/agent/session-lifetime.js';
import { ASKED_FIELDS } from '../../contract/events.js';
import { agents } from '../../contract/schemas/agents.js';
import { pauses } from '../../contract/schemas/pauses.js';
import { stopped, time } from './common.js';
import { bodyOf, bodyWithout, queryOf } from './from-operation.js';

export const agentCreate = bodyOf(agents.create).meta({ id: 'AuthAgentCreateRequest' });

export const agentChange = bodyWithout(agents.change, 'id').meta({ id: 'AuthAgentUpdateRequest' });

export const pauseReason = bodyOf(pauses.reason).meta({ id: 'PauseRequest' });

export const sitePause = bodyOf(pauses.site).meta({ id: 'SitePauseRequest' });

export const site = bodyOf(pauses.siteOnly).meta({ id: 'SiteRequest' });

export const pause = z
  .object({ scope: z.enum(['agent', 'site']), subject: z.string(), reason: z.string(), by: z.string(), at: time })
  .meta({ id: 'Pause' });

export const resumed = z.object({ resumed: z.boolean() }).meta({ id: 'Resumed' });

export const resetRequest = bodyWithout(agents.resetAttempts, 'id').meta({ id: 'ResetAttemptsRequest' });

export const circuit = z
  .object({
    site: z.string(),
    state: z.enum(['open', 'half_open']),
    since: time,
    until: time,
    pauses: z.number().int(),
    waiting: z.number().int(),
  })
  .meta({ id: 'SiteCircuit' });

export const agentQuery = queryOf(agents.list);

const check = z
  .object({
    at: time,
    answer: z.enum(['in', 'out', 'inconclusive']),
    by: z.enum(['probe', 'browser']),
    why: z.enum(CHECK_REASONS),
  })
  .meta({ id: 'SessionCheck' });

export const ensureRequest = bodyOf(agents.ensure.pick({ timeout: true, max_age_seconds: true })).meta({
  id: 'EnsureRequest',
});
const reauthWait = z
  .object({
    since: time,
    waits_for: z.enum(['input', 'external_action']),
    missing: z.array(z.enum(ASKED_FIELDS)),
    invocation_id: z.string().nullable(),
    until: time.nullable(),
    next_at: time.nullable(),
  })
  .meta({ id: 'ReauthWait' });

export const checkRequest = bodyWithout(agents.check, 'id').meta({ id: 'CheckRequest' });

const agentItem = z.object({
  provider: z.string(),
  vault_id: z.string(),
  item_id: z.string(),
  path: z.string().nullable(),
  account: z.string().nullable(),
  use: z.string().nullable(),
  refused: z.boolean(),
  instead: z.string().nullable(),
  chosen_at: time,
});

export const agent = z
  .object({
    id: z.string(),
    domain: z.string(),
    profile_name: z.string(),
    status: z.enum(['AUTHENTICATED', 'NEEDS_AUTH']),
    allowed_domains: z.array(z.string()),
    send_to: z.array(z.string()),
    proxy: z.object({ server: z.string(), has_credentials: z.boolean() }).nullable(),
    login_url: z.string().nullable(),
    stay_signed_in: z.boolean(),
    health_checks: z.boolean(),
    health_check_interval: z.number(),
    health_check_unavailable_reason: z.enum(['no_probe', 'single_visit']).nullable(),
    last_check: check.nullable(),
    last_session_end: z.object({ at: time, cause: z.enum(SESSION_END_CAUSES) }).nullable(),
    reauth_wait_seconds: z.number(),
    reauth_wait: reauthWait.nullable(),
    can_reauth: z.boolean(),
    can_reauth_reason: z.enum(CAN_REAUTH_REASONS),
    credential_id: z.string().optional(),
    credential_name: z.string().optional(),
    credential: z
      .union([
        z.object({ name: z.string() }),
        z.object({ provider: z.string(), path: z.string() }),
        z.object({ provider: z.string(), auto: z.literal(true) }),
      ])
      .optional(),
    credential_item: agentItem.nullable(),
    has_selectors: z.boolean(),
    last_auth_check_at: time.optional(),
    post_login_url: z.string().optional(),
    session_expires_at: time.nullable(),
    session_expires_reason: z.enum(SESSION_END_REASONS),
    in_use_until: time.nullable(),
    auto_reauth: z.boolean(),
    keep_alive: z.boolean(),
    invocation_id: z.string().nullable(),
    stopped,
    paused: pause.nullable(),
    save_credential_as: z.string().nullable(),
  })
  .meta({ id: 'AuthAgent' });

export const checked = z
  .object({ auth_agent: agent, verified: z.boolean(), check: check.nullable() })
  .meta({ id: 'CheckedAgent' });

export const readySession = z
  .object({
    auth_agent: agent,
    profile_name: z.string(),
    session_expires_at: time.nullable(),
    post_login_url: z.string().nullable(),
    verified: z.boolean(),
  })
  .meta({ id: 'ReadySession' });
