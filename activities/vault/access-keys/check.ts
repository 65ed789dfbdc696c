import { z } from 'zod';
import type { Operation } from '../calls/operation.js';

/** Says which key a call carries, so that a server can decide what its holder may do. */
export const checkKey: Operation<'keys.check'> = {
  scope: null,
  writes: false,
  params: z.strictObject({}) as z.ZodType<Record<string, never>>,
  run: async ({ caller }) => caller.key,
};
