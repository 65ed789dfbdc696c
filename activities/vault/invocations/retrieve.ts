import { AgentAuthError } from '../../../contract/index.js';
import { invocations } from '../../../contract/schemas/invocations.js';
import type { Operation } from '../calls/operation.js';
import { findInvocation } from './find.js';
import { showInvocation } from './show.js';

/** @throws AgentAuthError `invocation_not_found` */
export const retrieveInvocation: Operation<'invocations.retrieve'> = {
  scope: 'answer',
  writes: false,
  params: invocations.retrieve,
  async run({ db, params }) {
    const row = await findInvocation(db, params.invocation_id);
    if (row === undefined) throw new AgentAuthError('invocation_not_found');
    return showInvocation(row);
  },
};
