import { z } from 'zod';
import { AgentAuthError, type Pieces, type SealingKey } from '../../../contract/index.js';
import { parse } from '../../../contract/schemas/parse.js';
import { namedPieces } from '../../../contract/schemas/pieces.js';
import type { VaultContext } from '../context.js';
import { openEnvelope } from '../sealing-keys/open-envelope.js';
import type { Db } from '../store/transaction.js';

/** A call before its operation has looked at the parameters. */
export interface OpenedRequest {
  readonly access_key: string;
  readonly params: unknown;
  readonly reply_key: SealingKey;
  /** Where the parameters are instead. */
  readonly pieces?: Pieces | undefined;
  /** Whether the caller fetches a large reply in pieces. */
  readonly takes_pieces?: true | undefined;
}

const request = z.strictObject({
  access_key: z.string(),
  params: z.unknown(),
  reply_key: z.strictObject({
    kid: z.string().min(1).max(100),
    jwk: z.object({ kty: z.literal('OKP'), crv: z.literal('X25519'), x: z.string().regex(/^[\w-]{43}$/) }),
  }),
  pieces: namedPieces.optional(),
  takes_pieces: z.literal(true).optional(),
});

/**
 * Opens a sealed request, which belongs to this operation and this call only.
 * @throws AgentAuthError `wrong_key`, `unreadable_value`, `invalid_input`
 */
export async function openRequest(
  ctx: VaultContext,
  db: Db,
  sealed: { readonly op: string; readonly sealed: string; readonly kid: string },
  callId: string,
): Promise<OpenedRequest> {
  const opened = await openEnvelope(ctx, db, sealed, { purpose: 'call', op: sealed.op, call: callId });
  if (typeof opened !== 'object' || opened === null) throw new AgentAuthError('invalid_input');
  return parse(request, opened);
}
