import type { Command } from 'commander';
import { actWithAuth, type Cli } from '../../action.js';
import { row } from '../../terminal/print.js';

export const list = (parent: Command, cli: Cli): Command =>
  parent
    .command('list')
    .description('List the profiles, newest first.')
    .action(
      actWithAuth(cli, async (auth, { print }) => {
        for await (const profile of auth.profiles.list({ limit: 100 })) {
          print.line(
            profile,
            row([
              [profile.name, 24],
              [profile.domains.join(', '), 40],
              [profile.updated_at, 0],
            ]),
          );
        }
      }),
    );
