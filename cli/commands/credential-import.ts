import type { Command } from 'commander';
import type { AgentAuth, CredentialToImport, ImportedCredential } from '../../client/index.js';
import { AgentAuthError } from '../../contract/errors/errors.js';
import { actWithAuth, type Cli } from '../action.js';
import { judgeLogin, type NotTaken, type Unfit } from '../import/exports/exported-login.js';
import type { KeepassKey } from '../import/exports/keepass.js';
import type { Io } from '../terminal/io.js';
import { type Print, row } from '../terminal/print.js';
import { readSecret } from '../terminal/read-json.js';

interface Options {
  readonly apply?: true;
  readonly keyFile?: string;
  readonly passwordFile?: string;
}

const REASONS: Readonly<Record<NotTaken, string>> = {
  unreadable: 'it is not written as its program writes logins',
  no_site: 'it has no web address',
  app: 'it is for an app, not for a site',
  nothing_stored: 'it has no user name, password or TOTP secret',
  value_too_long: 'a value has more than 4096 characters',
  passkey: 'it is a passkey, which cannot be exported',
  archived: 'it is archived',
  deleted: 'it is in the trash',
  browser_asks: 'it is for HTTP authentication, where the browser asks and not a page',
};

const OUTCOMES: Readonly<Record<ImportedCredential['outcome'], string>> = {
  new: 'new',
  same: 'already there',
  differs: 'the account is there with other values, and stays as it is',
  empty: 'nothing in it can be stored',
};

const MAX_ITEMS = 200;

/** Calls of at most 200 logins; those of one site go together as far as they fit, so that they are compared with each other. */
function batchesOf(items: readonly CredentialToImport[]): CredentialToImport[][] {
  const bySite = new Map<string, CredentialToImport[]>();
  for (const item of items) {
    const group = bySite.get(item.domain);
    if (group === undefined) bySite.set(item.domain, [item]);
    else group.push(item);
  }
  const batches: CredentialToImport[][] = [];
  for (const group of bySite.values())
    for (let at = 0; at < group.length; at += MAX_ITEMS) {
      const part = group.slice(at, at + MAX_ITEMS);
      const last = batches.at(-1);
      if (last !== undefined && last.length + part.length <= MAX_ITEMS) last.push(...part);
      else batches.push(part);
    }
  return batches;
}

const holds = ({ values, totp_secret }: CredentialToImport, { totp_problem }: ImportedCredential): string[] => [
  ...Object.keys(values),
  ...(totp_secret === undefined
    ? []
    : [totp_problem === undefined ? 'totp_secret' : `no totp_secret (${totp_problem})`]),
];

function sayOne(print: Print, item: CredentialToImport, result: ImportedCredential): void {
  const held = holds(item, result);
  const columns = [
    [item.domain, 30],
    [result.name, 30],
    [`${OUTCOMES[result.outcome]}: ${held.join(', ')}`, 0],
  ] as const;
  print.line({ domain: item.domain, ...result, holds: held }, row(columns));
}

function sayUnfit(print: Print, { at, site, reason }: Unfit): void {
  const columns = [
    [site ?? at, 30],
    [site === null ? '' : at, 30],
    [`left out: ${REASONS[reason]}`, 0],
  ] as const;
  print.line({ domain: site, at, outcome: 'left_out', reason }, row(columns));
}

async function importAll(
  auth: AgentAuth,
  print: Print,
  items: readonly CredentialToImport[],
  apply: boolean,
): Promise<number> {
  let added = 0;
  for (const batch of batchesOf(items)) {
    const results = await auth.credentials.import(batch, { apply });
    for (const [index, result] of results.entries()) {
      sayOne(print, batch[index]!, result);
      if (result.outcome === 'new') added += 1;
    }
  }
  return added;
}

async function askKey(io: Io, file: string, { keyFile, passwordFile }: Options): Promise<KeepassKey> {
  if (passwordFile !== undefined) {
    const password = await readSecret(io, passwordFile, 'the password');
    return { password, keyFile };
  }
  const password = io.interactive ? await io.askHidden(`Password of ${file}`) : keyFile === undefined ? null : '';
  if (password === null)
    throw new AgentAuthError('invalid_input', { option: '--password-file', expected: 'the password of the file' });
  return { password, keyFile };
}

const HELP = `
FILE is an export of 1Password (.1pux, .csv), Bitwarden (.json that is not encrypted, .csv), Chrome, Edge, Firefox or Safari (.csv), or a KeePass file (.kdbx).
Without --apply nothing is stored: it lists, by site, what would be imported, what is there already, and what cannot be imported.

Example:
  $ agent-auth credentials import export.1pux
  $ agent-auth credentials import export.1pux --apply && rm export.1pux`;

export const importCredentials = (parent: Command, cli: Cli): Command =>
  parent
    .command('import')
    .description('Import logins that another program has exported.')
    .argument('<file>')
    .option('--apply', 'store them; without it they are only listed')
    .option('--key-file <file>', 'key file of a KeePass file')
    .option('--password-file <file>', 'password of a KeePass file; - for stdin. Without it you are asked')
    .addHelpText('after', HELP)
    .action(
      actWithAuth<[string], Options>(cli, async (auth, { io, print }, options, file) => {
        // Loaded here: it reads many formats.
        const { readExport } = await import('../import/exports/read-export.js');
        const { logins, isPlain } = await readExport(file, () => askKey(io, file, options));
        const judged = logins.map(judgeLogin);
        const items = judged.flatMap((one) => ('item' in one ? one.item : []));
        const unfit = judged.flatMap((one) => ('unfit' in one ? one.unfit : []));
        const apply = options.apply === true;
        const added = await importAll(auth, print, items, apply);
        for (const one of unfit) sayUnfit(print, one);
        const count = `${added} of ${logins.length} ${apply ? 'were stored' : 'would be stored'}`;
        print.note(
          `${count}, ${unfit.length} cannot come.${apply ? '' : ' Nothing is stored yet: run it again with --apply.'}`,
        );
        if (isPlain)
          print.note(`${file} holds passwords that whoever finds it can read: delete it${apply ? '' : ' afterwards'}.`);
      }),
    );
