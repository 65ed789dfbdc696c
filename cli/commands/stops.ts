/** What keeps agents from logging in by themselves, and what lets them go on. */
import type { Command } from 'commander';
import type { AuthAgent } from '../../client/index.js';
import { actWithAuth, type Cli } from '../action.js';
import { type Print, row } from '../terminal/print.js';

type Stopped = Pick<AuthAgent, 'stopped'>;

/** Null where nothing stops its logins. */
export const stopInWords = ({ stopped }: Stopped): string | null =>
  stopped && `${stopped.why}${stopped.until ? ` until ${stopped.until}` : ''}`;

/** Told to whoever starts a login anyway. */
export function tellStop(print: Print, started: Stopped): void {
  const words = stopInWords(started);
  if (words) print.note(`By itself the agent would not log in now: ${words}.`);
}

export const resetAttempts = (parent: Command, cli: Cli): Command =>
  parent
    .command('reset-attempts')
    .description('Let stopped logins of an agent and of its site go on; refused values stay refused.')
    .argument('<id>')
    .option('--reason <text>', 'kept in the timeline; do not put a secret here')
    .action(
      actWithAuth<[string], { reason?: string }>(cli, async (auth, { print }, { reason }, id) => {
        const agent = await auth.agents.auth.resetAttempts(id, reason === undefined ? {} : { reason });
        const still = stopInWords(agent);
        print.line(agent, still ? `The next login of ${id} waits: ${still}.` : `The next login of ${id} goes out.`);
      }),
    );

export const circuits = (parent: Command, cli: Cli): Command =>
  parent
    .command('circuits')
    .description('List the sites that agents leave alone for now, because of trouble there.')
    .action(
      actWithAuth(cli, async (auth, { print }) => {
        for await (const circuit of auth.agents.auth.circuits({ limit: 100 })) {
          const { site, state, since, until, waiting } = circuit;
          print.line(
            circuit,
            row([
              [site, 40],
              [state, 10],
              [`since ${since}`, 31],
              [`until ${until}, ${waiting} waiting`, 0],
            ]),
          );
        }
      }),
    );
