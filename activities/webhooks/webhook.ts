import { isAsking } from '../../contract/events.js';
import { hostedUrl } from '../../contract/invocation/hosted-url.js';
import type { Reaches } from '../browser/index.js';
import type { DeliveryToSend, SendResult } from '../vault/types.js';
import { post } from './post.js';
import { signatures } from './sign.js';

/** A way by which events reach whoever listens. It tries once, and never throws. */
export interface Channel {
  send(delivery: DeliveryToSend): Promise<SendResult>;
}

/** All of a try: the name, the connection, and the answer. */
const TIMEOUT_MS = 15_000;

export interface WebhookParts {
  readonly reaches: Reaches;
  /** Where people reach the hosted page, without a trailing slash; null: nobody knows. */
  publicUrl(): Promise<string | null>;
  readonly timeoutMs?: number;
}

/** An event as it is sent: with the link for the person whom it asks. */
async function bodyOf({ event, link }: DeliveryToSend, { publicUrl }: WebhookParts): Promise<string> {
  if (!isAsking(event.type)) return JSON.stringify(event);
  const base = link && (await publicUrl());
  const hosted_url = link && base && hostedUrl(base, link.invocation_id, link.code, true);
  return JSON.stringify({ ...event, data: { ...event.data, hosted_url } });
}

/** Events by Standard Webhooks. */
export const webhookChannel = (parts: WebhookParts): Channel => ({
  async send(delivery) {
    const { url, secrets, event } = delivery;
    const body = await bodyOf(delivery, parts);
    const timestamp = Math.floor(Date.now() / 1000);
    const headers = {
      'content-type': 'application/json',
      'content-length': String(Buffer.byteLength(body)),
      'user-agent': 'temporal-agent-auth',
      'webhook-id': event.id,
      'webhook-timestamp': String(timestamp),
      'webhook-signature': signatures(event.id, timestamp, body, secrets),
    };
    const { reaches, timeoutMs = TIMEOUT_MS } = parts;
    return post(new URL(url), body, headers, { reaches, timeoutMs });
  },
});
