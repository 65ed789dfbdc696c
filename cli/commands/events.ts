import type { Command } from 'commander';
import type { AgentEvent } from '../../client/index.js';
import { actWithAuth, type Cli } from '../action.js';
import type { Print } from '../terminal/print.js';
import { row } from '../terminal/print.js';

interface EventsOptions {
  readonly after?: string;
  readonly agent?: string;
  readonly follow: boolean;
}

const show = (print: Print, event: AgentEvent): void =>
  print.line(
    event,
    row([
      [event.id, 32],
      [event.timestamp, 24],
      [event.type, 24],
      [event.data.auth_agent_id, 0],
      [event.data.error_code ?? '', 0],
    ]),
  );

export function events(parent: Command, cli: Cli): void {
  parent
    .command('events')
    .description('List what happened to agents and their logins, oldest first.')
    .option('--after <event-id>', 'only events after this one')
    .option('--agent <id>', 'only events of this agent')
    .option('--follow', 'then wait for new events', false)
    .addHelpText(
      'after',
      `
Example:
  $ agent-auth events --follow --json`,
    )
    .action(
      actWithAuth<[], EventsOptions>(cli, async (auth, { print }, { after, agent, follow }) => {
        const of = agent === undefined ? {} : { auth_agent_id: agent };
        const from = after === undefined ? {} : { after };
        if (follow) {
          for await (const event of auth.events.follow({ ...of, ...from })) show(print, event);
          return;
        }
        let page = await auth.events.list({ ...of, ...from, limit: 100 });
        for (const event of page.items) show(print, event);
        while (page.has_more) {
          page = await auth.events.list({ ...of, after: page.items.at(-1)!.id, limit: 100 });
          for (const event of page.items) show(print, event);
        }
      }),
    );
}
