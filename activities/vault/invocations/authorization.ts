import { z } from 'zod';
import { AgentAuthError, type StartRequest } from '../../../contract/index.js';
import { LINK_HASH_PATTERN } from '../../../contract/names.js';
import { parse } from '../../../contract/schemas/parse.js';
import { name } from '../../../contract/schemas/parts.js';
import type { BeginInvocation } from '../../../contract/steps.js';
import { authorize, requireScope } from '../access-keys/authorize.js';
import { OWN_NAME } from '../calls/own-name.js';
import type { VaultContext } from '../context.js';
import { openEnvelope } from '../sealing-keys/open-envelope.js';
import type { Db } from '../store/transaction.js';

const envelope = z.strictObject({ kid: z.string(), sealed: z.string() });

const request: z.ZodType<StartRequest> = z.strictObject({
  access_key: z.string(),
  save_credential_as: name.nullable(),
  link_hash: z.string().regex(LINK_HASH_PATTERN).nullable(),
});

async function openAuthorization(ctx: VaultContext, db: Db, begin: BeginInvocation): Promise<StartRequest> {
  const { kid, sealed } = parse(envelope, begin.authorization, OWN_NAME);
  const { invocation_id: invocation, auth_agent_id: agent } = begin;
  const opened = await openEnvelope(ctx, db, { kid, sealed }, { purpose: 'start', invocation, agent });
  const start = parse(request, opened, OWN_NAME);
  requireScope(await authorize(db, start.access_key), 'orchestrate');
  return start;
}

/**
 * What the holder of an access key started the login with; null where nobody showed one.
 * @throws AgentAuthError `start_not_authorized`, whatever is wrong with what was shown
 */
export async function authorizationOf(ctx: VaultContext, db: Db, begin: BeginInvocation): Promise<StartRequest | null> {
  if (begin.authorization === null) return null;
  try {
    return await openAuthorization(ctx, db, begin);
  } catch (error) {
    throw error instanceof AgentAuthError ? new AgentAuthError('start_not_authorized') : error;
  }
}
