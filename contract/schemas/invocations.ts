import { z } from 'zod';
import { INVOCATION_STATUSES } from '../invocation.js';
import { id, name, paging, seconds } from './parts.js';

const create = z.strictObject({
  auth_agent_id: z.string(),
  save_credential_as: name.nullable().optional(),
  idle_timeout_seconds: seconds.optional(),
  overall_timeout_seconds: seconds.optional(),
});

/** An answer: exactly one of its members. Whether it fits the question is decided in answer-rules.ts. */
const submit = z.union([
  z.strictObject({ field_values: z.record(z.string(), z.string().max(4096)) }),
  z.strictObject({
    question: z.int(),
    kid: z.string().min(1).max(100),
    sealed_values: z.record(z.string(), z.string().max(32_768)),
  }),
  z.strictObject({ sso_button: z.string() }),
  z.strictObject({ selected_mfa_type: z.string() }),
  z.strictObject({ sign_in_option_id: z.string() }),
]);

export const invocations = {
  create,
  submit,
  wait: z.strictObject({ timeout: seconds.optional() }),
  retrieve: z.strictObject({ invocation_id: id }),
  trace: z.strictObject({ invocation_id: id }),
  list: paging.extend({ auth_agent_id: id.optional(), status: z.enum(INVOCATION_STATUSES).optional() }),
};
