import { z } from 'zod';
import { EVENT_ID_PATTERN, EVENT_TYPES } from '../events.js';
import { id, paging } from './parts.js';

const after = z.string().regex(EVENT_ID_PATTERN, 'must be the id of an event');
/** In one list of types none stands twice. */
const types = z
  .array(z.enum(EVENT_TYPES))
  .min(1)
  .max(EVENT_TYPES.length)
  .transform((given) => [...new Set(given)]);

const MAX_URL_LENGTH = 2048;
/** Where it leads is checked when something is sent, by the addresses of the name. */
const address = z
  .string()
  .max(MAX_URL_LENGTH)
  .refine((text) => {
    if (!URL.canParse(text)) return false;
    const { protocol, username, password, hash } = new URL(text);
    return (protocol === 'https:' || protocol === 'http:') && `${username}${password}${hash}` === '';
  }, 'must be a whole address, https or http, without user name, password and #');

export const events = {
  list: z.strictObject({ after: after.optional(), limit: paging.shape.limit, auth_agent_id: id.optional() }),
};

export const webhooks = {
  create: z.strictObject({ url: address, types: types.nullable().optional() }),
  list: paging,
  retrieve: z.strictObject({ id }),
  update: z.strictObject({
    id,
    url: address.optional(),
    types: types.nullable().optional(),
  }),
  rotate: z.strictObject({ id }),
  delete: z.strictObject({ id }),
  test: z.strictObject({ id }),
  deliveries: paging.extend({
    id,
    state: z.enum(['pending', 'delivered', 'failed']).optional(),
    event_id: after.optional(),
  }),
};
