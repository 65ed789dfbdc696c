import type { Command } from 'commander';
import { actWithAuth, type Cli } from '../../action.js';
import { row } from '../../terminal/print.js';

export const list = (parent: Command, cli: Cli): Command =>
  parent
    .command('list')
    .description('List the auth agents, newest first.')
    .action(
      actWithAuth(cli, async (auth, { print }) => {
        for await (const agent of auth.agents.auth.list({ limit: 100 })) {
          const until = agent.session_expires_at ? `until ${agent.session_expires_at}` : '';
          print.line(
            agent,
            row([
              [agent.status, 13],
              [agent.id, 40],
              [until, 0],
            ]),
          );
        }
      }),
    );
