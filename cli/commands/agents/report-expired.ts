import type { Command } from 'commander';
import { actWithAuth, type Cli } from '../../action.js';

export const reportExpired = (parent: Command, cli: Cli): Command =>
  parent
    .command('report-expired')
    .description('Say that a session no longer works: its agent logs in again.')
    .argument('<id>')
    .action(
      actWithAuth<[string], object>(cli, async (auth, { print }, _, id) => {
        await auth.agents.auth.reportExpired(id);
        print.line({ reported: id }, `Told ${id}.`);
      }),
    );
