import { type Route, route } from '../http/route.js';
import { credential, credentialCreate, credentialQuery, credentialUpdate, totpCode } from '../schemas/credential.js';

const createCredential = route({
  method: 'POST',
  path: '/credentials',
  summary: 'Stores a credential; it may be partial',
  needs: 'admin',
  body: credentialCreate,
  status: 201,
  answer: { json: credential },
  errors: ['already_exists', 'invalid_totp_secret', 'untypable_value'],
  handle: ({ auth, body }) => auth.credentials.create(body),
});

const listCredentials = route({
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

const retrieveCredential = route({
  method: 'GET',
  path: '/credentials/{id}',
  summary: 'A credential by id or name, without its values',
  needs: 'orchestrate',
  status: 200,
  answer: { json: credential },
  errors: ['credential_not_found'],
  handle: ({ auth, id }) => auth.credentials.retrieve(id),
});

const updateCredential = route({
  method: 'PATCH',
  path: '/credentials/{id}',
  summary: 'Changes a credential; values are merged',
  needs: 'admin',
  body: credentialUpdate,
  status: 200,
  answer: { json: credential },
  errors: ['credential_not_found', 'already_exists', 'invalid_totp_secret', 'untypable_value'],
  handle: ({ auth, id, body }) => auth.credentials.update(id, body),
});

const deleteCredential = route({
  method: 'DELETE',
  path: '/credentials/{id}',
  summary: 'Deletes a credential and unlinks it from its agents',
  needs: 'admin',
  status: 204,
  answer: null,
  errors: ['credential_not_found'],
  handle: ({ auth, id }) => auth.credentials.delete(id),
});

const credentialTotpCode = route({
  method: 'GET',
  path: '/credentials/{id}/totp-code',
  summary: 'A one-time code for use elsewhere',
  needs: 'admin',
  status: 200,
  answer: { json: totpCode },
  errors: ['credential_not_found', 'no_totp_secret'],
  handle: ({ auth, id }) => auth.credentials.totpCode(id),
});

export const CREDENTIAL_ROUTES: readonly Route[] = [
  createCredential,
  listCredentials,
  retrieveCredential,
  updateCredential,
  deleteCredential,
  credentialTotpCode,
];
