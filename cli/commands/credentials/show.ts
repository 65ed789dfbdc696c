import type { Command } from 'commander';
import { actWithAuth, type Cli } from '../../action.js';
import { card } from '../../terminal/print.js';

export const show = (parent: Command, cli: Cli): Command =>
  parent
    .command('show')
    .description('Show a credential: the names of its values, never the values.')
    .argument('<name>', 'name or id')
    .action(
      actWithAuth<[string], object>(cli, async (auth, { print }, _, name) => {
        const credential = await auth.credentials.retrieve(name);
        print.line(credential, card(credential));
      }),
    );
