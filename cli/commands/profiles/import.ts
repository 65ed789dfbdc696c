import type { Command } from 'commander';
import type { StorageState } from '../../../client/index.js';
import { parseSite } from '../../../contract/domain.js';
import { actWithAuth, type Cli } from '../../lib/action.js';
import { card } from '../../lib/print.js';
import { readJson } from '../../lib/read-json.js';

export const importProfile = (parent: Command, cli: Cli): Command =>
  parent
    .command('import')
    .description('Keep a session that was made elsewhere in a profile.')
    .argument('<name>', 'name of the profile')
    .requiredOption('--storage-state <file>', "Playwright's storage state; - for stdin")
    .requiredOption('--domain <domain>', 'the site that it is for')
    .action(
      actWithAuth<[string], { storageState: string; domain: string }>(
        cli,
        async (auth, { io, print }, { storageState, domain }, name) => {
          // Checked by the client.
          const storage_state = (await readJson(io, storageState)) as StorageState;
          const profile = await auth.profiles.import({ name, domain: parseSite(domain).domain, storage_state });
          print.line(profile, card(profile));
        },
      ),
    );
