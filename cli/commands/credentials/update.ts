import type { Command } from 'commander';
import { actWithAuth, type Cli } from '../../action.js';
import { card } from '../../terminal/print.js';
import { FROM_HELP, readMembers } from './from-file.js';
import { withoutCode } from './without-code.js';

export const update = (parent: Command, cli: Cli): Command =>
  parent
    .command('update')
    .description('Change a credential: values are merged over those that are there.')
    .argument('<name>', 'name or id')
    .requiredOption('--from <file>', 'what changes, as JSON; - for stdin')
    .addHelpText(
      'after',
      `${FROM_HELP}\nAlso "remove_value_keys": ["..."] and "name". An empty totp_secret removes it.`,
    )
    .action(
      actWithAuth<[string], { from: string }>(cli, async (auth, { io, print }, { from }, name) => {
        const credential = withoutCode(await auth.credentials.update(name, await readMembers(io, from)));
        print.line(credential, card(credential));
      }),
    );
