import type { Command } from 'commander';
import { actWithAuth, type Cli } from '../../action.js';

export const remove = (parent: Command, cli: Cli): Command =>
  parent
    .command('delete')
    .description('Delete a profile with the sessions in it.')
    .argument('<name>', 'name or id')
    .action(
      actWithAuth<[string], object>(cli, async (auth, { print }, _, name) => {
        await auth.profiles.delete(name);
        print.line({ deleted: name }, `Deleted profile ${name}.`);
      }),
    );
