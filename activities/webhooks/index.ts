export { type Outbox, startOutbox } from './outbox.js';
export { webhookChannel } from './webhook.js';
