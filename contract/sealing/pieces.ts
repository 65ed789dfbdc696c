/**
 * What is too large for one message of Temporal travels in pieces: each is a call of the vault of its own, short and sealed like any other, and
 * none of them is longer than a payload may be. The vault keeps pieces encrypted, for some minutes.
 */

/** Bytes of a piece, before it is sealed. Sealed it takes a third more, of the 2 MB of a payload. */
const PIECE_BYTES = 1_000_000;

/** How many pieces what is carried can have: `MAX_ENVELOPE_BYTES` that don't compress at all. */
export const MAX_PIECES = 24;

/** Names pieces that the vault holds. */
export interface Pieces {
  readonly id: string;
  readonly count: number;
}

/** Operations of the vault, as `VaultOperations`. */
export interface PieceOperations {
  /** any; a part of what is too large for one call, in base64. Held for its own key only */
  'pieces.put': [{ readonly id: string; readonly at: number; readonly data: string }, null];
  /** any */
  'pieces.get': [{ readonly id: string; readonly at: number }, { readonly data: string }];
  /** any */
  'pieces.delete': [{ readonly id: string }, null];
}

/** Cuts bytes into pieces. */
export const cut = (bytes: Uint8Array): Uint8Array[] =>
  Array.from({ length: Math.ceil(bytes.length / PIECE_BYTES) }, (_, at) =>
    bytes.subarray(at * PIECE_BYTES, (at + 1) * PIECE_BYTES),
  );
