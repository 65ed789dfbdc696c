import type { Command } from 'commander';
import type { Credential, CredentialCreate, CredentialWithCode } from '../../client/index.js';
import { parseSite } from '../../contract/domain.js';
import { AgentAuthError } from '../../contract/errors.js';
import { actWithAuth, type Cli } from '../action.js';
import type { Io } from '../terminal/io.js';
import { card, row } from '../terminal/print.js';
import { readJson } from '../terminal/read-json.js';

const create = (parent: Command, cli: Cli): Command =>
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

const remove = (parent: Command, cli: Cli): Command =>
  parent
    .command('delete')
    .description('Delete a credential; its agents can no longer log in by themselves.')
    .argument('<name>', 'name or id')
    .action(
      actWithAuth<[string], object>(cli, async (auth, { print }, _, name) => {
        await auth.credentials.delete(name);
        print.line({ deleted: name }, `Deleted credential ${name}.`);
      }),
    );

const FROM_HELP = `
FILE is JSON, - reads it from stdin, so that no secret stands in a process list:
  {"values": {"email": "user@example.com"}, "totp_secret": "JBSW Y3DP EHPK 3PXP", "sso_provider": "google"}`;

/** @throws AgentAuthError `invalid_input` */
async function readMembers(io: Io, source: string): Promise<object> {
  const members = await readJson(io, source);
  if (typeof members !== 'object' || members === null || Array.isArray(members))
    throw new AgentAuthError('invalid_input', { file: source, expected: 'an object' });
  return members;
}

const list = (parent: Command, cli: Cli): Command =>
  parent
    .command('list')
    .description('List the credentials, newest first.')
    .action(
      actWithAuth(cli, async (auth, { print }) => {
        for await (const credential of auth.credentials.list({ limit: 100 })) {
          const { name, domain, value_keys, has_totp_secret } = credential;
          const holds = [...value_keys, ...(has_totp_secret ? ['totp_secret'] : [])].join(', ');
          print.line(
            credential,
            row([
              [name, 24],
              [domain, 28],
              [holds, 0],
            ]),
          );
        }
      }),
    );

const show = (parent: Command, cli: Cli): Command =>
  parent
    .command('show')
    .description('Show a credential: the names of its values, never the values.')
    .argument('<name>', 'name or id')
    .action(
      actWithAuth<[string], object>(cli, async (auth, { print }, _, name) => {
        const credential = await auth.credentials.retrieve(name);
        print.line(credential, card(credential));
      }),
    );

const update = (parent: Command, cli: Cli): Command =>
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

/** A terminal is no place for a secret: the one-time code that comes with a new TOTP secret is not printed. */
function withoutCode({ totp_code: _, totp_code_expires_at: __, ...credential }: CredentialWithCode): Credential {
  return credential;
}

export function credentials(parent: Command, cli: Cli): void {
  const group = parent.command('credentials').description('What logins are made with.');
  for (const add of [create, list, show, update, remove]) add(group, cli);
}
