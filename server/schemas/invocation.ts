import { z } from 'zod';
import { PROXY_FAULTS } from '../../contract/address/proxy.js';
import { INVOCATION_STATUSES, STOPPED_ADD, STOPPED_HOW } from '../../contract/invocation/invocation.js';
import { invocations } from '../../contract/schemas/invocations.js';
import { stopped, stopReason, time } from './common.js';
import { bodyOf, queryOf } from './from-operation.js';

const type = z.enum(['login', 'reauth']);

export const invocationCreate = bodyOf(invocations.create).meta({ id: 'AuthAgentInvocationCreateRequest' });

export const started = z
  .object({
    invocation_id: z.string(),
    type,
    handoff_code: z.string(),
    hosted_url: z.string(),
    expires_at: time,
    stopped,
  })
  .meta({ id: 'AuthAgentInvocationCreateResponse' });

export const handoff = started.omit({ type: true, stopped: true }).meta({ id: 'AuthAgentInvocationHandoff' });

export const invocationQuery = queryOf(invocations.list);

const errorDetails = z.union([
  z.object({
    host: z.string(),
    how: z.enum(STOPPED_HOW),
    add: z.enum(STOPPED_ADD),
  }),
  z.object({ why: z.enum(PROXY_FAULTS) }),
]);

export const invocationRecord = z
  .object({
    invocation_id: z.string(),
    auth_agent_id: z.string(),
    type,
    domain: z.string(),
    profile_name: z.string(),
    status: z.enum(INVOCATION_STATUSES),
    error_code: z.string().nullable(),
    started_at: time,
    ended_at: time.nullable(),
    error_details: errorDetails.optional(),
    stopped: stopped.optional(),
  })
  .meta({ id: 'AuthAgentInvocationRecord' });

const option = z.object({ value: z.string(), label: z.string() });

const field = z
  .object({
    name: z.string(),
    label: z.string(),
    selector: z.string(),
    type: z.enum(['text', 'email', 'password', 'tel', 'number', 'url', 'code', 'totp']),
    required: z.boolean(),
    placeholder: z.string().optional(),
    hint: z.string().optional(),
    reason: z.enum(['missing', 'rejected', 'empty']),
    options: z.array(option).optional(),
  })
  .meta({ id: 'DiscoveredField' });

export const invocation = z
  .object({
    invocation_id: z.string(),
    auth_agent_id: z.string(),
    app_name: z.string(),
    type,
    domain: z.string(),
    profile_name: z.string(),
    status: z.enum(INVOCATION_STATUSES),
    step: z.enum([
      'initialized',
      'discovering',
      'awaiting_input',
      'awaiting_external_action',
      'submitting',
      'completed',
      'expired',
    ]),
    version: z.number(),
    question: z.number(),
    sealing_key: z.string().nullable().meta({ description: 'Signed public key that answers can be sealed to' }),
    started_at: time,
    expires_at: time,
    pending_fields: z.array(field),
    submitted_fields: z.array(z.string()),
    pending_sso_buttons: z.array(z.object({ label: z.string(), provider: z.string(), selector: z.string() })),
    mfa_options: z.array(
      z.object({
        type: z.string(),
        label: z.string(),
        target: z.string().nullable(),
        description: z.string().nullable(),
      }),
    ),
    sign_in_options: z.array(z.object({ id: z.string(), label: z.string(), description: z.string().nullable() })),
    asked_by: z
      .string()
      .nullable()
      .optional()
      .meta({ description: 'Site of the page that asks; secrets go to it alone' }),
    sso_provider: z.string().nullable(),
    external_action_message: z.string().nullable(),
    website_error: z.string().nullable(),
    error_code: z.string().nullable(),
    error_message: z.string().nullable(),
    stopped: stopped.optional(),
    error_details: errorDetails.optional(),
    live_view_url: z.null(),
    parked_since: time.nullable().optional(),
    last_rejected: z.object({ code: z.string(), at: time }).nullable(),
    save_credential_as: z.string().nullable(),
    session_expires_at: time.nullable(),
    post_login_url: z.string().nullable(),
    timeline: z.array(
      z.object({
        at: time,
        event: z.string(),
        fields: z.array(z.string()).optional(),
        code: z.string().optional(),
        url: z.string().optional(),
        until: time.optional(),
        why: stopReason.optional(),
        not_saved: z.array(z.string()).optional(),
        notice: z.string().optional(),
      }),
    ),
  })
  .meta({ id: 'AgentAuthInvocationResponse' });

/** Exactly one of them. */
export const submitRequest = bodyOf(invocations.submit).meta({ id: 'AgentAuthSubmitRequest' });

export const submitResponse = z.object({ accepted: z.boolean() }).meta({ id: 'AgentAuthSubmitResponse' });

export const exchangeRequest = z.strictObject({ code: z.string().min(1).max(256) }).meta({ id: 'ExchangeRequest' });
export const exchangeResponse = z
  .object({ invocation_id: z.string(), jwt: z.string() })
  .meta({ id: 'AuthAgentInvocationExchangeResponse' });

export const resendResponse = z.object({ sent: z.boolean() }).meta({ id: 'Resent' });
