/**
 * How transactions begin. Everything is set for the transaction alone: behind a proxy that hands out connections by transaction (PgBouncer) the
 * next one may be on another connection.
 */

const inTransaction = (settings: Readonly<Record<string, string>>): string[] =>
  Object.entries(settings).map(([name, value]) => `set local ${name} = '${value}'`);

const LIMITS = {
  statement_timeout: '10s',
  lock_timeout: '4s',
  // A worker that stops in the middle blocks others for no longer than this.
  idle_in_transaction_session_timeout: '10s',
};

/**
 * Locked by every transaction, in a mode that blocks nobody; one that has to run alone takes the mode that waits for all others. A lock on
 * a table, and before the first query: only so does the transaction see what was written while it waited.
 */
const LOCKED = 'vault_secrets';

const serializable = (mode: string): string =>
  [
    'begin isolation level serializable',
    // An attempt that is armed must be so after a power cut, too.
    ...inTransaction({ ...LIMITS, synchronous_commit: 'on' }),
    `lock table ${LOCKED} in ${mode} mode`,
  ].join('; ');

export const BEGIN_TOGETHER = serializable('row share');
export const BEGIN_ALONE = serializable('exclusive');
/** For the schema: who waits for a lock sees afterwards what others did. */
export const BEGIN_PLAIN = ['begin isolation level read committed', ...inTransaction(LIMITS)].join('; ');
