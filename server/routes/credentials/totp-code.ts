import { route } from '../../lib/route.js';
import { totpCode } from '../../schemas/credential.js';

export const credentialTotpCode = route({
  method: 'GET',
  path: '/credentials/{id}/totp-code',
  summary: 'A one-time code for use elsewhere',
  needs: 'admin',
  status: 200,
  answer: { json: totpCode },
  errors: ['credential_not_found', 'no_totp_secret'],
  handle: ({ auth, id }) => auth.credentials.totpCode(id),
});
