import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { AgentAuthError } from '../contract/errors/errors.js';
import { packageFile } from '../worker/built-file.js';
import type { Cli } from './action.js';
import { agents } from './commands/agents.js';
import { credentials } from './commands/credentials.js';
import { doctor } from './commands/doctor.js';
import { events } from './commands/events.js';
import { invocations } from './commands/invocations.js';
import { loginCommand } from './commands/login.js';
import { migrate } from './commands/migrate.js';
import { profiles } from './commands/profiles.js';
import { providers } from './commands/providers.js';
import { recipes } from './commands/recipes.js';
import { server } from './commands/server.js';
import { status } from './commands/status.js';
import { up } from './commands/up.js';
import { vault } from './commands/vault.js';
import { webhooks } from './commands/webhooks.js';
import { worker } from './commands/worker.js';
import { EXIT, type ExitCode, exitCodeOf } from './exit-codes.js';
import type { Io } from './terminal/io.js';
import { printer } from './terminal/print.js';
import { withoutGiven } from './terminal/without-given.js';

const EXIT_CODES = `
Exit codes: 0 success · 1 failed · 2 usage · 3 no stack · 4 waiting for a human (the id is printed)

Example:
  $ agent-auth up      # in a terminal of its own, until it says "Ready"
  $ agent-auth login example.com --profile work
  $ agent-auth profiles export work --storage-state session.json`;

const version = (): string => JSON.parse(readFileSync(packageFile('package.json'), 'utf8')).version;

function buildProgram(cli: Cli, args: readonly string[], json: boolean): Command {
  const program = new Command('agent-auth')
    .description('Logged-in browser sessions for agents and automations.')
    .version(version(), '--version', 'print the version')
    .option('--json', 'print one JSON object per line on stdout, and nothing else')
    .option('--state-dir <dir>', 'state folder of the stack (default: AGENT_AUTH_STATE_DIR, else in ~/.local/state)')
    .addHelpText('after', EXIT_CODES)
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      writeOut: (text) => cli.io.out(text.trimEnd()),
      // With --json a wrong call is answered in JSON, see `usageError`.
      writeErr: (text) => (json ? undefined : cli.io.err(withoutGiven(text.trimEnd(), args))),
    })
    .exitOverride();
  for (const add of [
    up,
    worker,
    server,
    status,
    doctor,
    migrate,
    vault,
    loginCommand,
    credentials,
    providers,
    agents,
    invocations,
    profiles,
    recipes,
    events,
    webhooks,
  ])
    add(program, cli);
  return program;
}

/** Commander has said what is wrong; its texts quote what was given, so that JSON gets the kind alone. */
const usageError = ({ code }: CommanderError): AgentAuthError => new AgentAuthError('invalid_input', { usage: code });

/** Whatever was not foreseen: its text could quote a value. */
const asOurs = (error: unknown): AgentAuthError =>
  error instanceof AgentAuthError ? error : new AgentAuthError('internal_error');

/**
 * Runs one call of the command.
 * @param args without the program's name
 */
export async function run(args: readonly string[], io: Io): Promise<ExitCode> {
  const json = args.includes('--json');
  const cli: Cli = { io, exitCode: EXIT.success };
  try {
    await buildProgram(cli, args, json).parseAsync(args, { from: 'user' });
    return cli.exitCode;
  } catch (error) {
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return EXIT.success;
      if (json) printer(io, json).error(usageError(error));
      return EXIT.usage;
    }
    const own = asOurs(error);
    printer(io, json).error(own);
    return exitCodeOf(own);
  }
}
