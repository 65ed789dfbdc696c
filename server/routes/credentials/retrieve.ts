import { route } from '../../lib/route.js';
import { credential } from '../../schemas/credential.js';

export const retrieveCredential = route({
  method: 'GET',
  path: '/credentials/{id}',
  summary: 'A credential by id or name, without its values',
  needs: 'orchestrate',
  status: 200,
  answer: { json: credential },
  errors: ['credential_not_found'],
  handle: ({ auth, id }) => auth.credentials.retrieve(id),
});
