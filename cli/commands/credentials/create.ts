import type { Command } from 'commander';
import type { CredentialCreate } from '../../../client/index.js';
import { parseSite } from '../../../contract/domain.js';
import { actWithAuth, type Cli } from '../../lib/action.js';
import { card } from '../../lib/print.js';
import { FROM_HELP, readMembers } from './from-file.js';
import { withoutCode } from './without-code.js';

export const create = (parent: Command, cli: Cli): Command =>
  parent
    .command('create')
    .description('Store a credential; it may be partial.')
    .argument('<name>')
    .requiredOption('--domain <domain>', 'the site that it is for')
    .requiredOption('--from <file>', 'its values, as JSON; - for stdin')
    .addHelpText(
      'after',
      `${FROM_HELP}\n\nExample:\n  $ agent-auth credentials create github --domain github.com --from - < github.json`,
    )
    .action(
      actWithAuth<[string], { domain: string; from: string }>(
        cli,
        async (auth, { io, print }, { domain, from }, name) => {
          const members = { values: {}, ...(await readMembers(io, from)), name, domain: parseSite(domain).domain };
          const credential = withoutCode(await auth.credentials.create(members as CredentialCreate));
          print.line(credential, card(credential));
        },
      ),
    );
