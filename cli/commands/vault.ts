import type { Command } from 'commander';
import type { CopyEvent, PostgresVault } from '../../activities/vault/index.js';
import { AgentAuthError } from '../../contract/errors/errors.js';
import { act, type Cli, type Scene, stateDirOf } from '../action.js';

interface To {
  readonly to?: string;
}

/** What workers on the database are given: the variables that they read themselves. */
async function readDatabase({ to }: To): Promise<PostgresVault> {
  const { readConfig } = await import('../../worker/config.js');
  const { postgres } = readConfig(to === undefined ? process.env : { ...process.env, AGENT_AUTH_DATABASE_URL: to });
  if (postgres === undefined)
    throw new AgentAuthError('invalid_input', {
      variables: ['AGENT_AUTH_DATABASE_URL'],
      problems: ['AGENT_AUTH_DATABASE_URL: must be set'],
    });
  return postgres;
}

/** A long table says where it is. */
const EACH_ROWS = 10_000;

function tell({ print }: Scene): (event: CopyEvent) => void {
  let told = 0;
  return (event) => {
    if (event.event === 'compared') {
      print.line(
        event,
        `compared ${event.table}: ${event.rows} rows, SHA-256 ${event.sha256.slice(0, 16)} on both sides`,
      );
      return;
    }
    if (event.rows < told) told = 0;
    if (event.rows < told + EACH_ROWS) return;
    told = event.rows;
    print.line(event, `copied ${event.table}: ${event.rows} rows`);
  };
}

const IS_COPIED = `The vault goes on in the database: set AGENT_AUTH_DATABASE_URL for all workers, and give them the master key of this state folder.
This folder refuses to start without it. Keep it as long as you may want \`agent-auth vault undo-copy\`.`;

const copy = (parent: Command, cli: Cli): Command =>
  parent
    .command('copy')
    .description('Copy the vault from the state folder to a Postgres database, compare every row, and use it there.')
    .option('--to <url>', 'the database; AGENT_AUTH_DATABASE_URL is better, since no process list shows it')
    .addHelpText(
      'after',
      `
Stop the stack first. To continue an interrupted copy, run the same command again. Until it is finished, the vault in the state folder stays in use.

Example:
  $ AGENT_AUTH_DATABASE_URL=postgres://user:password@host/agent_auth agent-auth vault copy`,
    )
    .action(
      act<[], To>(cli, async (scene, options) => {
        const postgres = await readDatabase(options);
        const { copyVault } = await import('../../activities/vault/index.js');
        const { vault, tables } = await copyVault({ stateDir: stateDirOf(scene), postgres, onEvent: tell(scene) });
        const rows = tables.reduce((sum, table) => sum + table.rows, 0);
        scene.print.line({ event: 'finished', vault, tables: tables.length, rows }, IS_COPIED);
      }),
    );

interface UndoOptions extends To {
  readonly discardChanges?: boolean;
  readonly databaseIsGone?: boolean;
}

const undoCopy = (parent: Command, cli: Cli): Command =>
  parent
    .command('undo-copy')
    .description('Go back to the vault in the state folder; the copy in the database is refused from then on.')
    .option('--to <url>', 'the database; AGENT_AUTH_DATABASE_URL is better, since no process list shows it')
    .option('--discard-changes', 'even if the copy was used since: what happened there is lost')
    .option('--database-is-gone', 'do without the database; it must never be used again')
    .addHelpText(
      'after',
      `
Stop all workers first.

Example:
  $ AGENT_AUTH_DATABASE_URL=postgres://user:password@host/agent_auth agent-auth vault undo-copy`,
    )
    .action(
      act<[], UndoOptions>(cli, async (scene, options) => {
        const postgres = options.databaseIsGone === true ? null : await readDatabase(options);
        const { undoCopy: undo } = await import('../../activities/vault/index.js');
        await undo({ stateDir: stateDirOf(scene), postgres, discardChanges: options.discardChanges === true });
        scene.print.line({ event: 'undone' }, 'The vault goes on in the state folder.');
      }),
    );

export function vault(parent: Command, cli: Cli): void {
  const group = parent.command('vault').description('Move the vault from the state folder to Postgres, and back.');
  for (const add of [copy, undoCopy]) add(group, cli);
}
