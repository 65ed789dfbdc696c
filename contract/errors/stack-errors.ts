import { text } from './error-text.js';

/** What is wrong with the stack: Temporal, workers, the vault with its folder or database, and what else a start needs. */
export const STACK_ERRORS = {
  temporal_unavailable: text(
    503,
    'No Temporal server answers.',
    'Start the stack with `agent-auth up`, or check that a server runs at TEMPORAL_ADDRESS.',
  ),
  temporal_forbidden: text(
    403,
    'The Temporal server refused the request.',
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
    'Start one with `agent-auth up` or `agent-auth worker`. If the call was a write, it may still be carried out then.',
  ),
  vault_unavailable: text(
    503,
    'The vault does not answer.',
    "Try again: the call can be repeated. If it keeps failing, look for the cause in the worker's log.",
  ),
  database_forbidden: text(
    500,
    'The database refuses the vault, or gives it too few rights.',
    'The details say why. Check user, password, database, rights and TLS in AGENT_AUTH_DATABASE_URL.',
  ),
  database_invalid: text(
    500,
    'This vault cannot use the database.',
    'The details say why. Use an empty database of Postgres 15 or later, or one of this version.',
  ),
  database_not_migrated: text(
    500,
    'The tables of the database are from an earlier version.',
    'Run `agent-auth migrate`, or start without AGENT_AUTH_MIGRATE=off.',
  ),
  vault_not_found: text(
    500,
    'This worker has a vault, which is not in its database.',
    'Correct AGENT_AUTH_DATABASE_URL, or copy the vault to the database with `agent-auth vault copy`.',
  ),
  vault_went_back: text(
    500,
    'The database has gone back to an earlier state: what this worker wrote last is missing.',
    'A backup was restored, or a standby took over without the last transactions. Workers go on; see docs/backup.md for what is forgotten.',
  ),
  master_key_mismatch: text(
    500,
    'The database was made with another master key.',
    'Give this worker the same key as the others, in AGENT_AUTH_MASTER_KEY or AGENT_AUTH_MASTER_KEY_FILE.',
  ),
  vault_copied: text(
    409,
    'This vault was copied to a database, which is in use now.',
    'Set AGENT_AUTH_DATABASE_URL to that database. To go back to this vault, run `agent-auth vault undo-copy`.',
  ),
  copy_unfinished: text(
    409,
    'The database holds an unfinished copy of a vault.',
    'Run `agent-auth vault copy` to the end, on the machine that has the vault.',
  ),
  copy_target_taken: text(
    409,
    'The database already holds something else, which was left as it is.',
    'Use an empty database, or the one in which this copy was begun.',
  ),
  copy_differs: text(
    409,
    'The vault and its copy are not the same.',
    'The details name the tables. If the copy was used since, `--discard-changes` gives up what happened there. If not, find out who else writes there, and try again.',
  ),
  state_dir_in_use: text(409, 'Another stack uses this state folder.', 'Stop it, or choose another --state-dir.'),
  state_dir_unwritable: text(
    500,
    'The state folder is not writable.',
    'Check its permissions, or choose another --state-dir.',
  ),
  state_dir_full: text(
    507,
    'The disk of the state folder is full.',
    'Free some space. Nothing that was saved is lost.',
  ),
  state_dir_invalid: text(
    500,
    'The parts of the state folder do not belong together.',
    'Restore all of it from one backup: key and database must match.',
  ),
  state_dir_moved: text(
    500,
    "The vault's database was moved or replaced while it was in use.",
    'Put it back, or set AGENT_AUTH_STATE_DIR to where it is now, and start again.',
  ),
  port_unavailable: text(
    409,
    'The port could not be opened.',
    'Free it, or set AGENT_AUTH_HTTP_PORT or AGENT_AUTH_WORKER_PORT to another one.',
  ),
  task_queue_taken: text(
    409,
    'Workers of another vault serve this task queue.',
    'Set AGENT_AUTH_TASK_QUEUE or TEMPORAL_NAMESPACE to one that is not in use. If those workers have just stopped, start again in two minutes.',
  ),
  clock_skewed: text(
    500,
    'The clock of this machine differs from that of Temporal or of the database.',
    'Keep both clocks right with NTP, and start again. The details say by how many seconds this one is ahead.',
  ),
  host_not_allowed: text(
    421,
    'This server does not answer to that name.',
    'Use 127.0.0.1 or localhost, or set AGENT_AUTH_PUBLIC_URL to the address that people use.',
  ),
  origin_not_allowed: text(
    403,
    'Pages of other sites may not call this server.',
    'Call it from a program, or from a page at the address in AGENT_AUTH_PUBLIC_URL.',
  ),
  recipe_invalid: text(
    400,
    'A recipe is not valid.',
    'Correct what the details name, then check it with `agent-auth recipes check FILE`.',
  ),
  no_stack: text(
    503,
    'No stack is running.',
    'Start it with `agent-auth up`, and go on when it says "Ready". Or set TEMPORAL_ADDRESS.',
  ),
  tool_missing: text(
    500,
    'A program that is needed was not found.',
    'The details say what was tried. Install it, or set AGENT_AUTH_CHROMIUM or TEMPORAL_CLI_PATH to where it is.',
  ),
  unsafe_debug: text(400, 'DEBUG=pw:* would print what is typed into pages.', 'Unset DEBUG, and start again.'),
} as const;
