import { route } from '../../lib/route.js';
import { credential, credentialCreate } from '../../schemas/credential.js';

export const createCredential = route({
  method: 'POST',
  path: '/credentials',
  summary: 'Stores a credential; it may be partial',
  needs: 'admin',
  body: credentialCreate,
  status: 201,
  answer: { json: credential },
  errors: ['already_exists', 'invalid_totp_secret'],
  handle: ({ auth, body }) => auth.credentials.create(body),
});
