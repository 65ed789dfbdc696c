import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context } from 'hono';
import type { AgentAuth } from '../../client/index.js';
import { hasCode } from '../../client/internal.js';
import { AgentAuthError } from '../../contract/errors.js';
import type { Route } from '../http/route.js';
import type { Services } from '../services.js';
import { mayAs } from './callers.js';
import type { Allowance } from './rate-limit.js';

/** Identifies the caller for logs and limits, without the key or token itself. */
export interface Admitted {
  /** Id of the access key, or of the invocation whose token was shown. */
  readonly id: string;
  readonly auth: AgentAuth;
  /** Code of the link that the token was got with: what entitles its holder to answer. Null where no token was shown. */
  readonly linkCode: string | null;
}

const addressOf = (context: Context): string => getConnInfo(context).remote.address ?? 'unknown';

/** @throws AgentAuthError `too_many_requests` */
function enforce(context: Context, { limit, remaining, retryAfter }: Allowance): void {
  context.header('X-RateLimit-Limit', String(limit));
  context.header('X-RateLimit-Remaining', String(remaining));
  if (retryAfter === null) return;
  context.header('Retry-After', String(retryAfter));
  throw new AgentAuthError('too_many_requests');
}

/** RFC 6750 section 2.1. */
function bearerOf(context: Context): string {
  const match = /^Bearer +(\S+)$/i.exec(context.req.header('authorization') ?? '');
  if (!match) throw new AgentAuthError('unauthorized');
  return match[1]!;
}

async function byToken(token: string, route: Route, context: Context, services: Services): Promise<Admitted> {
  const { invocation_id, link_code } = await services.tokens.check(token);
  if (route.needs !== 'invocation' || context.req.param('id') !== invocation_id) throw new AgentAuthError('forbidden');
  return { id: invocation_id, auth: services.own, linkCode: link_code };
}

async function byKey(accessKey: string, route: Route, { callers }: Services): Promise<Admitted> {
  const { key, auth } = await callers.holderOf(accessKey);
  const scope = route.needs === 'invocation' ? 'answer' : route.needs;
  if (scope !== 'nothing' && !mayAs(key, scope)) throw new AgentAuthError('forbidden', { scope });
  return { id: key.id, auth, linkCode: null };
}

/**
 * Authenticates a caller. Failed attempts are limited by address, and don't count against callers with a valid key.
 * @throws AgentAuthError `unauthorized`, `forbidden`, `too_many_requests`
 */
export async function admit(route: Route, context: Context, services: Services): Promise<Admitted> {
  const { requests, failures } = services.limits;
  const address = addressOf(context);
  if (route.needs === 'nothing') {
    enforce(context, failures.take(`${route.path} ${address}`));
    return { id: 'anybody', auth: services.own, linkCode: null };
  }
  try {
    const shown = bearerOf(context);
    const isKey = shown.startsWith('aak.');
    if (isKey && !services.callers.isKnown(shown)) enforce(context, failures.look(address));
    const admitted = isKey ? await byKey(shown, route, services) : await byToken(shown, route, context, services);
    enforce(context, requests.take(admitted.id));
    return admitted;
  } catch (error) {
    if (hasCode(error, 'unauthorized')) {
      context.header('WWW-Authenticate', 'Bearer');
      enforce(context, failures.take(address));
    }
    throw error;
  }
}
