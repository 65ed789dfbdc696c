import { route } from '../../lib/route.js';
import { credential, credentialUpdate } from '../../schemas/credential.js';

export const updateCredential = route({
  method: 'PATCH',
  path: '/credentials/{id}',
  summary: 'Changes a credential; values are merged',
  needs: 'admin',
  body: credentialUpdate,
  status: 200,
  answer: { json: credential },
  errors: ['credential_not_found', 'already_exists', 'invalid_totp_secret'],
  handle: ({ auth, id, body }) => auth.credentials.update(id, body),
});
