import type { Command } from 'commander';
import { actWithAuth, type Cli } from '../../action.js';
import { card } from '../../terminal/print.js';

export const show = (parent: Command, cli: Cli): Command =>
  parent
    .command('show')
    .description('Show a profile, not the session in it.')
    .argument('<name>', 'name or id')
    .action(
      actWithAuth<[string], object>(cli, async (auth, { print }, _, name) => {
        const profile = await auth.profiles.retrieve(name);
        print.line(profile, card(profile));
      }),
    );
