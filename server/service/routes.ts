import { z } from 'zod';
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

export const SERVICE_ROUTES: readonly Route[] = [healthz, readyz];
