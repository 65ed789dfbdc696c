import type { Db } from '../store/transaction.js';
import { type Change, isReplaced } from './emptied.js';

/**
 * Something else was put in the place of what logins load: by an import, a rollback or a deletion. A login that runs gives its page up at its next step, and
 * begins from its beginning with what is there now, unless all that is left is to save what it has proven.
 */
export async function noteReplacedSessions(db: Db, change: Change): Promise<void> {
  const ids = [...change.accounts.keys()].filter((agent) => isReplaced(change, agent));
  for (const id of ids)
    await db
      .updateTable('agents')
      .set(({ eb }) => ({ sessions_replaced: eb('sessions_replaced', '+', 1) }))
      .where('id', '=', id)
      .execute();
}
