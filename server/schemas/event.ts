import { z } from 'zod';
import { ASKED_FIELDS, EVENT_TYPES, SEND_FAILURES } from '../../contract/events.js';
import { INVOCATION_STATUSES, INVOCATION_TYPES } from '../../contract/invocation/invocation.js';
import { events, webhooks } from '../../contract/schemas/events.js';
import { paging, stopped, time } from './common.js';
import { bodyOf, bodyWithout } from './from-operation.js';

export const eventQuery = z.object({
  after: bodyOf(events.list.shape.after).meta({ description: 'Id of an event: what comes behind it' }),
  limit: paging.shape.limit,
  agent: bodyOf(events.list.shape.auth_agent_id).meta({ description: 'Id of an agent' }),
});

const eventData = z.object({
  auth_agent_id: z.string(),
  sequence: z.number().int(),
  domain: z.string(),
  profile_name: z.string(),
  invocation_id: z.string().optional(),
  invocation_type: z.enum(INVOCATION_TYPES).optional(),
  error_code: z.string().nullable().optional(),
  stopped: stopped.optional(),
  session_expires_at: time.nullable().optional(),
  waits_for: z.enum(['input', 'external_action']).optional(),
  fields: z.array(z.enum(ASKED_FIELDS)).optional(),
  credential_name: z.string().nullable().optional(),
  waits_until: time.nullable().optional(),
  text: z.string().optional(),
});

export const event = z
  .object({ id: z.string(), type: z.enum(EVENT_TYPES), timestamp: time, data: eventData })
  .meta({ id: 'Event' });

export const timelineEvent = z
  .object({
    id: z.string(),
    type: z.enum([...INVOCATION_TYPES, 'reset']),
    status: z.enum(INVOCATION_STATUSES),
    timestamp: time,
    completed_at: time.nullable(),
    error_code: z.string().nullable(),
    session_expires_at: time.nullable(),
    reason: z.string().nullable().optional(),
    by: z.string().optional(),
    stopped: stopped.optional(),
    credential_item: z.string().optional(),
  })
  .meta({ id: 'TimelineEvent' });

export const timelineQuery = paging.extend({ type: z.enum([...INVOCATION_TYPES, 'reset']).optional() });

export const webhookCreate = bodyOf(webhooks.create).meta({ id: 'WebhookCreateRequest' });
export const webhookUpdate = bodyWithout(webhooks.update, 'id').meta({ id: 'WebhookUpdateRequest' });

export const webhook = z
  .object({
    id: z.string(),
    url: z.string(),
    types: z.array(z.enum(EVENT_TYPES)).nullable(),
    created_at: time,
    updated_at: time,
    previous_secret_until: time.nullable(),
    pending: z.number().int(),
    failed: z.number().int(),
  })
  .meta({ id: 'Webhook' });

export const webhookWithSecret = webhook.extend({ secret: z.string() }).meta({ id: 'WebhookWithSecret' });

const state = z.enum(['pending', 'delivered', 'failed']);

export const deliveryQuery = paging.extend({
  state: state.optional(),
  event_id: bodyOf(webhooks.deliveries.shape.event_id),
});

export const delivery = z
  .object({
    webhook_id: z.string(),
    event_id: z.string(),
    type: z.enum([...EVENT_TYPES, 'webhook.test']),
    state,
    attempts: z.number().int(),
    created_at: time,
    last_attempt_at: time.nullable(),
    last_status: z.number().int().nullable(),
    last_failure: z.enum(SEND_FAILURES).nullable(),
    next_attempt_at: time.nullable(),
  })
  .meta({ id: 'WebhookDelivery' });
