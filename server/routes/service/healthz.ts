import { z } from 'zod';
import { route } from '../../lib/route.js';

/** The process lives; it says nothing of what it needs. */
export const healthz = route({
  method: 'GET',
  path: '/healthz',
  summary: 'Whether the server runs',
  needs: 'nothing',
  status: 200,
  answer: { json: z.object({ status: z.literal('ok') }) },
  errors: [],
  handle: async () => ({ status: 'ok' }),
});
