import { z } from 'zod';
import type { Operation } from '../calls/operation.js';
import { checkName } from '../calls/schemas.js';
import { createAccessKey } from './create.js';

const scope = z.enum(['admin', 'orchestrate', 'answer']);

/**
 * Makes an access key. A name may be used again: the id tells keys apart.
 * @throws AgentAuthError `invalid_name`
 */
export const createKey: Operation<'keys.create'> = {
  scope: 'admin',
  writes: true,
  params: z.strictObject({ name: z.string(), scopes: z.array(scope).min(1).max(3) }),
  run: ({ ctx, db, params: { name, scopes } }) =>
    createAccessKey(ctx, db, { name: checkName(name), scopes: [...new Set(scopes)] }),
};
