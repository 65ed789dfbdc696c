import { z } from 'zod';
import { domain, domains, id, name, paging, seconds, site, url } from './parts.js';
import { proxy, proxyId } from './proxy.js';

const grant = z.strictObject({
  id,
  domain,
  profile_name: name,
  credential_name: name.nullable().optional(),
  login_url: url.nullable().optional(),
  allowed_domains: domains.optional(),
  stay_signed_in: z.boolean().optional(),
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

const ensure = z.strictObject({
  domain,
  profile_name: name,
  credential_name: name.optional(),
  timeout: seconds.default(60),
});

const one = z.strictObject({ id });

export const agents = {
  grant,
  create,
  ensure,
  retrieve: one,
  list: paging.extend({ domain: domain.optional(), profile_name: name.optional() }),
  revoke: one,
  resetAttempts: one,
};
