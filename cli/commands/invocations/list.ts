import type { Command } from 'commander';
import { actWithAuth, type Cli } from '../../action.js';
import { row } from '../../terminal/print.js';

export const list = (parent: Command, cli: Cli): Command =>
  parent
    .command('list')
    .description('List the logins, newest first.')
    .action(
      actWithAuth(cli, async (auth, { print }) => {
        for await (const login of auth.agents.auth.invocations.list({ limit: 100 })) {
          const { status, invocation_id, domain, started_at, error_code } = login;
          print.line(
            login,
            row([
              [status, 11],
              [invocation_id, 36],
              [domain, 24],
              [started_at, 24],
              [error_code ?? '', 0],
            ]),
          );
        }
      }),
    );
