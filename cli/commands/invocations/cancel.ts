import type { Command } from 'commander';
import { actWithAuth, type Cli } from '../../action.js';

export const cancel = (parent: Command, cli: Cli): Command =>
  parent
    .command('cancel')
    .description('End a login; nothing of it is saved.')
    .argument('<id>')
    .action(
      actWithAuth<[string], object>(cli, async (auth, { print }, _, id) => {
        await auth.agents.auth.invocations.cancel(id);
        print.line({ canceled: id }, `Told ${id} to end.`);
      }),
    );
