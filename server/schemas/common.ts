/** Shapes that several routes share. The client checks what is in a text; these say what there is. */
import { z } from 'zod';
import { STOP_REASONS } from '../../contract/agent/stop.js';

export const text = z.string().max(2048);
export const time = z.string().meta({ format: 'date-time' });

/** Kernel's paging, in the query. */
export const paging = z.object({
  limit: z.coerce.number().int().min(1).max(100).optional().meta({ description: 'Default 20' }),
  offset: z.coerce.number().int().min(0).max(1_000_000_000).optional().meta({ description: 'Default 0' }),
});

export const errorSchema = z
  .object({
    code: z.string(),
    message: z.string(),
    details: z.array(z.object({ code: z.string().optional(), message: z.string().optional() })).optional(),
    inner_error: z.object({ code: z.string().optional(), message: z.string().optional() }).optional(),
  })
  .meta({ id: 'Error' });

export const stopReason = z.enum(STOP_REASONS);

/** Why an account takes no more logins by itself, and until when. */
export const stopped = z.object({ why: stopReason, until: time.nullable() }).nullable();
