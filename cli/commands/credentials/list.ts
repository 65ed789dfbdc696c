import type { Command } from 'commander';
import { actWithAuth, type Cli } from '../../action.js';
import { row } from '../../terminal/print.js';

export const list = (parent: Command, cli: Cli): Command =>
  parent
    .command('list')
    .description('List the credentials, newest first.')
    .action(
      actWithAuth(cli, async (auth, { print }) => {
        for await (const credential of auth.credentials.list({ limit: 100 })) {
          const { name, domain, value_keys, has_totp_secret } = credential;
          const holds = [...value_keys, ...(has_totp_secret ? ['totp_secret'] : [])].join(', ');
          print.line(
            credential,
            row([
              [name, 24],
              [domain, 28],
              [holds, 0],
            ]),
          );
        }
      }),
    );
