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

/** What a login was started with, and by which access key. */
type Start = Omit<StartRequest, 'access_key'> & { readonly key_id: string };

async function openAuthorization(ctx: VaultContext, db: Db, begin: BeginInvocation): Promise<Start> {
  const { kid, sealed } = parse(envelope, begin.authorization, OWN_NAME);
  const { invocation_id: invocation, auth_agent_id: agent } = begin;
  const opened = await openEnvelope(ctx, db, { kid, sealed }, { purpose: 'start', invocation, agent });
  const { access_key, ...start } = parse(request, opened, OWN_NAME);
  const caller = await authorize(db, access_key);
  requireScope(caller, 'orchestrate');
  return { ...start, key_id: caller.key.id };
}

/**
 * What the holder of an access key started the login with; null where nobody showed one.
 * @throws AgentAuthError `start_not_authorized`, whatever is wrong with what was shown
 */
export async function authorizationOf(ctx: VaultContext, db: Db, begin: BeginInvocation): Promise<Start | null> {
  if (begin.authorization === null) return null;
  try {
    return await openAuthorization(ctx, db, begin);
  } catch (error) {
    throw error instanceof AgentAuthError ? new AgentAuthError('start_not_authorized') : error;
  }
}
