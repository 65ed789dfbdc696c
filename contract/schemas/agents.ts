import { z } from 'zod';
import { MIN_REAUTH_WAIT_SECONDS } from '../agent/reauth-wait.js';
import { INVOCATION_TYPES, MAX_LIMIT_SECONDS } from '../invocation/invocation.js';
import { domain, domains, id, name, paging, seconds, site, url, urlOrNone } from './parts.js';
import { pauses } from './pauses.js';
import { credentialReference } from './providers.js';
import { proxy, proxyId } from './proxy.js';

/** Seconds between two looks at a session. */
const checkInterval = z.int().min(300).max(86_400);
/** Seconds that a re-login waits for a person. */
const reauthWait = z.int().min(MIN_REAUTH_WAIT_SECONDS).max(MAX_LIMIT_SECONDS);
/** Seconds, 0: now. */
const maxAge = z
  .int()
  .min(0)
  .max(30 * 86_400);

const grant = z.strictObject({
  id,
  domain,
  profile_name: name,
  credential_name: name.nullable().optional(),
  credential: credentialReference.nullable().optional(),
  login_url: url.nullable().optional(),
  allowed_domains: domains.optional(),
  stay_signed_in: z.boolean().optional(),
  health_checks: z.boolean().optional(),
  health_check_interval: checkInterval.optional(),
  auto_reauth: z.boolean().optional(),
  keep_alive: z.boolean().optional(),
  reauth_wait_seconds: reauthWait.optional(),
  send_to: domains.optional(),
  proxy: proxy.nullable().optional(),
  proxy_id: proxyId.optional(),
});

/** The same without the id, which callers of the client need not know. */
const create = grant.omit({ id: true }).extend({
  domain: site,
  idle_timeout_seconds: seconds.optional(),
  overall_timeout_seconds: seconds.optional(),
});

const update = z.strictObject({
  id,
  credential_name: name.nullable().optional(),
  credential: credentialReference.nullable().optional(),
  login_url: urlOrNone.nullable().optional(),
  allowed_domains: domains.nullable().optional(),
  stay_signed_in: z.boolean().nullable().optional(),
  health_checks: z.boolean().nullable().optional(),
  health_check_interval: checkInterval.nullable().optional(),
  auto_reauth: z.boolean().nullable().optional(),
  keep_alive: z.boolean().nullable().optional(),
  reauth_wait_seconds: reauthWait.nullable().optional(),
  send_to: domains.nullable().optional(),
  save_credential_as: name.nullable().optional(),
  proxy: proxy.nullable().optional(),
  proxy_id: proxyId.optional(),
});

/** The time limits are the workflow's. */
const change = update.extend({
  idle_timeout_seconds: seconds.nullable().optional(),
  overall_timeout_seconds: seconds.nullable().optional(),
});

const ensure = z.strictObject({
  domain,
  profile_name: name,
  credential_name: name.optional(),
  timeout: seconds.default(60),
  max_age_seconds: maxAge.default(300),
});

const one = z.strictObject({ id });

export const agents = {
  grant,
  create,
  update,
  change,
  pause: pauses.pause,
  resume: pauses.resume,
  pauses: pauses.list,
  ensure,
  check: z.strictObject({ id, max_age_seconds: maxAge.default(0) }),
  retrieve: one,
  list: paging.extend({ domain: domain.optional(), profile_name: name.optional() }),
  revoke: one,
  resetAttempts: one.extend({ reason: pauses.reason.shape.reason.optional() }),
  circuits: paging,
  timeline: paging.extend({ id, type: z.enum([...INVOCATION_TYPES, 'reset']).optional() }),
};
