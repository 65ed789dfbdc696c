import type { Command } from 'commander';
import { actWithAuth, type Cli } from '../../action.js';
import { writePrivate } from '../../terminal/write-private.js';

const WARNING =
  'This session also needs sessionStorage, which a storage state does not hold: it may be logged out elsewhere.';

export const exportProfile = (parent: Command, cli: Cli): Command =>
  parent
    .command('export')
    .description("Write a profile's session to a file, for Playwright.")
    .argument('<name>', 'name or id')
    .requiredOption('--storage-state <file>', 'written with mode 0600: whoever reads it is logged in')
    .addHelpText(
      'after',
      `
Example:
  $ agent-auth profiles export work --storage-state session.json
  then in Playwright: browser.newContext({ storageState: 'session.json' })`,
    )
    .action(
      actWithAuth<[string], { storageState: string }>(cli, async (auth, { print }, { storageState: file }, name) => {
        const profile = await auth.profiles.retrieve(name);
        await writePrivate(file, `${JSON.stringify(await auth.profiles.storageState(name), null, 2)}\n`);
        const warning = profile.needs_session_storage ? WARNING : null;
        if (warning) print.note(`warning: ${warning}`);
        print.line({ profile: profile.name, file, version: profile.version, warning }, `Wrote ${file}.`);
      }),
    );
