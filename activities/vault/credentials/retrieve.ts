import { credentials } from '../../../contract/schemas/credentials.js';
import type { Operation } from '../calls/operation.js';
import { findCredential } from './find.js';
import { showCredential } from './show.js';

/** @throws AgentAuthError `credential_not_found` */
export const retrieveCredential: Operation<'credentials.retrieve'> = {
  scope: 'orchestrate',
  writes: false,
  params: credentials.retrieve,
  run: async ({ db, params }) => showCredential(db, await findCredential(db, params.id_or_name)),
};
