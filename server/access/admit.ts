import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context } from 'hono';
import { hasCode } from '../../client/internal.js';
import { AgentAuthError } from '../../contract/errors/errors.js';
import type { Route } from '../http/route.js';
import type { Services } from '../services.js';
import type { Admitted } from './admitted.js';
import { mayAs } from './callers.js';
import type { Allowance } from './rate-limit.js';

export const addressOf = (context: Context): string => getConnInfo(context).remote.address ?? 'unknown';

/**
 * By whom a failed guess is counted: the address and the key that was guessed at, so that no guess slows down others who come from the same
 * address, as through a proxy. What is no key at all is refused without asking the vault.
 */
const guesserOf = (context: Context, shown: string): string =>
  `${addressOf(context)} ${/^aak\.([\w-]{8,64})\./.exec(shown)?.[1] ?? 'no key'}`;

/** @throws AgentAuthError `too_many_requests` */
export function enforce(context: Context, { limit, remaining, retryAfter }: Allowance): void {
  context.header('X-RateLimit-Limit', String(limit));
  context.header('X-RateLimit-Remaining', String(remaining));
  if (retryAfter === null) return;
  context.header('Retry-After', String(retryAfter));
  throw new AgentAuthError('too_many_requests');
}

/** RFC 6750 section 2.1; empty where nothing was shown. */
const bearerOf = (context: Context): string =>
  /^Bearer +(\S+)$/i.exec(context.req.header('authorization') ?? '')?.[1] ?? '';

async function byToken(token: string, route: Route, context: Context, services: Services): Promise<Admitted> {
  const check = async () => {
    const holder = await services.tokens.check(token);
    await services.links.check(holder);
    return holder;
  };
  const { invocation_id, link_code } = await check();
  if (route.needs !== 'invocation' || context.req.param('id') !== invocation_id) throw new AgentAuthError('forbidden');
  return { id: invocation_id, auth: services.own, linkCode: link_code, check: async () => void (await check()) };
}

async function byKey(accessKey: string, route: Route, { callers }: Services): Promise<Admitted> {
  const { key, auth } = await callers.holderOf(accessKey);
  const scope = route.needs === 'invocation' ? 'answer' : route.needs;
  if (scope !== 'nothing' && !mayAs(key, scope)) throw new AgentAuthError('forbidden', { scope });
  const check = async () => void (await callers.holderOf(accessKey));
  return { id: key.id, auth, linkCode: null, check };
}

/**
 * Authenticates a caller.
 * @throws AgentAuthError `unauthorized`, `forbidden`, `too_many_requests`
 */
export async function admit(route: Route, context: Context, services: Services): Promise<Admitted> {
  const { requests, failures } = services.limits;
  if (route.needs === 'nothing')
    return { id: 'anybody', auth: services.own, linkCode: null, check: async () => undefined };
  const shown = bearerOf(context);
  const guesser = guesserOf(context, shown);
  try {
    const isKey = shown.startsWith('aak.');
    if (isKey && !services.callers.isKnown(shown)) enforce(context, failures.look(guesser));
    const admitted = isKey ? await byKey(shown, route, services) : await byToken(shown, route, context, services);
    enforce(context, requests.take(admitted.id));
    return admitted;
  } catch (error) {
    if (hasCode(error, 'unauthorized')) {
      context.header('WWW-Authenticate', 'Bearer');
      enforce(context, failures.take(guesser));
    }
    throw error;
  }
}

/** Whether a caller who was admitted still would be. Where nobody can tell at the moment, he is. */
export const stillHolds = (caller: Pick<Admitted, 'check'>): Promise<boolean> =>
  caller.check().then(
    () => true,
    (error: unknown) => !hasCode(error, 'unauthorized'),
  );
