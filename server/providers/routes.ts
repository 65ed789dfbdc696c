import { z } from 'zod';
import { AgentAuthError } from '../../contract/errors.js';
import { type Route, route } from '../http/route.js';
import { provider, providerCreate, providerUpdate } from '../schemas/provider.js';

const notThere = async (): Promise<never> => {
  throw new AgentAuthError('provider_not_found');
};

/** Routes for credential providers, of which there are none, under each of the two paths that clients use. */
const at = (base: string): Route[] => [
  route({
    method: 'GET',
    path: base,
    summary: 'Credential providers: none is configured',
    needs: 'orchestrate',
    status: 200,
    answer: { list: provider },
    errors: [],
    handle: async () => ({ items: [], has_more: false }),
  }),
  route({
    method: 'POST',
    path: base,
    summary: 'Refused: credential providers are not supported',
    needs: 'admin',
    body: providerCreate,
    status: 201,
    answer: { json: provider },
    errors: ['provider_not_supported'],
    handle: async () => {
      throw new AgentAuthError('provider_not_supported');
    },
  }),
  route({
    method: 'GET',
    path: `${base}/{id}`,
    summary: 'A credential provider: there is none',
    needs: 'orchestrate',
    status: 200,
    answer: { json: provider },
    errors: ['provider_not_found'],
    handle: notThere,
  }),
  route({
    method: 'PATCH',
    path: `${base}/{id}`,
    summary: 'Changes a credential provider: there is none',
    needs: 'admin',
    body: providerUpdate,
    status: 200,
    answer: { json: provider },
    errors: ['provider_not_found'],
    handle: notThere,
  }),
  route({
    method: 'DELETE',
    path: `${base}/{id}`,
    summary: 'Deletes a credential provider: there is none',
    needs: 'admin',
    status: 204,
    answer: null,
    errors: ['provider_not_found'],
    handle: notThere,
  }),
  route({
    method: 'POST',
    path: `${base}/{id}/test`,
    summary: 'Tests a credential provider: there is none',
    needs: 'admin',
    status: 200,
    answer: { json: z.object({ success: z.boolean(), vaults: z.array(z.unknown()), error: z.string().optional() }) },
    errors: ['provider_not_found'],
    handle: notThere,
  }),
  route({
    method: 'GET',
    path: `${base}/{id}/items`,
    summary: 'Items of a credential provider: there is none',
    needs: 'admin',
    status: 200,
    answer: { json: z.object({ items: z.array(z.unknown()) }) },
    errors: ['provider_not_found'],
    handle: notThere,
  }),
];

export const PROVIDER_ROUTES: readonly Route[] = [
  ...at('/org/credential-providers'),
  ...at('/org/credential_providers'),
];
