/** What the vault does for what sends its events. */
import type { AgentEvent, SendFailure, SentEventType, WebhookDelivery } from '../../contract/events.js';

/** An event on its way to a webhook, with what opens and signs it: in memory only. */
export interface DeliveryToSend {
  readonly webhook_id: string;
  /** Of the event. */
  readonly position: number;
  /** By which the vault knows who has taken it. */
  readonly lease: string;
  readonly url: string;
  /** The newest first. */
  readonly secrets: readonly string[];
  readonly event: Omit<AgentEvent, 'type'> & { readonly type: SentEventType };
  /** For the person whom the event asks, where it does and its login still waits. */
  readonly link: { readonly invocation_id: string; readonly code: string } | null;
}

/** What came of a try; without a failure it arrived. */
export interface SendResult {
  /** Of the answer, where there was one. */
  readonly status: number | null;
  readonly failure: SendFailure | null;
}

export interface OutboxVault {
  /**
   * Takes what is to be sent now: of each agent in order, and each by one worker alone. Whoever does not settle it within a minute has lost it.
   * @param each how many a webhook gets
   * @param room how many more a webhook gets that has some already
   */
  takeDeliveries(each: number, room: ReadonlyMap<string, number>): Promise<readonly DeliveryToSend[]>;
  /** @returns the state that it is in now; null where it is gone, or another's */
  settleDelivery(
    delivery: Pick<DeliveryToSend, 'webhook_id' | 'position' | 'lease'>,
    result: SendResult,
  ): Promise<WebhookDelivery['state'] | null>;
}
