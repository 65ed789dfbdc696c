import { text } from './error-text.js';

/** What is wrong with the stack: Temporal, workers, the vault with its folder or database, and what else a start needs. */
export const STACK_ERRORS = {
  temporal_unavailable: text(
    503,
    'No Temporal server answers.',
    'Start the stack with `agent-auth up`, or check that a server runs where TEMPORAL_ADDRESS says.',
  ),
  temporal_forbidden: text(
    403,
    'The Temporal server refuses this.',
    'Check TEMPORAL_NAMESPACE, TEMPORAL_API_KEY and the permissions behind them.',
  ),
  namespace_not_found: text(
    404,
    'The Temporal namespace does not exist.',
    'Create it, or set TEMPORAL_NAMESPACE to one that does.',
  ),
  worker_unavailable: text(
    503,
    'No worker answered in time.',
    'Start one with `agent-auth up` or `agent-auth worker`. A write may still be carried out when one comes.',
  ),
  vault_unavailable: text(
    503,
    'The vault does not answer.',
    "Try again; the call can be repeated. If it stays, the worker's log has a line with the cause.",
  ),
  database_forbidden: text(
    500,
    'The database does not let the vault in, or lets it do too little.',
    'The details say why: check user, password, database, rights and TLS of AGENT_AUTH_DATABASE_URL.',
  ),
  database_invalid: text(
    500,
    'The database is not one that this vault can use.',
    'The details say why. Give an empty database of Postgres 15 or later, or one of this version.',
  ),
  database_not_migrated: text(
    500,
    'The tables of the database are of an earlier version.',
    'Run `agent-auth migrate`, or start without AGENT_AUTH_MIGRATE=off.',
  ),
  master_key_mismatch: text(
    500,
    'The master key is not the one that the database was made with.',
    'Give this worker the key of the others, in AGENT_AUTH_MASTER_KEY or AGENT_AUTH_MASTER_KEY_FILE.',
  ),
  vault_copied: text(
    409,
    'This vault was copied to a database, and goes on there.',
    'Set AGENT_AUTH_DATABASE_URL to that database. `agent-auth vault undo-copy` takes the vault back.',
  ),
  copy_unfinished: text(
    409,
    'The database holds a copy of a vault that is not finished.',
    'Run `agent-auth vault copy` to its end, where the vault is.',
  ),
  copy_target_taken: text(
    409,
    'The database holds something else, and is left as it is.',
    'Give an empty database, or the one in which this copy was begun.',
  ),
  copy_differs: text(
    409,
    'The vault and its copy are not the same.',
    'The details name the table. If the copy was used since, `--discard-changes` gives that up; if not, see who else writes there, and try again.',
  ),
  state_dir_in_use: text(409, 'Another stack uses this state folder.', 'Stop it, or give another --state-dir.'),
  state_dir_unwritable: text(
    500,
    'The state folder cannot be written.',
    'Check its permissions, or give another --state-dir.',
  ),
  state_dir_full: text(507, 'The disk of the state folder is full.', 'Make room; nothing that was saved is lost.'),
  state_dir_invalid: text(
    500,
    'The parts of the state folder do not belong together.',
    'Restore all of it from one backup: key and database must match.',
  ),
  state_dir_moved: text(
    500,
    'The database of the vault was moved or replaced while it was in use.',
    'Put it back, or point AGENT_AUTH_STATE_DIR to where it is now, and start again.',
  ),
  port_unavailable: text(
    409,
    'The port cannot be opened.',
    'Free it, or set another AGENT_AUTH_HTTP_PORT or AGENT_AUTH_WORKER_PORT.',
  ),
  task_queue_taken: text(
    409,
    'Workers of another vault serve this task queue.',
    'Set AGENT_AUTH_TASK_QUEUE or TEMPORAL_NAMESPACE to one of its own; if they have just stopped, start again in two minutes.',
  ),
  clock_skewed: text(
    500,
    'The clock of this machine differs from that of Temporal or of the database.',
    'Keep both right with NTP, and start again. The details say by how many seconds it is ahead.',
  ),
  host_not_allowed: text(
    421,
    'This server does not answer to that name.',
    'Use 127.0.0.1 or localhost, or set AGENT_AUTH_PUBLIC_URL to the address that people use.',
  ),
  origin_not_allowed: text(
    403,
    'Pages of other sites may not ask this server.',
    'Ask from a program, or from a page at the address in AGENT_AUTH_PUBLIC_URL.',
  ),
  recipe_invalid: text(
    400,
    'A recipe cannot be used.',
    'Correct what the details name; `agent-auth recipes check FILE` says whether it is right.',
  ),
  no_stack: text(503, 'No stack is running.', 'Start it with `agent-auth up`, or set TEMPORAL_ADDRESS.'),
  tool_missing: text(
    500,
    'A program that is needed is missing.',
    'The details say what was tried. Install it, and set AGENT_AUTH_CHROMIUM or TEMPORAL_CLI_PATH to where it is.',
  ),
  unsafe_debug: text(400, 'DEBUG=pw:* would print what is typed into pages.', 'Unset DEBUG, and start again.'),
} as const;
