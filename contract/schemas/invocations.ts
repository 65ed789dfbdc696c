import { z } from 'zod';
import { INVOCATION_STATUSES } from '../invocation/invocation.js';
import { INVOCATION_ID_PATTERN, LINK_HASH_PATTERN } from '../names.js';
import { id, name, paging, seconds } from './parts.js';

const create = z.strictObject({
  auth_agent_id: z.string(),
  save_credential_as: name.nullable().optional(),
  idle_timeout_seconds: seconds.optional(),
  overall_timeout_seconds: seconds.optional(),
});

const kid = z.string().min(1).max(100);
const sealed = z.string().max(32_768);
const byButton = { sso_button: z.string() };
const byType = { selected_mfa_type: z.string() };
const byOption = { sign_in_option_id: z.string() };
/** An answer that was sealed by whoever gives it. */
const own = { question: z.int(), kid, entitlement: sealed };

/** An answer: exactly one of its members. Whether it fits the question is decided in answer-rules.ts. */
const submit = z.union(
  [
    z.strictObject({ field_values: z.record(z.string(), z.string().max(4096)) }),
    z.strictObject({ ...own, entitlement: sealed.optional(), sealed_values: z.record(z.string(), sealed) }),
    z.strictObject(byButton),
    z.strictObject(byType),
    z.strictObject(byOption),
    z.strictObject({ ...byButton, ...own }),
    z.strictObject({ ...byType, ...own }),
    z.strictObject({ ...byOption, ...own }),
  ],
  'must have exactly one of field_values, sealed_values, sso_button, selected_mfa_type and sign_in_option_id',
);

const linkHash = z.strictObject({
  invocation_id: z.string().regex(INVOCATION_ID_PATTERN, 'must be the id of an invocation, inv_...'),
  link_hash: z.string().regex(LINK_HASH_PATTERN),
});

export const invocations = {
  create,
  submit,
  wait: z.strictObject({ timeout: seconds.optional() }),
  retrieve: z.strictObject({ invocation_id: id }),
  link: linkHash.extend({ auth_agent_id: id.optional() }),
  checkLink: linkHash,
  resendLink: linkHash,
  openLink: linkHash.extend({ browser_hash: z.string().regex(LINK_HASH_PATTERN) }),
  trace: z.strictObject({ invocation_id: id }),
  viewKey: z.strictObject({ invocation_id: id }),
  picture: z.strictObject({ invocation_id: id }),
  list: paging.extend({ auth_agent_id: id.optional(), status: z.enum(INVOCATION_STATUSES).optional() }),
};
