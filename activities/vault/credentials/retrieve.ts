import { z } from 'zod';
import type { Operation } from '../calls/operation.js';
import { text } from '../calls/schemas.js';
import { findCredential } from './find.js';
import { showCredential } from './show.js';

/** @throws AgentAuthError `credential_not_found` */
export const retrieveCredential: Operation<'credentials.retrieve'> = {
  scope: 'orchestrate',
  writes: false,
  params: z.strictObject({ id_or_name: text }),
  run: async ({ db, params }) => showCredential(db, await findCredential(db, params.id_or_name)),
};
