/**
 * What happened to agents and their logins, for whoever listens. By its types an event can hold ids, names that callers gave, codes and times: no
 * value, and no text of a site. A link is in none that is kept: it is made in the moment in which a webhook sends.
 */

import type { LoginStop } from './agent/stop.js';
import type { ItemUse } from './credentials/providers.js';
import type { FlowErrorCode } from './errors/errors.js';
import type { InvocationType } from './invocation/invocation.js';
import type { ListOf, Paging } from './paging.js';

export const EVENT_TYPES = [
  /** The agent has a session, and had none. */
  'session.authenticated',
  /** A new session took the place of one that still worked. */
  'session.renewed',
  /** The session of the agent is over. */
  'session.expired',
  /** A login ended because the session that the site gave belongs to another account: it was not saved. */
  'session.wrong_account',
  'invocation.started',
  /** A person has to give something, or to do something elsewhere. */
  'invocation.needs_human',
  'invocation.succeeded',
  'invocation.failed',
  'invocation.canceled',
  'invocation.expired',
  /** The same of a login that nobody started: the agent logs in again by itself. */
  'reauth.needs_human',
  /** A person has not answered yet: after an hour, a day, and three days. Also where somebody asked for a link in place of one that another browser has. */
  'reauth.reminder',
  /** A person has answered it. */
  'reauth.answered',
  /** It failed, or nobody answered in time. */
  'reauth.failed',
  /** The site is in trouble: the agent's next login by itself waits. */
  'agent.site_trouble',
  /** Several accounts have met trouble of the site: the agent waits with all others of it. */
  'agent.circuit_open',
] as const;
export type EventType = (typeof EVENT_TYPES)[number];

/** Of the outbox, and one more: what `webhooks.test` sends, to that webhook alone. */
export type SentEventType = EventType | 'webhook.test';

/** Events that ask a person for something: webhooks send them with a link. */
export const isAsking = (type: SentEventType): boolean => type === 'reauth.needs_human' || type === 'reauth.reminder';

/** Fields whose names are the same on all sites. */
export const ASKED_FIELDS = ['email', 'username', 'phone', 'password', 'code'] as const;
export type AskedField = (typeof ASKED_FIELDS)[number];

export interface EventData {
  readonly auth_agent_id: string;
  /** Place among the events of this agent, from 1 without a gap. */
  readonly sequence: number;
  readonly domain: string;
  readonly profile_name: string;
  readonly invocation_id?: string;
  readonly invocation_type?: InvocationType;
  /** Why a login ended without a session. */
  readonly error_code?: FlowErrorCode | null;
  /** Why logins of the account send nothing by themselves for now, and until when. */
  readonly stopped?: LoginStop;
  /** RFC 3339; null where the site does not say. */
  readonly session_expires_at?: string | null;
  /** For `*.needs_human`: whether something is asked for, or is to be done elsewhere. */
  readonly waits_for?: 'input' | 'external_action';
  /** For `*.needs_human`: those of the fields asked for whose names are the same on all sites. */
  readonly fields?: readonly AskedField[];
  /** For `reauth.needs_human` and `reauth.reminder`: the credential that the agent is linked to. */
  readonly credential_name?: string | null;
  /** For the same two. RFC 3339: until when the login waits. */
  readonly waits_until?: string | null;
  /** For the same two: what a person is told, in English, without a link. */
  readonly text?: string;
  /**
   * For the same two, as webhooks send them: the link for the person, made for this delivery. Lists never have it. Null where nobody knows the address of
   * the hosted page, or the login has ended meanwhile.
   */
  readonly hosted_url?: string | null;
}

/** An event, as lists show it and as webhooks send it (Standard Webhooks). */
export interface AgentEvent {
  /** Sorts in the order of events, and is the `webhook-id` of every try to send it. */
  readonly id: string;
  readonly type: EventType;
  /** When it happened. RFC 3339. */
  readonly timestamp: string;
  readonly data: EventData;
}

/** Ids of events sort as text: the number has a fixed length. What follows it tells events of this vault from those of a backup of it. */
export const EVENT_ID_PATTERN = /^evt_(\d{15})_([0-9a-f]{12})$/;

/** A webhook as callers see it: never its secret. */
export interface Webhook {
  readonly id: string;
  readonly url: string;
  /** Types of events that it gets; null: all. */
  readonly types: readonly EventType[] | null;
  readonly created_at: string;
  readonly updated_at: string;
  /** Until when the secret before the last rotation signs as well; null where it does not. */
  readonly previous_secret_until: string | null;
  /** Events that wait to be sent, or to be sent again. */
  readonly pending: number;
  /** Events that were given up. */
  readonly failed: number;
}
/** With the secret that signs, which only this answer contains. */
export interface WebhookWithSecret extends Webhook {
  /** `whsec_` and base64. */
  readonly secret: string;
}

/** Why a try did not succeed. */
export const SEND_FAILURES = [
  /** The receiver answered something else than 2xx. */
  'status',
  /** It answered with a redirect, which is not followed. */
  'redirect',
  'timeout',
  'connection',
  /** Webhooks may not reach its address or name. */
  'address_not_allowed',
] as const;
export type SendFailure = (typeof SEND_FAILURES)[number];

/** What became of an event at a webhook. */
export interface WebhookDelivery {
  readonly webhook_id: string;
  readonly event_id: string;
  readonly type: SentEventType;
  readonly state: 'pending' | 'delivered' | 'failed';
  readonly attempts: number;
  readonly created_at: string;
  readonly last_attempt_at: string | null;
  /** HTTP status of the last answer. */
  readonly last_status: number | null;
  readonly last_failure: SendFailure | null;
  /** When it is tried again. */
  readonly next_attempt_at: string | null;
}

/** A login in the story of an agent: names and values of Kernel's API. Or a reset of its limits by an admin. */
export interface AgentTimelineEvent {
  /** Id of the invocation, or of the reset. */
  readonly id: string;
  readonly type: InvocationType | 'reset';
  readonly status: 'IN_PROGRESS' | 'SUCCESS' | 'EXPIRED' | 'CANCELED' | 'FAILED';
  /** When it began. RFC 3339. */
  readonly timestamp: string;
  /** When it ended; the same in every answer. */
  readonly completed_at: string | null;
  readonly error_code: FlowErrorCode | null;
  /** Until when its session lasts, where the site says so. */
  readonly session_expires_at: string | null;
  /** Why an admin has reset the limits, as they said it; of a reset alone. Null where they did not. */
  readonly reason?: string | null;
  /** Name of the access key that has reset them. */
  readonly by?: string;
  /** What stopped the agent's logins before the reset; null where nothing did. */
  readonly stopped?: LoginStop | null;
  /** How the item of a provider was chosen, where this login took one that the agent had not before. */
  readonly credential_item?: ItemUse;
}

/** Absent members stay as they are; `types: null` is all types. */
export interface WebhookUpdate {
  readonly id: string;
  readonly url?: string;
  readonly types?: readonly EventType[] | null;
}

/** Operations of the vault, see vault-calls.ts. */
export interface EventOperations {
  /** orchestrate; its logins and resets, newest first */
  'agents.timeline': [
    { readonly id: string; readonly type?: AgentTimelineEvent['type'] } & Paging,
    ListOf<AgentTimelineEvent>,
  ];
  /** orchestrate; what happened, oldest first, behind the event `after` */
  'events.list': [
    { readonly after?: string; readonly limit?: number; readonly auth_agent_id?: string },
    ListOf<AgentEvent>,
  ];
  /** admin */
  'webhooks.create': [{ readonly url: string; readonly types?: readonly EventType[] | null }, WebhookWithSecret];
  /** admin */
  'webhooks.list': [Paging, ListOf<Webhook>];
  /** admin */
  'webhooks.retrieve': [{ readonly id: string }, Webhook];
  /** admin; absent members stay as they are */
  'webhooks.update': [WebhookUpdate, Webhook];
  /** admin; a new secret, beside which the one before signs for a day */
  'webhooks.rotate': [{ readonly id: string }, WebhookWithSecret];
  /** admin; drops what waits to be sent */
  'webhooks.delete': [{ readonly id: string }, null];
  /** admin; puts an event of the type `webhook.test` into the line of this webhook alone */
  'webhooks.test': [{ readonly id: string }, WebhookDelivery];
  /** admin; newest first */
  'webhooks.deliveries': [
    { readonly id: string; readonly state?: WebhookDelivery['state']; readonly event_id?: string } & Paging,
    ListOf<WebhookDelivery>,
  ];
}
