import type { Command } from 'commander';
import type { AuthAgent } from '../../client/index.js';
import { actWithAuth, type Cli } from '../action.js';
import { whyLines } from '../login/why.js';
import { parseAge, parseSeconds } from '../terminal/parse-seconds.js';
import { card, row } from '../terminal/print.js';
import { pause, pauses, resume, update } from './agent-settings.js';
import { circuits, resetAttempts, stopInWords, tellStop } from './stops.js';

const remove = (parent: Command, cli: Cli): Command =>
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

interface EnsureOptions {
  readonly profile: string;
  readonly credential?: string;
  readonly timeout: number;
  readonly maxAge: number;
}

const ensure = (parent: Command, cli: Cli): Command =>
  parent
    .command('ensure')
    .description('Make sure that a profile is logged in: if it is not, log in with what is stored.')
    .argument('<domain>')
    .option('--profile <name>', 'where the session is kept', 'default')
    .option('--credential <name>', 'fill from this credential')
    .option('--timeout <seconds>', 'give up after this; the login goes on', parseSeconds, 60)
    .option(
      '--max-age <seconds>',
      'check a session first that was last proven or checked longer ago; 0: always',
      parseAge,
      300,
    )
    .addHelpText(
      'after',
      `
When a person has to give a value it prints the invocation's id and ends with exit code 4: answer with \`agent-auth invocations submit\`.

Example:
  $ agent-auth agents ensure example.com --profile work --json`,
    )
    .action(
      actWithAuth<[string], EnsureOptions>(
        cli,
        async (auth, { print }, { profile, credential, timeout, maxAge }, domain) => {
          const session = await auth.agents.auth.ensure({
            domain,
            profile_name: profile,
            timeout,
            max_age_seconds: maxAge,
            ...(credential ? { credential_name: credential } : {}),
          });
          const until = session.session_expires_at ? ` until ${session.session_expires_at}` : '';
          print.line(
            session,
            `Profile ${profile} is logged in at ${domain}${until}${session.verified ? '' : ', as far as is known'}.`,
          );
        },
      ),
    );

const list = (parent: Command, cli: Cli): Command =>
  parent
    .command('list')
    .description('List the auth agents, newest first.')
    .action(
      actWithAuth(cli, async (auth, { print }) => {
        for await (const agent of auth.agents.auth.list({ limit: 100 })) {
          const until = agent.session_expires_at ? `until ${agent.session_expires_at}` : '';
          const note = agent.paused ? `paused: ${agent.paused.reason}` : until;
          print.line(
            agent,
            row([
              [agent.status, 13],
              [agent.id, 40],
              [note, 0],
            ]),
          );
        }
      }),
    );

const reauth = (parent: Command, cli: Cli): Command =>
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
        tellStop(print, started);
      }),
    );

const reportExpired = (parent: Command, cli: Cli): Command =>
  parent
    .command('report-expired')
    .description('Report that a session no longer works; its agent logs in again.')
    .argument('<id>')
    .action(
      actWithAuth<[string], object>(cli, async (auth, { print }, _, id) => {
        await auth.agents.auth.reportExpired(id);
        print.line({ reported: id }, `Told ${id}.`);
      }),
    );

const check = (parent: Command, cli: Cli): Command =>
  parent
    .command('check')
    .description('Check the session of an auth agent now, and log in again if it is over.')
    .argument('<id>')
    .action(
      actWithAuth<[string], object>(cli, async (auth, { print }, _, id) => {
        const result = await auth.agents.auth.checkNow(id);
        const { check: seen, auth_agent } = result;
        const why = auth_agent.health_check_unavailable_reason;
        const words = seen ? `${seen.answer} (${seen.why})` : `not checked${why ? `: ${why}` : ''}`;
        print.line(result, `${auth_agent.status}, ${words}`);
      }),
    );

/** Null where there was none. */
const checkInWords = ({ last_check: seen }: AuthAgent): string | null =>
  seen && `${seen.answer} (${seen.why}) at ${seen.at}`;

/** Null where it goes out directly. */
const proxyInWords = ({ proxy }: AuthAgent): string | null =>
  proxy && `${proxy.server}${proxy.has_credentials ? ' (with a user name)' : ''}`;
/** Null where nobody has switched it off. */
const pauseInWords = ({ paused }: AuthAgent): string | null =>
  paused && `${paused.scope} since ${paused.at} by ${paused.by}: ${paused.reason}`;

/** Null where no item of a provider was taken yet. */
const itemInWords = ({ credential_item: item }: AuthAgent): string | null =>
  item &&
  `${item.provider}: ${item.path ?? item.item_id}${item.account ? ` (${item.account})` : ''}${item.use ? `, ${item.use}` : ''}${
    item.refused ? '; the site refused it' : ''
  }${item.instead === null ? '' : `; no password (${item.instead})`}`;
/** Null where nobody is asked for anything. */
function waitInWords({ reauth_wait: wait }: AuthAgent): string | null {
  if (wait === null) return null;
  const missing = wait.missing.join(', ') || 'a person';
  return `for ${missing} since ${wait.since}${wait.next_at ? `, asked again at ${wait.next_at}` : ''}`;
}

const endInWords = ({ last_session_end: end }: AuthAgent): string | null => end && `${end.cause} at ${end.at}`;

const show = (parent: Command, cli: Cli): Command =>
  parent
    .command('show')
    .description('Show an auth agent: its status, why it last logged in, and what it does next.')
    .argument('<id>')
    .action(
      actWithAuth<[string], object>(cli, async (auth, { print }, _, id) => {
        const agent = await auth.agents.auth.retrieve(id);
        const words = {
          credential_item: itemInWords(agent),
          last_check: checkInWords(agent),
          proxy: proxyInWords(agent),
          stopped: stopInWords(agent),
          paused: pauseInWords(agent),
          reauth_wait: waitInWords(agent),
          last_session_end: endInWords(agent),
        };
        if (print.json) return print.line(agent, '');
        const { items } = await auth.agents.auth.timeline(id, { limit: 20 });
        print.line(agent, [card({ ...agent, ...words }), '', ...whyLines(agent, items)].join('\n'));
      }),
    );

const timeline = (parent: Command, cli: Cli): Command =>
  parent
    .command('timeline')
    .description('List the logins of an agent and how each ended, and the resets of its limits; newest first.')
    .argument('<id>')
    .action(
      actWithAuth<[string], object>(cli, async (auth, { print }, _, id) => {
        for await (const login of auth.agents.auth.timeline(id, { limit: 100 })) {
          print.line(
            login,
            row([
              [login.timestamp, 24],
              [login.completed_at ?? '', 24],
              [login.type, 6],
              [login.status, 11],
              [login.error_code ?? (login.type === 'reset' ? `by ${login.by}: ${login.reason ?? '-'}` : ''), 0],
            ]),
          );
        }
      }),
    );

export function agents(parent: Command, cli: Cli): void {
  const group = parent.command('agents').description('Auth agents, which keep profiles logged in.');
  for (const add of [
    list,
    show,
    timeline,
    ensure,
    check,
    update,
    pause,
    resume,
    pauses,
    reportExpired,
    reauth,
    resetAttempts,
    circuits,
    remove,
  ])
    add(group, cli);
}
