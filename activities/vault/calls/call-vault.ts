import { z } from 'zod';
import {
  AgentAuthError,
  decodeEnvelope,
  encodeEnvelope,
  type SealingKey,
  seal,
  type VaultCallInput,
  type VaultOperation,
} from '../../../contract/index.js';
import { parse } from '../../../contract/schemas/parse.js';
import { authorize, requireScope } from '../access-keys/authorize.js';
import type { VaultContext } from '../context.js';
import { keepPieces, takePieces } from '../pieces/keep.js';
import { publishVaultKey } from '../sealing-keys/publish-vault-key.js';
import { type Db, inTransaction } from '../store/transaction.js';
import { type OpenedRequest, openRequest } from './open-request.js';
import { Later, type Operation } from './operation.js';
import { isOperation, OPERATIONS } from './operations.js';
import { OWN_NAME } from './own-name.js';
import { onceFor } from './repeats.js';

/** Bytes of a reply before it is sealed. Temporal takes payloads of 2 MB; sealing adds a third, and the rest is for what is around it. */
const MAX_REPLY_BYTES = 1_100_000;

const input: z.ZodType<{ readonly op: VaultOperation; readonly sealed: string; readonly kid: string }> = z.strictObject(
  {
    op: z.custom<VaultOperation>(isOperation),
    sealed: z.string(),
    kid: z.string(),
  },
);

interface Answer {
  /** An envelope, or what makes the result outside of the transaction. */
  readonly reply: Uint8Array | Later<unknown>;
  readonly reply_key: SealingKey;
}

/** Opens, authorises, checks and carries out a call in one transaction, so that a write and its record are committed together. */
async function answer<Op extends VaultOperation>(
  ctx: VaultContext,
  db: Db,
  request: { readonly op: Op; readonly sealed: string; readonly kid: string },
  callId: string,
): Promise<Answer> {
  const opened = await openRequest(ctx, db, request, callId);
  const operation: Operation<Op> = OPERATIONS[request.op];
  const caller = await authorize(db, opened.access_key);
  if (operation.scope !== null) requireScope(caller, operation.scope);
  const owner = caller.key.id;
  const run = async () => {
    const given = await paramsOf(ctx, db, owner, opened);
    return operation.run({ ctx, db, params: parse(operation.params, given, OWN_NAME), caller });
  };
  const result = operation.writes ? await onceFor(ctx, db, { id: callId, op: request.op }, run) : await run();
  const { reply_key } = opened;
  if (result instanceof Later) return { reply: result, reply_key };
  return { reply: await replyOf(ctx, db, owner, opened, callId, encodeEnvelope(result)), reply_key };
}

async function paramsOf(
  ctx: VaultContext,
  db: Db,
  owner: string,
  { params, pieces }: Pick<OpenedRequest, 'params' | 'pieces'>,
): Promise<unknown> {
  return pieces === undefined ? params : decodeEnvelope(await takePieces(ctx, db, owner, pieces));
}

/** The reply, or where its pieces are when it is too large for one payload. */
async function replyOf(
  ctx: VaultContext,
  db: Db,
  owner: string,
  { takes_pieces }: Pick<OpenedRequest, 'takes_pieces'>,
  callId: string,
  whole: Uint8Array,
): Promise<Uint8Array> {
  if (whole.length <= MAX_REPLY_BYTES) return whole;
  if (takes_pieces !== true) throw new AgentAuthError('session_too_large');
  return encodeEnvelope({ pieces: await keepPieces(ctx, db, owner, callId, whole) });
}

/** Carries out a sealed call. See `WorkflowVault.callVault`. */
export async function callVault(ctx: VaultContext, { request }: VaultCallInput, callId: string): Promise<string> {
  if (request === null) return publishVaultKey(ctx);
  const checked = parse(input, request, OWN_NAME);
  const { reply, reply_key } = await inTransaction(ctx.db, (db) => answer(ctx, db, checked, callId));
  const whole = reply instanceof Later ? encodeEnvelope(await reply.run()) : reply;
  // What a write has replaced or deleted must not stay readable in the log.
  if (OPERATIONS[checked.op].writes) await ctx.db.emptyLog();
  return seal(whole, reply_key, { purpose: 'reply', call: callId });
}
