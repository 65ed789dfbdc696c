import type { Command } from 'commander';
import type { CredentialCreate, CredentialNotice, CredentialWithCode } from '../../client/index.js';
import { parseSite } from '../../contract/address/domain.js';
import { AgentAuthError } from '../../contract/errors/errors.js';
import { actWithAuth, type Cli } from '../action.js';
import type { Io } from '../terminal/io.js';
import { card, type Print, row } from '../terminal/print.js';
import { readJson, tellLineBreak, withoutLineBreak } from '../terminal/read-json.js';
import { chooseTotp, type TotpOptions, withTotpOptions } from '../terminal/totp-options.js';
import { importCredentials } from './credential-import.js';

interface From extends TotpOptions {
  readonly from?: string;
}

const create = (parent: Command, cli: Cli): Command =>
  withTotpOptions(
    parent
      .command('create')
      .description('Store a credential; it may be partial.')
      .argument('<name>')
      .requiredOption('--domain <domain>', 'the site that it is for')
      .option('--from <file>', 'its values and the rest, as JSON; - for stdin'),
  )
    .addHelpText(
      'after',
      `${FROM_HELP}\n\nExample:\n  $ agent-auth credentials create github --domain github.com --from - < github.json`,
    )
    .action(
      actWithAuth<[string], From & { domain: string }>(cli, async (auth, { io, print }, { domain, ...from }, name) => {
        const given = { values: {}, ...(await readMembers(io, from)), name, domain: parseSite(domain).domain };
        const credential = await auth.credentials.create(given as CredentialCreate);
        printOne(print, credential);
      }),
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
FILE is JSON; - reads it from stdin. No option takes a secret, because process lists show options:
  {"values": {"email": "user@example.com"}, "totp_secret": "JBSW Y3DP EHPK 3PXP", "sso_provider": "google"}
totp_secret is base32, an otpauth:// or steam:// address, or an authenticator app's export (otpauth-migration://).`;

/** @throws AgentAuthError `invalid_input`, `invalid_totp_secret` */
async function readMembers(io: Io, { from, ...options }: From): Promise<object> {
  if (from === undefined && options.totpQr === undefined)
    throw new AgentAuthError('invalid_input', { option: '--from', expected: 'a file, or --totp-qr' });
  const members = from === undefined ? {} : await readJson(io, from);
  if (typeof members !== 'object' || members === null || Array.isArray(members))
    throw new AgentAuthError('invalid_input', { file: from, expected: 'an object' });
  const given = withoutLineBreaks(io, members);
  const totp_secret = await chooseTotp((given as { totp_secret?: unknown }).totp_secret, options);
  return totp_secret === undefined ? given : { ...given, totp_secret };
}

/** Programs that put a file into JSON keep the line break at its end. */
function withoutLineBreaks(io: Io, members: object): object {
  const { values } = members as { readonly values?: unknown };
  if (typeof values !== 'object' || values === null || Array.isArray(values)) return members;
  const kept = Object.entries(values).map(([key, value]) => {
    const text = typeof value === 'string' ? withoutLineBreak(value) : value;
    if (text !== value) tellLineBreak(io, key);
    return [key, text];
  });
  return { ...members, values: Object.fromEntries(kept) };
}

const NOTICES: Readonly<Record<CredentialNotice, string>> = {
  outer_spaces: 'A value begins or ends with a space. It is kept as it is; if that was not meant, update it.',
  totp_secret_short:
    'Its TOTP secret has 80 bits or less. It is used as it is; where the site offers a longer one, take that.',
};

/** A terminal is no place for a secret: the one-time code that comes with a new TOTP secret is not printed. */
function printOne(to: Print, { totp_code: _, totp_code_expires_at: __, ...credential }: CredentialWithCode): void {
  to.line(credential, card(credential));
  for (const notice of credential.notices ?? []) to.note(`note: ${NOTICES[notice]}`);
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
  withTotpOptions(
    parent
      .command('update')
      .description('Change a credential; new values are merged with the stored ones.')
      .argument('<name>', 'name or id')
      .option('--from <file>', 'what changes, as JSON; - for stdin'),
  )
    .addHelpText(
      'after',
      `${FROM_HELP}\nAlso "remove_value_keys": ["..."] and "name". An empty totp_secret removes it.`,
    )
    .action(
      actWithAuth<[string], From>(cli, async (auth, { io, print }, from, name) => {
        printOne(print, await auth.credentials.update(name, await readMembers(io, from)));
      }),
    );

export function credentials(parent: Command, cli: Cli): void {
  const group = parent.command('credentials').description('Credentials: the values that logins are made with.');
  for (const add of [create, importCredentials, list, show, update, remove]) add(group, cli);
}
