import type { DeliveryToSend, OutboxVault } from '../vault/types.js';
import type { Channel } from './webhook.js';

/** How often it is looked what is due. Ms. */
const LOOK_EVERY_MS = 1_000;
/** How many events are on their way to one webhook at a time: one that does not answer has no more, and is in no other's way. */
const EACH = 4;

export interface Outbox {
  /** Takes nothing more, and waits for what is on its way. */
  end(): Promise<void>;
}

export interface OutboxParts {
  readonly vault: OutboxVault;
  readonly channel: Channel;
  /** An event was given up. */
  onFailed(delivery: Pick<DeliveryToSend, 'webhook_id' | 'event'>): void;
  /** The vault does not answer, for the first time since it last did; it is asked again. */
  onTrouble(): void;
}

/** Sends the vault's events, beside all other workers that do. */
export function startOutbox({ vault, channel, onFailed, onTrouble }: OutboxParts): Outbox {
  const onTheWay = new Map<string, number>();
  const sending = new Set<Promise<void>>();
  let ended = false;
  let looking: Promise<void> | null = null;
  let again = false;
  let isTroubled = false;

  const troubled = (): void => {
    if (!isTroubled) onTrouble();
    isTroubled = true;
  };

  const send = async (delivery: DeliveryToSend): Promise<void> => {
    const result = await channel.send(delivery);
    const state = await vault.settleDelivery(delivery, result);
    if (state === 'failed') onFailed(delivery);
  };

  const begin = (delivery: DeliveryToSend): void => {
    const { webhook_id } = delivery;
    onTheWay.set(webhook_id, (onTheWay.get(webhook_id) ?? 0) + 1);
    const sent = send(delivery)
      // Nobody has settled it: whoever takes it after its lease sends it again.
      .catch(troubled)
      .finally(() => {
        onTheWay.set(webhook_id, (onTheWay.get(webhook_id) ?? 1) - 1);
        sending.delete(sent);
        look();
      });
    sending.add(sent);
  };

  const lookOnce = async (): Promise<void> => {
    again = false;
    const room = new Map([...onTheWay].map(([id, count]) => [id, EACH - count]));
    const taken = await vault.takeDeliveries(EACH, room);
    isTroubled = false;
    for (const delivery of taken) begin(delivery);
  };

  const look = (): void => {
    again = true;
    if (ended || looking !== null) return;
    looking = lookOnce()
      .catch(troubled)
      .finally(() => {
        looking = null;
        if (again) look();
      });
  };

  const timer = setInterval(look, LOOK_EVERY_MS);
  look();
  return {
    async end() {
      ended = true;
      clearInterval(timer);
      await looking;
      await Promise.all(sending);
    },
  };
}
