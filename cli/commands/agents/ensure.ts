import type { Command } from 'commander';
import { actWithAuth, type Cli } from '../../action.js';
import { parseSeconds } from '../../terminal/parse-seconds.js';

interface EnsureOptions {
  readonly profile: string;
  readonly credential?: string;
  readonly timeout: number;
}

export const ensure = (parent: Command, cli: Cli): Command =>
  parent
    .command('ensure')
    .description('Make sure that a profile is logged in: at once when it is, else by a login with what is stored.')
    .argument('<domain>')
    .option('--profile <name>', 'where the session is kept', 'default')
    .option('--credential <name>', 'fill from this credential')
    .option('--timeout <seconds>', 'give up after this; the login goes on', parseSeconds, 60)
    .addHelpText(
      'after',
      `
Exit code 4 and the invocation's id when a person has to give a value: answer it with \`agent-auth invocations submit\`.

Example:
  $ agent-auth agents ensure example.com --profile work --json`,
    )
    .action(
      actWithAuth<[string], EnsureOptions>(cli, async (auth, { print }, { profile, credential, timeout }, domain) => {
        const session = await auth.agents.auth.ensure({
          domain,
          profile_name: profile,
          timeout,
          ...(credential ? { credential_name: credential } : {}),
        });
        const until = session.session_expires_at ? ` until ${session.session_expires_at}` : '';
        print.line(session, `Profile ${profile} is logged in at ${domain}${until}.`);
      }),
    );
