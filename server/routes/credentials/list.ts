import { route } from '../../lib/route.js';
import { credential, credentialQuery } from '../../schemas/credential.js';

export const listCredentials = route({
  method: 'GET',
  path: '/credentials',
  summary: 'Credentials, newest first, without their values',
  needs: 'orchestrate',
  query: credentialQuery,
  status: 200,
  answer: { list: credential },
  errors: [],
  handle: async ({ auth, query }) => auth.credentials.list(query),
});
