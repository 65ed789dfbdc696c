import type { Command } from 'commander';
import { parseSite } from '../../contract/address/domain.js';
import { AgentAuthError } from '../../contract/errors/errors.js';
import type { ReadState } from '../../contract/profile/imported-state.js';
import type { LeftOut } from '../../contract/profile/profile-import.js';
import { actWithAuth, type Cli } from '../action.js';
import { readSession, type SessionSource } from '../import/read-session.js';
import { card, type Print } from '../terminal/print.js';

/** Why a browser would not take something, in words. */
const REASONS: Readonly<Record<LeftOut['reason'], string>> = {
  no_name_or_value: 'it has neither a name nor a value',
  control_character: 'a line break or another control character is in it',
  reserved_character: 'a character is in it that ends a name or a value',
  too_large: 'name and value have more than 4096 bytes',
  invalid_domain: 'its domain is no host',
  public_suffix: 'its domain belongs to no one site',
  invalid_path: 'its path is none',
  expired: 'it has expired',
  host_prefix: '__Host- needs Secure, the path / and one host',
  secure_prefix: '__Secure- needs Secure',
  http_prefix: '__Http- needs Secure and HttpOnly',
  partition_needs_secure: 'a partitioned cookie needs Secure',
  invalid_partition: 'the site of its partition is none',
  not_a_cookie: 'it has no name, value and domain',
  not_an_origin: 'it is no origin with a localStorage',
};

function sayLeftOut(print: Print, left_out: readonly LeftOut[]): void {
  for (const { name, domain, reason } of left_out)
    print.note(`left out: ${name || '(without a name)'}${domain === null ? '' : ` of ${domain}`}: ${REASONS[reason]}`);
}

/** Of a database, as Playwright writes them. */
const nameIn = (database: unknown): string[] => {
  const { name } = database as { readonly name?: unknown };
  return typeof name === 'string' ? [name] : [];
};

/** Names, never values. */
function preview(print: Print, { storage_state: { cookies, origins } }: ReadState): void {
  const found = {
    cookies: cookies.map(({ name, domain }) => ({ name, domain })),
    origins: origins.map(({ origin, localStorage, indexedDB = [] }) => ({
      origin,
      keys: localStorage.map(({ name }) => name),
      databases: indexedDB.flatMap(nameIn),
    })),
    imported: false,
  };
  const lines = [
    ...found.cookies.map(({ name, domain }) => `cookie ${name} of ${domain}`),
    ...found.origins.flatMap(({ origin, keys, databases }) => [
      ...(keys.length === 0 ? [] : [`localStorage of ${origin}: ${keys.join(', ')}`]),
      ...(databases.length === 0 ? [] : [`IndexedDB of ${origin}: ${databases.join(', ')}`]),
    ]),
  ];
  print.line(found, lines.join('\n'));
  print.note('Nothing was imported yet. With --yes this is.');
}

const HELP = `
FILE is Playwright's storage state; cookies as JSON (Puppeteer, Selenium, EditThisCookie, Cookie-Editor); a Netscape cookies.txt; or cookies.sqlite of a
Firefox that is closed. --cdp reads a Chromium that you started with --remote-debugging-port; without --yes it only lists the names of what it found.
What a browser would refuse is left out and listed.

Example:
  $ agent-auth profiles import work --domain example.com --storage-state cookies.txt`;

export const importProfile = (parent: Command, cli: Cli): Command =>
  parent
    .command('import')
    .description('Import a session that was made elsewhere into a profile.')
    .argument('<name>', 'name of the profile')
    .requiredOption('--domain <domain>', 'the site that it is for')
    .option('--storage-state <file>', 'the session; - for stdin')
    .option('--cdp <url>', 'a running Chromium on this machine, such as http://127.0.0.1:9222')
    .option('--yes', 'import what --cdp found')
    .addHelpText('after', HELP)
    .action(
      actWithAuth<[string], SessionSource & { domain: string; yes?: true }>(
        cli,
        async (auth, { io, print }, { domain: site, yes, ...source }, name) => {
          const { domain } = parseSite(site);
          const read = await readSession(io, source, domain);
          const { cookies, origins } = read.storage_state;
          sayLeftOut(print, read.left_out);
          if (cookies.length + origins.length === 0) {
            const left_out = read.left_out.map((one) => `${one.name} (${one.reason})`);
            throw new AgentAuthError('invalid_input', { expected: `something of ${domain}`, left_out });
          }
          if (source.cdp !== undefined && yes === undefined) return preview(print, read);
          const { storage_state } = read;
          const profile = await auth.profiles.import({ name, domain, storage_state });
          print.line({ ...profile, left_out: read.left_out }, card({ ...profile, left_out: [] }));
          for (const { domain: of, proven_at } of profile.replaced ?? [])
            print.note(`It took the place of the session of ${of}${proven_at ? ` that worked at ${proven_at}` : ''}.`);
          for (const id of profile.logins_running ?? [])
            print.note(`Login ${id} is in progress: what it proves takes the place of this.`);
        },
      ),
    );
