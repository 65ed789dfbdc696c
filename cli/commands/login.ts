import type { Command } from 'commander';
import type { AgentAuth } from '../../client/index.js';
import { parseSite } from '../../contract/address/domain.js';
import { anySignal } from '../../contract/machine/any-signal.js';
import { timeoutSignal } from '../../contract/machine/timeout-signal.js';
import { act, type Cli, type Scene, stateDirOf } from '../action.js';
import { prepared, readAnswers } from '../login/answers.js';
import { type Answerer, playLogin, requireSuccess } from '../login/play-login.js';
import { withStack } from '../stack.js';
import { askPerson } from '../terminal/ask-person.js';
import { parseSeconds } from '../terminal/parse-seconds.js';
import { proxyOf } from '../terminal/proxy-of.js';
import { tellStop } from './stops.js';

interface LoginOptions {
  readonly credential?: string;
  readonly saveCredentialAs?: string;
  readonly profile: string;
  readonly answers?: string;
  readonly timeout?: number;
  readonly headed?: boolean;
  readonly staySignedIn?: boolean;
  readonly healthChecks?: boolean;
  readonly healthCheckInterval?: number;
  readonly allow?: readonly string[];
  readonly sendTo?: readonly string[];
  readonly proxy?: string;
  readonly proxyUsername?: string;
  readonly proxyPasswordFile?: string;
}

const untilTimeout = (signal: AbortSignal, seconds: number | undefined): AbortSignal =>
  seconds === undefined ? signal : anySignal([signal, timeoutSignal(seconds * 1000)]).signal;

async function login(auth: AgentAuth, scene: Scene, site: string, options: LoginOptions): Promise<void> {
  const { io, print } = scene;
  const wanted = parseSite(site);
  const answers = prepared(options.answers ? await readAnswers(io, options.answers) : {});
  const agent = await auth.agents.auth.create({
    ...wanted,
    profile_name: options.profile,
    ...(options.credential ? { credential_name: options.credential } : {}),
    ...(options.staySignedIn === undefined ? {} : { stay_signed_in: options.staySignedIn }),
    ...(options.healthChecks === undefined ? {} : { health_checks: options.healthChecks }),
    ...(options.healthCheckInterval === undefined ? {} : { health_check_interval: options.healthCheckInterval }),
    ...(options.allow ? { allowed_domains: options.allow } : {}),
    ...(options.sendTo ? { send_to: options.sendTo } : {}),
    ...(await proxyOf(io, options)),
  });
  const started = await auth.agents.auth.invocations.create({
    auth_agent_id: agent.id,
    save_credential_as: options.saveCredentialAs ?? null,
  });
  print.note(`Invocation ${started.invocation_id}`);
  tellStop(print, started);
  const answer: Answerer = async (invocation, open) =>
    answers(invocation) ?? (io.interactive ? askPerson(io, invocation, open) : null);
  const signal = untilTimeout(io.signal, options.timeout);
  const end = await playLogin(auth, io, print, started.invocation_id, { answer, signal });
  requireSuccess(end);
  const { invocation_id, status, profile_name, post_login_url, session_expires_at } = end;
  print.line(
    { event: 'session', invocation_id, status, profile_name, post_login_url, session_expires_at },
    `The session is in profile ${profile_name}. Use it: agent-auth profiles export ${profile_name} --storage-state session.json`,
  );
}

/** A visible browser belongs to a worker that was started so: here the stack runs for this one login. */
async function withHeadedStack(scene: Scene, run: (auth: AgentAuth) => Promise<void>): Promise<void> {
  process.env.AGENT_AUTH_HEADED = '1';
  await withStack(scene, { stateDir: stateDirOf(scene), sample: false }, () => withRunningStack(scene, run));
}

async function withRunningStack(scene: Scene, run: (auth: AgentAuth) => Promise<void>): Promise<void> {
  const auth = await scene.io.connect({ state_dir: scene.stateDir });
  try {
    await run(auth);
  } finally {
    await auth.close();
  }
}

export const loginCommand = (parent: Command, cli: Cli): Command =>
  parent
    .command('login')
    .description('Log in to a site and keep the session in a profile.')
    .argument('<site>', 'domain, or address of the login page')
    .option('--credential <name>', 'fill from this credential')
    .option('--save-credential-as <name>', 'when the login has succeeded, save what was given as this credential')
    .option('--profile <name>', 'where the session is kept', 'default')
    .option(
      '--stay-signed-in',
      'tick "keep me signed in", in this login and the next ones (the default of a new agent)',
    )
    .option('--no-stay-signed-in', 'leave it unticked, in this login and the next ones')
    .option('--health-checks', 'check the session from time to time (the default of a new agent)')
    .option('--no-health-checks', 'do not check the session')
    .option('--health-check-interval <seconds>', 'how often to check it: 300 to 86400', parseSeconds)
    .option('--allow <domain...>', 'other sites that belong to the login: values may be typed there')
    .option('--send-to <host...>', "sign-in services that the site's own scripts may send its password to")
    .option(
      '--proxy <server>',
      'reach the site only through this proxy: http://host:port or socks5://host:port; "none" removes it',
    )
    .option(
      '--proxy-username <name>',
      'user name for the proxy; the password is in AGENT_AUTH_PROXY_PASSWORD, or you are asked',
    )
    .option('--proxy-password-file <file>', 'the password of the proxy; - for stdin')
    .option('--answers <file>', 'values by field name, as JSON; - for stdin')
    .option('--timeout <seconds>', 'stop watching after this; the login goes on', parseSeconds)
    .option('--headed', 'show the browser; starts a stack for this login, so none may be running')
    .addHelpText(
      'after',
      `
You are asked for what is missing, and it is not shown. Without a terminal the command ends with exit code 4 and the login
waits: answer it with \`agent-auth invocations submit\`.

Examples:
  $ agent-auth login github.com --save-credential-as github
  $ agent-auth login https://example.com/signin --profile work --credential example
  $ echo '{"password": "..."}' | agent-auth login example.com --answers - --json`,
    )
    .action(
      act<[string], LoginOptions>(cli, (scene, options, site) => {
        const run = (auth: AgentAuth) => login(auth, scene, site, options);
        return options.headed ? withHeadedStack(scene, run) : withRunningStack(scene, run);
      }),
    );
