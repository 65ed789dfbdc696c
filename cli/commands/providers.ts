import type { Command } from 'commander';
import type { ProviderCandidate } from '../../client/index.js';
import { parseSite } from '../../contract/address/domain.js';
import { AgentAuthError } from '../../contract/errors/errors.js';
import { actWithAuth, type Cli } from '../action.js';
import { EXIT } from '../exit-codes.js';
import type { Io } from '../terminal/io.js';
import { card, row } from '../terminal/print.js';
import { readJson, readSecret } from '../terminal/read-json.js';

interface Place {
  readonly tokenFile?: string;
  readonly settings?: string;
}

/** From a file, from stdin for `-`, or asked for without showing it: a process list shows command lines. */
async function readToken(io: Io, file: string | undefined): Promise<string | undefined> {
  if (file === undefined)
    return io.interactive ? ((await io.askHidden('Token of the provider')) ?? undefined) : undefined;
  return readSecret(io, file, 'the token');
}

async function readSettings(io: Io, file: string | undefined): Promise<{ settings?: Record<string, unknown> }> {
  if (file === undefined) return {};
  const settings = await readJson(io, file);
  if (typeof settings !== 'object' || settings === null || Array.isArray(settings))
    throw new AgentAuthError('invalid_input', { file, expected: 'an object' });
  return { settings: settings as Record<string, unknown> };
}

const PLACE_HELP = `
The token comes from a file or from stdin (-); without --token-file you are asked, and it is not shown. docs/providers.md has the settings of each type.

Examples:
  $ agent-auth providers add work --type onepassword --token-file token
  $ echo '{"host": "http://connect:8080"}' > connect.json
  $ agent-auth providers add work --type onepassword_connect --settings connect.json --token-file token`;

const add = (parent: Command, cli: Cli): Command =>
  parent
    .command('add')
    .description('Connect a password manager or vault that you already have.')
    .argument('<name>')
    .requiredOption('--type <type>', 'such as onepassword, bitwarden, keepass, command')
    .option('--settings <file>', 'its address and settings, as JSON; - for stdin')
    .option('--token-file <file>', 'its token; - for stdin')
    .addHelpText('after', PLACE_HELP)
    .action(
      actWithAuth<[string], Place & { type: string }>(cli, async (auth, { io, print }, { type, ...place }, name) => {
        const settings = await readSettings(io, place.settings);
        const token = (await readToken(io, place.tokenFile)) ?? '';
        const provider = await auth.credentialProviders.create({ name, provider_type: type, token, ...settings });
        print.line(provider, card(provider));
      }),
    );

const update = (parent: Command, cli: Cli): Command =>
  parent
    .command('update')
    .description('Give a provider a new token, another address, or other limits.')
    .argument('<name>', 'name or id')
    .option('--from <file>', 'what changes, as JSON: name, enabled, priority, cache_ttl_seconds, auto, vaults, domains')
    .option('--settings <file>', 'its address and settings, as JSON; needs the token again')
    .option('--token-file <file>', 'its new token; - for stdin')
    .action(
      actWithAuth<[string], Place & { from?: string }>(cli, async (auth, { io, print }, { from, ...place }, name) => {
        const { settings: changes = {} } = await readSettings(io, from);
        const settings = await readSettings(io, place.settings);
        const asks = place.tokenFile !== undefined || from === undefined || place.settings !== undefined;
        const token = asks ? await readToken(io, place.tokenFile) : undefined;
        const given = { ...changes, ...settings, ...(token === undefined ? {} : { token }) };
        const provider = await auth.credentialProviders.update(name, given);
        print.line(provider, card(provider));
      }),
    );

const list = (parent: Command, cli: Cli): Command =>
  parent
    .command('list')
    .description('List the providers, in the order in which they are asked.')
    .action(
      actWithAuth(cli, async (auth, { print }) => {
        for await (const provider of auth.credentialProviders.list({ limit: 100 })) {
          const { name, provider_type, enabled, trouble } = provider;
          const state = enabled ? (trouble?.code ?? 'ready') : 'disabled';
          const columns = [
            [name, 24],
            [provider_type, 22],
            [state, 0],
          ] as const;
          print.line(provider, row(columns));
        }
      }),
    );

const test = (parent: Command, cli: Cli): Command =>
  parent
    .command('test')
    .description('Check that a provider answers, and list the vaults that it shows.')
    .argument('<name>', 'name or id')
    .action(
      actWithAuth<[string], object>(cli, async (auth, { print }, _, name) => {
        const result = await auth.credentialProviders.test(name);
        const vaults = result.vaults.map((vault) => vault.name).join(', ');
        print.line(result, result.success ? `${name} answers. Vaults: ${vaults}` : `${name}: ${result.error}`);
        return result.success ? EXIT.success : EXIT.failed;
      }),
    );

const items = (parent: Command, cli: Cli): Command =>
  parent
    .command('items')
    .description('List the items of a provider and the sites they are for; never a value.')
    .argument('<name>', 'name or id')
    .option('--query <text>', 'only items with this in their path or address')
    .action(
      actWithAuth<[string], { query?: string }>(cli, async (auth, { print }, options, name) => {
        let offset = 0;
        let more = true;
        while (more) {
          const page = await auth.credentialProviders.items(name, { ...options, offset });
          for (const item of page.items)
            print.line(
              item,
              row([
                [item.path, 40],
                [item.account ?? '', 24],
                [item.urls.join(' '), 0],
              ]),
            );
          offset += page.items.length;
          more = page.has_more;
        }
      }),
    );

const inWords = ({ match, address, lost }: ProviderCandidate): string =>
  `${match === null ? 'does not fit' : `${match} (${address})`}: ${lost === null ? 'taken' : lost}`;

const match = (parent: Command, cli: Cli): Command =>
  parent
    .command('match')
    .description('Show which item would be used for a site, and why not the others.')
    .argument('<domain>')
    .option('--provider <name>', 'ask only this provider')
    .action(
      actWithAuth<[string], { provider?: string }>(cli, async (auth, { print }, { provider }, site) => {
        const { ambiguous, candidates } = await auth.credentialProviders.match(parseSite(site).domain, provider);
        for (const candidate of candidates)
          print.line(
            candidate,
            row([
              [candidate.provider, 16],
              [candidate.path, 32],
              [candidate.account ?? '', 24],
              [inWords(candidate), 0],
            ]),
          );
        if (ambiguous)
          print.note('Items of several accounts fit: the login asks which one, or name one by its path on the agent.');
        else if (candidates.length === 0) print.note('No item is offered for this site.');
      }),
    );

const audit = (parent: Command, cli: Cli): Command =>
  parent
    .command('audit')
    .description('List who read which item, when, and for which login, newest first; never a value.')
    .argument('[name]', 'name or id of one provider')
    .option('--agent <id>', 'only for this agent')
    .option('--invocation <id>', 'only for this login')
    .option('--limit <n>', 'how many', (text) => Number(text), 100)
    .action(
      actWithAuth<[string | undefined], { agent?: string; invocation?: string; limit: number }>(
        cli,
        async (auth, { print }, { agent, invocation, limit }, name) => {
          const query = {
            limit: Math.min(limit, 100),
            ...(name === undefined ? {} : { id_or_name: name }),
            ...(agent === undefined ? {} : { auth_agent_id: agent }),
            ...(invocation === undefined ? {} : { invocation_id: invocation }),
          };
          let left = limit;
          for await (const read of auth.credentialProviders.audit(query)) {
            print.line(
              read,
              row([
                [read.at, 24],
                [read.provider, 16],
                [read.path ?? read.item_id, 32],
                [read.use, 9],
                [read.auth_agent_id, 32],
                [read.invocation_id, 0],
              ]),
            );
            left -= 1;
            if (left <= 0) break;
          }
        },
      ),
    );

const remove = (parent: Command, cli: Cli): Command =>
  parent
    .command('delete')
    .description('Disconnect a provider; agents that used its values go on without them.')
    .argument('<name>', 'name or id')
    .action(
      actWithAuth<[string], object>(cli, async (auth, { print }, _, name) => {
        await auth.credentialProviders.delete(name);
        print.line({ deleted: name }, `Disconnected provider ${name}.`);
      }),
    );

export function providers(parent: Command, cli: Cli): void {
  const group = parent
    .command('providers')
    .description('Password managers and vaults that you already have, such as 1Password.');
  for (const command of [add, list, test, items, match, audit, update, remove]) command(group, cli);
}
