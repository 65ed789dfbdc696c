import { route } from '../../lib/route.js';

export const deleteCredential = route({
  method: 'DELETE',
  path: '/credentials/{id}',
  summary: 'Deletes a credential and unlinks it from its agents',
  needs: 'admin',
  status: 204,
  answer: null,
  errors: ['credential_not_found'],
  handle: ({ auth, id }) => auth.credentials.delete(id),
});
