import { z } from 'zod';
import { AgentAuthError } from '../../../contract/index.js';
import type { Operation } from '../calls/operation.js';
import { text } from '../calls/schemas.js';
import { findInvocation } from './find.js';
import { showInvocation } from './show.js';

/** @throws AgentAuthError `invocation_not_found` */
export const retrieveInvocation: Operation<'invocations.retrieve'> = {
  scope: 'answer',
  writes: false,
  params: z.strictObject({ invocation_id: text }),
  async run({ db, params }) {
    const row = await findInvocation(db, params.invocation_id);
    if (row === undefined) throw new AgentAuthError('invocation_not_found');
    return showInvocation(row);
  },
};
