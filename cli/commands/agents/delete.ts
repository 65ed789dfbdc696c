import type { Command } from 'commander';
import { actWithAuth, type Cli } from '../../action.js';

export const remove = (parent: Command, cli: Cli): Command =>
  parent
    .command('delete')
    .description('Delete an auth agent and cancel its login in progress; its profile stays.')
    .argument('<id>')
    .action(
      actWithAuth<[string], object>(cli, async (auth, { print }, _, id) => {
        await auth.agents.auth.delete(id);
        print.line({ deleted: id }, `Deleted ${id}.`);
      }),
    );
