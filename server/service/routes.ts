import { z } from 'zod';
import { isLoopback } from '../../contract/address/host.js';
import { AgentAuthError } from '../../contract/errors/errors.js';
import { type Route, route } from '../http/route.js';

/** The process lives; it says nothing of what it needs. */
const healthz = route({
  method: 'GET',
  path: '/healthz',
  summary: 'Whether the server runs',
  needs: 'nothing',
  status: 200,
  answer: { json: z.object({ status: z.literal('ok') }) },
  errors: [],
  handle: async () => ({ status: 'ok' }),
});

/** Whether a request came by the name that people everywhere use. */
function isPublicName(host: string | undefined, publicUrl: string | null): boolean {
  if (publicUrl === null) return false;
  const known = new URL(publicUrl);
  return host === known.host && !isLoopback(known.hostname);
}

const part = z.boolean().nullable();
const readiness = z.object({ temporal: z.boolean(), worker: part, vault: part }).meta({ id: 'Readiness' });

/** 503 with the same body while a part does not answer. */
const readyz = route({
  method: 'GET',
  path: '/readyz',
  summary: 'Whether Temporal, a worker and the vault answer',
  needs: 'nothing',
  status: 200,
  answer: { json: readiness },
  errors: [],
  async handle({ services, context }) {
    const parts = await services.health.readiness();
    const ready = parts.temporal && parts.worker === true && parts.vault === true;
    return context.json(parts, ready ? 200 : 503);
  },
});

/** Without a key, so that what scrapes needs none; so it is for those who reach the server itself, and not by its public name. */
const metrics = route({
  method: 'GET',
  path: '/metrics',
  summary: 'Metrics for Prometheus',
  needs: 'nothing',
  status: 200,
  answer: { type: 'text/plain' },
  errors: [],
  async handle({ services: { config, metrics }, context }) {
    const { registry } = metrics;
    if (isPublicName(context.req.header('host'), config.publicUrl)) throw new AgentAuthError('no_such_address');
    return context.body(await registry.metrics(), 200, { 'Content-Type': registry.contentType });
  },
});

export const SERVICE_ROUTES: readonly Route[] = [healthz, readyz, metrics];
