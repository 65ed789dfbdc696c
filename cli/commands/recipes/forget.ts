import type { Command } from 'commander';
import { actWithAuth, type Cli } from '../../action.js';

export const forget = (parent: Command, cli: Cli): Command =>
  parent
    .command('forget')
    .description('Forget what the logins of an agent have learned; the next one finds its way by itself.')
    .argument('<agent-id>')
    .action(
      actWithAuth<[string], object>(cli, async (auth, { print }, _, id) => {
        const { forgotten } = await auth.recipes.forget(id);
        print.line(
          { agent: id, forgotten },
          forgotten ? `Forgot what ${id} had learned.` : `${id} had learned nothing.`,
        );
      }),
    );
