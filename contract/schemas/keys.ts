import { z } from 'zod';
import { SCOPES } from '../access-key.js';
import { id, name, paging } from './parts.js';

const none: z.ZodType<Record<string, never>> = z.strictObject({});

export const keys = {
  check: none,
  create: z.strictObject({ name, scopes: z.array(z.enum(SCOPES)).min(1).max(SCOPES.length) }),
  list: paging,
  revoke: z.strictObject({ id }),
};
