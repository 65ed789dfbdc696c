import { z } from 'zod';
import { domain, id, paging } from './parts.js';

/** One line for people. It is no secret. */
const reason = z
  .string()
  .trim()
  .min(1)
  .max(500)
  .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'must be one line of plain text');

const of = z.union([z.strictObject({ id }), z.strictObject({ domain })]);

export const pauses = {
  pause: z.strictObject({ of, reason }),
  resume: z.strictObject({ of }),
  list: paging,
  /** Bodies of HTTP, where an agent stands in the address. */
  reason: z.strictObject({ reason }),
  site: z.strictObject({ domain, reason }),
  siteOnly: z.strictObject({ domain }),
};
