import { pieces } from '../../../contract/schemas/pieces.js';
import type { Operation } from '../calls/operation.js';
import { deletePieces, keepPiece, readPiece } from './keep.js';

/** Keeps a part of a request that is too large for one call. */
export const putPiece: Operation<'pieces.put'> = {
  scope: null,
  // Put again, it is the same.
  writes: false,
  params: pieces.put,
  async run({ ctx, db, caller, params: { id, at, data } }) {
    await keepPiece(ctx, db, caller.key.id, { id, at, bytes: Buffer.from(data, 'base64') });
    return null;
  },
};

/**
 * Hands out a part of a reply.
 * @throws AgentAuthError `invalid_input` when there is none, or no longer one
 */
export const getPiece: Operation<'pieces.get'> = {
  scope: null,
  writes: false,
  params: pieces.get,
  async run({ ctx, db, caller, params: { id, at } }) {
    return { data: (await readPiece(ctx, db, caller.key.id, id, at)).toString('base64') };
  },
};

/** Deletes the parts of a reply that has been read. */
export const deletePiece: Operation<'pieces.delete'> = {
  scope: null,
  writes: false,
  params: pieces.delete,
  async run({ ctx, db, caller, params: { id } }) {
    await deletePieces(ctx, db, caller.key.id, id);
    return null;
  },
};
