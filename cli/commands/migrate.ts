import type { Command } from 'commander';
import { AgentAuthError } from '../../contract/errors/errors.js';
import { act, type Cli } from '../action.js';

export const migrate = (parent: Command, cli: Cli): Command =>
  parent
    .command('migrate')
    .description('Bring the tables of the database in AGENT_AUTH_DATABASE_URL up to date. Workers may keep running.')
    .action(
      act(cli, async ({ print }) => {
        // Loaded here: other commands need nothing of it.
        const [{ readConfig }, { migrateDatabase }] = await Promise.all([
          import('../../worker/config.js'),
          import('../../activities/vault/index.js'),
        ]);
        const { postgres } = readConfig(process.env);
        if (postgres === undefined)
          throw new AgentAuthError('invalid_input', {
            variables: ['AGENT_AUTH_DATABASE_URL'],
            problems: ['AGENT_AUTH_DATABASE_URL: must be set'],
          });
        const migrations = await migrateDatabase(postgres.url);
        print.line(
          { migrations },
          migrations.length === 0
            ? 'The tables are up to date.'
            : `The tables are up to date: ${migrations.join(', ')}.`,
        );
      }),
    );
