import { z } from 'zod';
import {
  AgentAuthError,
  encodeEnvelope,
  type SealingKey,
  seal,
  type VaultCallInput,
  type VaultOperation,
} from '../../../contract/index.js';
import { parse } from '../../../contract/schemas/parse.js';
import { authorize, requireScope } from '../access-keys/authorize.js';
import type { VaultContext } from '../context.js';
import { publishVaultKey } from '../sealing-keys/publish-vault-key.js';
import { type Db, inTransaction } from '../store/transaction.js';
import { openRequest } from './open-request.js';
import type { Operation } from './operation.js';
import { isOperation, OPERATIONS } from './operations.js';
import { OWN_NAME } from './own-name.js';
import { onceFor } from './repeats.js';

/** Temporal takes payloads of 2 MB; a sealed reply shares that with what is around it. */
const MAX_REPLY_LENGTH = 1_500_000;

const input: z.ZodType<{ readonly op: VaultOperation; readonly sealed: string; readonly kid: string }> = z.strictObject(
  {
    op: z.custom<VaultOperation>(isOperation),
    sealed: z.string(),
    kid: z.string(),
  },
);

interface Answer {
  readonly result: unknown;
  readonly reply_key: SealingKey;
}

/** Opens, authorises, checks and carries out a call in one transaction, so that a write and its record are committed together. */
async function answer<Op extends VaultOperation>(
  ctx: VaultContext,
  db: Db,
  request: { readonly op: Op; readonly sealed: string; readonly kid: string },
  callId: string,
): Promise<Answer> {
  const { access_key, params, reply_key } = await openRequest(ctx, db, request, callId);
  const operation: Operation<Op> = OPERATIONS[request.op];
  const caller = await authorize(db, access_key);
  if (operation.scope !== null) requireScope(caller, operation.scope);
  const call = { ctx, db, params: parse(operation.params, params, OWN_NAME), caller };
  const run = () => operation.run(call);
  const result = operation.writes ? await onceFor(ctx, db, { id: callId, op: request.op }, run) : await run();
  return { result, reply_key };
}

async function sealReply({ result, reply_key }: Answer, callId: string): Promise<string> {
  const reply = await seal(encodeEnvelope(result), reply_key, { purpose: 'reply', call: callId });
  if (reply.length > MAX_REPLY_LENGTH) throw new AgentAuthError('session_too_large');
  return reply;
}

/** Carries out a sealed call. See `WorkflowVault.callVault`. */
export async function callVault(ctx: VaultContext, { request }: VaultCallInput, callId: string): Promise<string> {
  if (request === null) return publishVaultKey(ctx);
  const checked = parse(input, request, OWN_NAME);
  const answered = await inTransaction(ctx.db, (db) => answer(ctx, db, checked, callId));
  // What a write has replaced or deleted must not stay readable in the log.
  if (OPERATIONS[checked.op].writes) await ctx.db.emptyLog();
  return sealReply(answered, callId);
}
