import type { Command } from 'commander';
import { actWithAuth, type Cli } from '../../action.js';
import { tell } from '../../login/timeline.js';
import { card } from '../../terminal/print.js';

export const show = (parent: Command, cli: Cli): Command =>
  parent
    .command('show')
    .description('Show a login: how it stands, and its story.')
    .argument('<id>')
    .action(
      actWithAuth<[string], object>(cli, async (auth, { io, print }, _, id) => {
        const invocation = await auth.agents.auth.invocations.retrieve(id);
        const { timeline, sealing_key: _key, ...facts } = invocation;
        const story = timeline.map((event) => tell(event, invocation, io.colors));
        print.line(invocation, [card(facts), ...story].join('\n'));
      }),
    );
