import { randomBytes } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import { routePath } from 'hono/route';
import type { Log } from '../../worker/log.js';

/** One line for each request: the route's pattern, never an address with its ids and query, and nothing that was sent. */
export const requestLog =
  (log: Log): MiddlewareHandler =>
  async (context, next) => {
    const request_id = randomBytes(9).toString('base64url');
    const startedAt = performance.now();
    context.header('X-Request-Id', request_id);
    await next();
    log.info(
      {
        request_id,
        method: context.req.method,
        route: routePath(context, -1),
        status: context.res.status,
        ms: Math.round(performance.now() - startedAt),
        caller: context.get('caller'),
      },
      'request',
    );
  };
