import { z } from 'zod';
import { route } from '../../lib/route.js';

const part = z.boolean().nullable();
const readiness = z.object({ temporal: z.boolean(), worker: part, vault: part }).meta({ id: 'Readiness' });

/** 503 with the same body while a part does not answer. */
export const readyz = route({
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
