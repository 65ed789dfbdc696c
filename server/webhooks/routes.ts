import { type Route, route } from '../http/route.js';
import { paging } from '../schemas/common.js';
import { delivery, deliveryQuery, webhook, webhookCreate, webhookUpdate, webhookWithSecret } from '../schemas/event.js';

const createWebhook = route({
  method: 'POST',
  path: '/webhooks',
  summary: 'Makes a webhook; only this answer contains its secret',
  needs: 'admin',
  body: webhookCreate,
  status: 201,
  answer: { json: webhookWithSecret },
  errors: ['too_many_webhooks'],
  handle: ({ auth, body }) => auth.webhooks.create(body),
});

const listWebhooks = route({
  method: 'GET',
  path: '/webhooks',
  summary: 'Webhooks, newest first, without their secrets',
  needs: 'admin',
  query: paging,
  status: 200,
  answer: { list: webhook },
  errors: [],
  handle: async ({ auth, query }) => auth.webhooks.list(query),
});

const retrieveWebhook = route({
  method: 'GET',
  path: '/webhooks/{id}',
  summary: 'A webhook, with how many events wait for it and how many were given up',
  needs: 'admin',
  status: 200,
  answer: { json: webhook },
  errors: ['webhook_not_found'],
  handle: ({ auth, id }) => auth.webhooks.retrieve(id),
});

const updateWebhook = route({
  method: 'PATCH',
  path: '/webhooks/{id}',
  summary: 'Changes where a webhook leads, or what it gets',
  needs: 'admin',
  body: webhookUpdate,
  status: 200,
  answer: { json: webhook },
  errors: ['webhook_not_found'],
  handle: ({ auth, id, body }) => auth.webhooks.update(id, body),
});

const deleteWebhook = route({
  method: 'DELETE',
  path: '/webhooks/{id}',
  summary: 'Deletes a webhook; what waits for it is dropped',
  needs: 'admin',
  status: 204,
  answer: null,
  errors: ['webhook_not_found'],
  handle: ({ auth, id }) => auth.webhooks.delete(id),
});

const rotateWebhook = route({
  method: 'POST',
  path: '/webhooks/{id}/rotate',
  summary: 'Makes a new secret, beside which the one before signs for a day',
  needs: 'admin',
  status: 200,
  answer: { json: webhookWithSecret },
  errors: ['webhook_not_found'],
  handle: ({ auth, id }) => auth.webhooks.rotate(id),
});

const testWebhook = route({
  method: 'POST',
  path: '/webhooks/{id}/test',
  summary: 'Sends a test, and answers what came of it',
  needs: 'admin',
  status: 200,
  answer: { json: delivery },
  errors: ['webhook_not_found'],
  handle: ({ auth, id }) => auth.webhooks.test(id),
});

const listDeliveries = route({
  method: 'GET',
  path: '/webhooks/{id}/deliveries',
  summary: 'What became of the events of a webhook, newest first',
  needs: 'admin',
  query: deliveryQuery,
  status: 200,
  answer: { list: delivery },
  errors: ['webhook_not_found'],
  handle: async ({ auth, id, query: { state, event_id, ...page } }) =>
    auth.webhooks.deliveries(id, {
      ...page,
      ...(state === undefined ? {} : { state }),
      ...(event_id === undefined ? {} : { event_id }),
    }),
});

export const WEBHOOK_ROUTES: readonly Route[] = [
  createWebhook,
  listWebhooks,
  retrieveWebhook,
  updateWebhook,
  rotateWebhook,
  testWebhook,
  listDeliveries,
  deleteWebhook,
];
