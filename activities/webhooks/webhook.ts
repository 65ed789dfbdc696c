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

/** Events by Standard Webhooks. */
export const webhookChannel = (reaches: Reaches, timeoutMs = TIMEOUT_MS): Channel => ({
  send({ url, secrets, event }) {
    const body = JSON.stringify(event);
    const timestamp = Math.floor(Date.now() / 1000);
    const headers = {
      'content-type': 'application/json',
      'content-length': String(Buffer.byteLength(body)),
      'user-agent': 'temporal-agent-auth',
      'webhook-id': event.id,
      'webhook-timestamp': String(timestamp),
      'webhook-signature': signatures(event.id, timestamp, body, secrets),
    };
    return post(new URL(url), body, headers, { reaches, timeoutMs });
  },
});
