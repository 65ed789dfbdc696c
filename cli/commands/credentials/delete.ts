import type { Command } from 'commander';
import { actWithAuth, type Cli } from '../../action.js';

export const remove = (parent: Command, cli: Cli): Command =>
  parent
    .command('delete')
    .description('Delete a credential; its agents can no longer log in by themselves.')
    .argument('<name>', 'name or id')
    .action(
      actWithAuth<[string], object>(cli, async (auth, { print }, _, name) => {
        await auth.credentials.delete(name);
        print.line({ deleted: name }, `Deleted credential ${name}.`);
      }),
    );
