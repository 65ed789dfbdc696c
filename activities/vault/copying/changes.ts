/** What happened in a copy since. */
import type { Tables } from '../store/schema.js';
import { pagesOf, type Sides } from './compare.js';
import type { Table } from './rows.js';

type Names = ReadonlySet<keyof Tables>;

/** Workers write these by running, whether or not anybody uses the vault: leases, times of the next look, what was heard or sent. Going back, it is done again. */
const OF_THE_MOMENT: Names = new Set([
  'agent_changes',
  'circuit_waiters',
  'comparisons',
  // Each belongs to a record that is compared, or to one of these.
  'data_keys',
  'deliveries',
  // How far events are numbered, which whoever sends or reads them does.
  'event_sequences',
  'item_reads',
  'pieces',
  'profile_holds',
  'profile_pins',
  'provider_lists',
  'sealing_keys',
  'session_checks',
  'session_lives',
  'session_probes',
  'site_circuits',
  'site_slots',
  'site_troubles',
  // What a call has changed is in another table.
  'vault_calls',
]);

/** The same, of rows that hold more. */
const COLUMNS_OF_THE_MOMENT: Readonly<Partial<Record<keyof Tables, readonly string[]>>> = {
  events: ['position', 'id'],
  providers: ['trouble', 'limited_until', 'limited_since', 'listing_until', 'recoveries', 'tried_at', 'updated_at'],
};

/** A sweep deletes what is over here: what the copy lacks is no change, what it has more is. */
const SWEPT: Names = new Set([
  'account_waits',
  'deleted_agents',
  'events',
  'invocation_links',
  'login_records',
  'profile_versions',
  'session_leases',
  'submission_values',
  'submissions',
  'totp_steps',
  'trace',
]);

const comparedOf = (table: Table): Table => {
  const passing = COLUMNS_OF_THE_MOMENT[table.name] ?? [];
  return { ...table, columns: table.columns.filter((column) => !passing.includes(column)) };
};

async function isChanged(sides: Sides, table: Table): Promise<boolean> {
  for await (const { missing, stale } of pagesOf(sides, comparedOf(table), async () => undefined))
    if (stale.length > 0 || (missing.length > 0 && !SWEPT.has(table.name))) return true;
  return false;
}

/** Tables that hold something which going back to the source would lose. What workers write by merely running is none of it. */
export async function changedTables(sides: Sides, tables: readonly Table[]): Promise<string[]> {
  const changed: string[] = [];
  for (const table of tables)
    if (!OF_THE_MOMENT.has(table.name) && (await isChanged(sides, table))) changed.push(table.name);
  return changed;
}
