import { invocations } from '../../../contract/schemas/invocations.js';
import type { Operation } from '../calls/operation.js';
import { rowsOf, toPage } from '../store/page.js';
import { showInvocation } from './show.js';

/** Newest first. */
export const listInvocations: Operation<'invocations.list'> = {
  scope: 'answer',
  writes: false,
  params: invocations.list,
  async run({ db, params }) {
    const { limit, offset } = rowsOf(params);
    let query = db.selectFrom('invocations').selectAll();
    if (params.auth_agent_id !== undefined) query = query.where('agent_id', '=', params.auth_agent_id);
    if (params.status !== undefined) query = query.where('status', '=', params.status);
    const rows = await query.orderBy('started_at', 'desc').orderBy('id').limit(limit).offset(offset).execute();
    return toPage(rows, params, showInvocation);
  },
};
