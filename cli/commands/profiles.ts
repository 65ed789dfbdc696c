import type { Command } from 'commander';
import type { SessionLease } from '../../client/index.js';
import { actWithAuth, type Cli } from '../action.js';
import { parseSeconds } from '../terminal/parse-seconds.js';
import { card, row } from '../terminal/print.js';
import { writePrivate } from '../terminal/write-private.js';
import { importProfile } from './profile-import.js';

const remove = (parent: Command, cli: Cli): Command =>
  parent
    .command('delete')
    .description('Delete a profile and the sessions in it.')
    .argument('<name>', 'name or id')
    .action(
      actWithAuth<[string], object>(cli, async (auth, { print }, _, name) => {
        await auth.profiles.delete(name);
        print.line({ deleted: name }, `Deleted profile ${name}.`);
      }),
    );

const WARNING =
  'This session also needs sessionStorage, which a storage state does not hold: `agent-auth profiles session` has it.';

const LEASE = 'say that you use the session for this long (up to a day): while it works, no login replaces it';

interface Use {
  readonly lease?: number;
}
const useOf = ({ lease }: Use): { lease_seconds?: number } => (lease === undefined ? {} : { lease_seconds: lease });
const leased = (lease: SessionLease | undefined): { lease?: SessionLease } => (lease === undefined ? {} : { lease });
const wrote = (file: string, lease: SessionLease | undefined): string =>
  `Wrote ${file}.${lease ? ` In use until ${lease.expires_at}: ${lease.id}` : ''}`;

const exportProfile = (parent: Command, cli: Cli): Command =>
  parent
    .command('export')
    .description("Write a profile's session to a file, for Playwright.")
    .argument('<name>', 'name or id')
    .requiredOption('--storage-state <file>', 'written with mode 0600: whoever reads it is logged in')
    .option('--lease <seconds>', LEASE, parseSeconds)
    .addHelpText(
      'after',
      `
Example:
  $ agent-auth profiles export work --storage-state session.json
  then in Playwright: browser.newContext({ storageState: 'session.json' })`,
    )
    .action(
      actWithAuth<[string], Use & { storageState: string }>(cli, async (auth, { print }, options, name) => {
        const { storageState: file } = options;
        const profile = await auth.profiles.retrieve(name);
        const { lease, ...state } = await auth.profiles.storageState(name, useOf(options));
        await writePrivate(file, `${JSON.stringify(state, null, 2)}\n`);
        const warning = profile.needs_session_storage ? WARNING : null;
        if (warning) print.note(`warning: ${warning}`);
        print.line(
          { profile: profile.name, file, version: profile.version, warning, ...leased(lease) },
          wrote(file, lease),
        );
      }),
    );

const session = (parent: Command, cli: Cli): Command =>
  parent
    .command('session')
    .description("Write a profile's session to a file, whole: storage state, sessionStorage, what the browser was.")
    .argument('<name>', 'name or id')
    .requiredOption('--out <file>', 'written with mode 0600: whoever reads it is logged in')
    .option('--domain <domain>', 'only this site')
    .option('--lease <seconds>', LEASE, parseSeconds)
    .addHelpText(
      'after',
      `
Example:
  $ agent-auth profiles session work --out session.json
  then in a program: await restoreSession(context, JSON.parse(await readFile('session.json', 'utf8')))`,
    )
    .action(
      actWithAuth<[string], Use & { out: string; domain?: string }>(cli, async (auth, { print }, options, name) => {
        const { out, domain } = options;
        const found = await auth.profiles.session(name, {
          ...useOf(options),
          ...(domain === undefined ? {} : { domain }),
        });
        await writePrivate(out, `${JSON.stringify(found, null, 2)}\n`);
        const { profile, version, lease } = found;
        print.line({ profile, file: out, version, ...leased(lease) }, wrote(out, lease));
      }),
    );

const renewLease = (parent: Command, cli: Cli): Command =>
  parent
    .command('renew-lease')
    .description('Extend a lease of a session to this long from now.')
    .argument('<lease>', 'as `profiles session --lease` printed it')
    .argument('<seconds>', 'up to a day', parseSeconds)
    .action(
      actWithAuth<[string, number], object>(cli, async (auth, { print }, _, id, seconds) => {
        const lease = await auth.profiles.renewLease(id, seconds);
        print.line(lease, `In use until ${lease.expires_at}.`);
      }),
    );

const releaseLease = (parent: Command, cli: Cli): Command =>
  parent
    .command('release-lease')
    .description('Release a lease of a session: the agent may renew the session early again.')
    .argument('<lease>')
    .action(
      actWithAuth<[string], object>(cli, async (auth, { print }, _, id) => {
        await auth.profiles.releaseLease(id);
        print.line({ released: id }, `Released ${id}.`);
      }),
    );

const list = (parent: Command, cli: Cli): Command =>
  parent
    .command('list')
    .description('List the profiles, newest first.')
    .action(
      actWithAuth(cli, async (auth, { print }) => {
        for await (const profile of auth.profiles.list({ limit: 100 })) {
          print.line(
            profile,
            row([
              [profile.name, 24],
              [profile.domains.join(', '), 40],
              [profile.updated_at, 0],
            ]),
          );
        }
      }),
    );

const show = (parent: Command, cli: Cli): Command =>
  parent
    .command('show')
    .description('Show a profile, without the session in it.')
    .argument('<name>', 'name or id')
    .action(
      actWithAuth<[string], object>(cli, async (auth, { print }, _, name) => {
        const profile = await auth.profiles.retrieve(name);
        print.line(profile, card(profile));
      }),
    );

const versions = (parent: Command, cli: Cli): Command =>
  parent
    .command('versions')
    .description('List the stored versions of a profile, newest first.')
    .argument('<name>', 'name or id')
    .action(
      actWithAuth<[string], object>(cli, async (auth, { print }, _, name) => {
        for (const version of await auth.profiles.versions(name)) {
          print.line(
            version,
            row([
              [`${version.version}${version.is_current ? ' (current)' : ''}`, 14],
              [version.written_by ?? '', 10],
              [version.written_at ?? '', 26],
              [version.domains.join(', '), 0],
            ]),
          );
        }
      }),
    );

const rollback = (parent: Command, cli: Cli): Command =>
  parent
    .command('rollback')
    .description('Go back to an earlier version of a profile, which becomes the newest one.')
    .argument('<name>', 'name or id')
    .argument('<version>', 'see `agent-auth profiles versions`', Number)
    .action(
      actWithAuth<[string, number], object>(cli, async (auth, { print }, _, name, version) => {
        const profile = await auth.profiles.rollback(name, version);
        print.line(
          profile,
          `Profile ${profile.name} is as in version ${version} again, as version ${profile.version}.`,
        );
      }),
    );

export function profiles(parent: Command, cli: Cli): void {
  const group = parent.command('profiles').description('Saved browser sessions.');
  for (const add of [
    list,
    show,
    versions,
    rollback,
    exportProfile,
    session,
    renewLease,
    releaseLease,
    importProfile,
    remove,
  ])
    add(group, cli);
}
