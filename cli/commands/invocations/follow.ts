import type { Command } from 'commander';
import { actWithAuth, type Cli } from '../../action.js';
import { requireSuccess } from '../../login/play-login.js';
import { newEvents, tell } from '../../login/timeline.js';

export const follow = (parent: Command, cli: Cli): Command =>
  parent
    .command('follow')
    .description('Watch a login until it ends.')
    .argument('<id>')
    .addHelpText('after', '\nWith --json each line is the whole state. Exit code 0 when the login succeeds.')
    .action(
      actWithAuth<[string], object>(cli, async (auth, { io, print }, _, id) => {
        const fresh = newEvents();
        for await (const state of auth.agents.auth.invocations.follow(id, { signal: io.signal })) {
          const lines = fresh(state).map((event) => tell(event, state, io.colors));
          if (print.json || lines.length > 0) print.line(state, lines.join('\n'));
          if (state.status !== 'IN_PROGRESS') requireSuccess(state);
        }
      }),
    );
