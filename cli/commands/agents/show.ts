import type { Command } from 'commander';
import { actWithAuth, type Cli } from '../../action.js';
import { card } from '../../terminal/print.js';

export const show = (parent: Command, cli: Cli): Command =>
  parent
    .command('show')
    .description('Show an auth agent.')
    .argument('<id>')
    .action(
      actWithAuth<[string], object>(cli, async (auth, { print }, _, id) => {
        const agent = await auth.agents.auth.retrieve(id);
        print.line(agent, card(agent));
      }),
    );
