import { keys } from '../../../contract/schemas/keys.js';
import type { Operation } from '../calls/operation.js';

/** Says which key a call carries, so that a server can decide what its holder may do. */
export const checkKey: Operation<'keys.check'> = {
  scope: null,
  writes: false,
  params: keys.check,
  run: async ({ caller }) => caller.key,
};
