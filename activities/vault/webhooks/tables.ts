/** Tables of webhooks, as `store/schema.ts` has the others. */
import type { SendFailure, WebhookDelivery } from '../../../contract/events.js';
import type { Encrypted, Flag, Milliseconds } from '../store/columns.js';

export interface WebhooksTable {
  id: string;
  /** Encrypted: what lets a message in is often part of the address. */
  url: Encrypted;
  secret: Encrypted;
  /** Of the secret: grows with every rotation. */
  version: number;
  previous_secret: Encrypted | null;
  previous_until: Milliseconds | null;
  /** JSON list; null: all. */
  types: string | null;
  created_at: Milliseconds;
  updated_at: Milliseconds;
}

/** What becomes of an event at a webhook. */
export interface DeliveriesTable {
  webhook_id: string;
  /** Of the event. */
  position: number;
  event_id: string;
  /** Of the event: what one owner has is sent in order. */
  owner_id: string;
  state: WebhookDelivery['state'];
  /** It waits, and nothing of its owner before it does: a long line behind a dead receiver is never looked through. */
  is_next: Flag;
  attempts: number;
  /** When the event happened. */
  at: Milliseconds;
  next_at: Milliseconds;
  /** Who sends it now. */
  lease: string | null;
  leased_until: Milliseconds;
  last_attempt_at: Milliseconds | null;
  last_status: number | null;
  last_failure: SendFailure | null;
}
