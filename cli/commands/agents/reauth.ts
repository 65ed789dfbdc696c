import type { Command } from 'commander';
import { actWithAuth, type Cli } from '../../action.js';

export const reauth = (parent: Command, cli: Cli): Command =>
  parent
    .command('reauth')
    .description('Log in again now.')
    .argument('<id>')
    .action(
      actWithAuth<[string], object>(cli, async (auth, { print }, _, id) => {
        const { handoff_code: _code, hosted_url: _url, ...started } = await auth.agents.auth.reauth(id);
        print.line(
          started,
          `Invocation ${started.invocation_id}: agent-auth invocations follow ${started.invocation_id}`,
        );
      }),
    );
