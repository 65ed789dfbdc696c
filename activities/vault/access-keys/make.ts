import { keys } from '../../../contract/schemas/keys.js';
import type { Operation } from '../calls/operation.js';
import { createAccessKey } from './create.js';

/**
 * Makes an access key. A name may be used again: the id tells keys apart.
 * @throws AgentAuthError `invalid_name`
 */
export const createKey: Operation<'keys.create'> = {
  scope: 'admin',
  writes: true,
  params: keys.create,
  run: ({ ctx, db, params: { name, scopes } }) => createAccessKey(ctx, db, { name, scopes: [...new Set(scopes)] }),
};
