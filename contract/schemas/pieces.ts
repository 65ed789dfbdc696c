import { z } from 'zod';
import { MAX_PIECES } from '../sealing/pieces.js';

/** Long enough for the longest piece in base64. */
const MAX_DATA_LENGTH = 1_400_000;

const id = z.string().regex(/^[\w.-]{16,100}$/);
const at = z
  .int()
  .min(0)
  .max(MAX_PIECES - 1);

export const pieces = {
  put: z.strictObject({ id, at, data: z.base64().max(MAX_DATA_LENGTH) }),
  get: z.strictObject({ id, at }),
  delete: z.strictObject({ id }),
};

/** Where what is too large is. */
export const namedPieces = z.strictObject({ id, count: z.int().min(1).max(MAX_PIECES) });
