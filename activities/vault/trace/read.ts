import { AgentAuthError } from '../../../contract/index.js';
import { invocations } from '../../../contract/schemas/invocations.js';
import type { Operation } from '../calls/operation.js';
import { findInvocation } from '../invocations/find.js';
import { openEntries, rowsOfTrace } from './rows.js';

/** @throws AgentAuthError `invocation_not_found` */
export const readTrace: Operation<'invocations.trace'> = {
  scope: 'answer',
  writes: false,
  params: invocations.trace,
  async run({ ctx, db, params }) {
    const { invocation_id } = params;
    if ((await findInvocation(db, invocation_id)) === undefined) throw new AgentAuthError('invocation_not_found');
    const rows = await rowsOfTrace(db, invocation_id);
    const entries = [];
    for (const row of rows) entries.push(...(await openEntries(ctx, db, row)));
    return { entries, dropped: rows[0]?.first ?? 0 };
  },
};
