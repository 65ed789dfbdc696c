/** What reads of the vault rely on, held by compiling: nothing here is run. */
import type { SessionChecksTable, SessionProbesTable } from '../../activities/vault/checks/tables.js';
import type { AgentsTable } from '../../activities/vault/store/schema.js';

/** Columns of two tables that would hide each other in one row. */
type Twice<A, B> = Exclude<keyof A & keyof B, 'agent_id'>;

/** Compiles where there is none. */
const none = <A, B>(..._: Twice<A, B> extends never ? [] : [Twice<A, B>]): void => {};

/** `findLookedAt` reads the three at once. */
export function lookedAt(): void {
  none<AgentsTable, SessionChecksTable>();
  none<AgentsTable, SessionProbesTable>();
  none<SessionChecksTable, SessionProbesTable>();
}
