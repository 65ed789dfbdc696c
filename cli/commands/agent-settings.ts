import type { Command } from 'commander';
import type { AgentChange } from '../../client/index.js';
import { actWithAuth, type Cli } from '../action.js';
import { parseSeconds } from '../terminal/parse-seconds.js';
import { row } from '../terminal/print.js';

interface UpdateOptions {
  readonly credential?: string | false;
  readonly loginUrl?: string | false;
  readonly allowedDomain?: readonly string[] | false;
  readonly sendTo?: readonly string[] | false;
  readonly saveCredentialAs?: string | false;
  readonly staySignedIn?: boolean;
  readonly healthChecks?: boolean;
  readonly healthCheckInterval?: number;
  readonly autoReauth?: boolean;
  readonly keepAlive?: boolean;
  readonly reauthWait?: number;
  readonly idleTimeout?: number;
  readonly overallTimeout?: number;
}

/** Commander says false for `--no-...`. */
const cleared = <T>(given: T | false): T | null => (given === false ? null : given);

const given = (change: Readonly<Record<string, unknown>>): AgentChange =>
  Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));

export const update = (parent: Command, cli: Cli): Command =>
  parent
    .command('update')
    .description('Change settings of an auth agent, also for its login in progress; the others stay as they are.')
    .argument('<id>')
    .option('--credential <name>', 'fill from this credential')
    .option('--no-credential', 'fill from no credential')
    .option('--login-url <url>', 'the login page')
    .option('--no-login-url', 'find the login page from the domain')
    .option('--allowed-domain <domain...>', 'other sites that belong to the login; replaces those set before')
    .option('--no-allowed-domain', 'allow no other sites')
    .option('--send-to <host...>', "hosts that the site's scripts may send secrets to; replaces those set before")
    .option('--no-send-to', 'allow no such hosts')
    .option('--save-credential-as <name>', 'save what people give under this name')
    .option('--no-save-credential-as', 'do not save what people give')
    .option('--stay-signed-in', 'tick "keep me signed in" at logins')
    .option('--no-stay-signed-in', 'leave it unticked')
    .option('--health-checks', 'check the session from time to time')
    .option('--no-health-checks', 'do not check the session')
    .option('--health-check-interval <seconds>', 'how often to check it: 300 to 86400', parseSeconds)
    .option('--auto-reauth', 'log in again without being asked when the session is over, or about to be')
    .option('--no-auto-reauth', 'log in again only when asked to')
    .option('--keep-alive', 'visit often enough that the site does not end the session as unused')
    .option('--no-keep-alive', 'do not visit')
    .option('--reauth-wait <seconds>', 'how long a re-login waits for a person: 60 to 2592000', parseSeconds)
    .option('--idle-timeout <seconds>', 'how long each question waits for a person', parseSeconds)
    .option('--overall-timeout <seconds>', 'how long a login may take', parseSeconds)
    .action(
      actWithAuth<[string], UpdateOptions>(cli, async (auth, { print }, options, id) => {
        const agent = await auth.agents.auth.update(
          id,
          given({
            credential_name: cleared(options.credential),
            login_url: cleared(options.loginUrl),
            allowed_domains: cleared(options.allowedDomain),
            send_to: cleared(options.sendTo),
            save_credential_as: cleared(options.saveCredentialAs),
            stay_signed_in: options.staySignedIn,
            health_checks: options.healthChecks,
            health_check_interval: options.healthCheckInterval,
            auto_reauth: options.autoReauth,
            keep_alive: options.keepAlive,
            reauth_wait_seconds: options.reauthWait,
            idle_timeout_seconds: options.idleTimeout,
            overall_timeout_seconds: options.overallTimeout,
          }),
        );
        print.line(agent, `Updated ${id}.`);
      }),
    );

interface Which {
  readonly site?: boolean;
}

export const pause = (parent: Command, cli: Cli): Command =>
  parent
    .command('pause')
    .description('Pause an auth agent until it is resumed: no login begins, and one in progress sends nothing.')
    .argument('<id>', 'id of the agent; with --site, a domain')
    .requiredOption('--reason <text>', 'shown to people; do not put a secret here')
    .option('--site', 'pause all agents of the site')
    .action(
      actWithAuth<[string], Which & { reason: string }>(cli, async (auth, { print }, { reason, site }, of) => {
        const agents = auth.agents.auth;
        const paused = await (site ? agents.pauseSite(of, { reason }) : agents.pause(of, { reason }));
        print.line(paused, `Paused ${paused.subject}.`);
      }),
    );

export const resume = (parent: Command, cli: Cli): Command =>
  parent
    .command('resume')
    .description('Resume a paused auth agent.')
    .argument('<id>', 'id of the agent; with --site, a domain')
    .option('--site', 'resume all agents of the site, except those that were paused one by one')
    .action(
      actWithAuth<[string], Which>(cli, async (auth, { print }, { site }, of) => {
        const resumed = await (site ? auth.agents.auth.resumeSite(of) : auth.agents.auth.resume(of));
        print.line({ resumed }, resumed ? `Resumed ${of}.` : `${of} was not paused.`);
      }),
    );

export const pauses = (parent: Command, cli: Cli): Command =>
  parent
    .command('pauses')
    .description('List what is paused, newest first.')
    .action(
      actWithAuth(cli, async (auth, { print }) => {
        for await (const paused of auth.agents.auth.pauses({ limit: 100 })) print.line(paused, pauseLine(paused));
      }),
    );

const pauseLine = (paused: { subject: string; at: string; by: string; reason: string }): string =>
  row([
    [paused.subject, 40],
    [paused.at, 24],
    [`${paused.by}: ${paused.reason}`, 0],
  ]);
