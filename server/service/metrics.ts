import type { MiddlewareHandler } from 'hono';
import { routePath } from 'hono/route';
import { Counter, type Registry } from 'prom-client';
import { processMetrics } from '../../worker/process-metrics.js';

/** What the server tells Prometheus. */
export interface ServerMetrics {
  readonly registry: Registry;
  /** Counts each request by the pattern of its address, never by an address with its ids. */
  readonly count: MiddlewareHandler;
}

export function serverMetrics(): ServerMetrics {
  const registry = processMetrics();
  const requests = new Counter({
    name: 'agent_auth_http_requests_total',
    help: 'Requests that were answered, by pattern of the address and by status',
    labelNames: ['route', 'status'],
    registers: [registry],
  });
  return {
    registry,
    async count(context, next) {
      await next();
      requests.inc({ route: routePath(context, -1), status: context.res.status });
    },
  };
}
