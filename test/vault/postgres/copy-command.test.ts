import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { openVault } from '../../../activities/vault/index.js';
import { run } from '../../../cli/run.js';
import { makeDatabase, makeEmptyDatabase } from '../../support/postgres/databases.js';
import { fakeIo } from '../../unit/cli/fake-io.js';
import { openTestVault } from '../support/vault.js';

const PASSWORD = 'db-password-5d1f';

/** The server of the tests asks for no password: one may stand in the address all the same. */
function withPassword(url: string): string {
  const address = new URL(url);
  address.password = PASSWORD;
  return address.href;
}

async function command(args: readonly string[], variables: Readonly<Record<string, string>> = {}) {
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
  onTestFinished(() => void vi.unstubAllEnvs());
  const io = fakeIo();
  const code = await run(['vault', ...args], io);
  vi.unstubAllEnvs();
  const said = [...io.stdout, ...io.stderr].join('\n');
  expect(said).not.toContain(PASSWORD);
  return { code, said, lines: io.stdout };
}

async function stopped(): Promise<string> {
  const t = await openTestVault({ onPostgres: false });
  await t.admin('credentials.create', { name: 'shop', domain: 'example.com', values: { password: 'one' } });
  await t.vault.close();
  return t.stateDir;
}

it('copies by the address in the environment, tells each table, and takes the vault back', async () => {
  const stateDir = await stopped();
  const AGENT_AUTH_DATABASE_URL = withPassword((await makeDatabase()).url);
  const { code, lines } = await command(['copy', '--json', '--state-dir', stateDir], { AGENT_AUTH_DATABASE_URL });
  expect(code).toBe(0);
  const events = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(events).toContainEqual({
    event: 'compared',
    table: 'credentials',
    rows: 1,
    sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
  expect(events.at(-1)).toMatchObject({ event: 'finished', vault: expect.any(String), rows: expect.any(Number) });
  await expect(openVault({ stateDir })).rejects.toMatchObject({ code: 'vault_copied' });
  const undone = await command(['undo-copy', '--state-dir', stateDir], { AGENT_AUTH_DATABASE_URL });
  expect(undone).toMatchObject({ code: 0, said: 'The vault goes on in the state folder.' });
  await (await openVault({ stateDir })).close();
});

it('takes the address as an option, and the key that workers get from a file', async () => {
  const stateDir = await stopped();
  const to = withPassword((await makeDatabase()).url);
  const AGENT_AUTH_MASTER_KEY_FILE = join(stateDir, 'master-key');
  const { code, said } = await command(['copy', '--to', to, '--state-dir', stateDir], { AGENT_AUTH_MASTER_KEY_FILE });
  expect(code).toBe(0);
  expect(said).toContain('compared credentials: 1 rows');
  expect(said).toContain('AGENT_AUTH_DATABASE_URL');
  expect(said).not.toContain((await readFile(AGENT_AUTH_MASTER_KEY_FILE, 'utf8')).slice(12).trim());
});

it.each([
  ['no address', 2, 'invalid_input', async () => []],
  ['one that is none', 2, 'invalid_input', async () => ['--to', `postgres//${PASSWORD}`]],
  [
    'a database that is not there',
    1,
    'database_forbidden',
    async () => ['--to', withPassword((await makeEmptyDatabase()).url.replace(/[^/]+$/, 'gone'))],
  ],
  [
    'a database that takes no tables',
    1,
    'database_forbidden',
    async () => ['--to', withPassword((await makeEmptyDatabase()).url)],
  ],
])('%s: exit code %i, %s', async (_, exit, error, args) => {
  const stateDir = await stopped();
  const { code, lines } = await command(['copy', '--json', '--state-dir', stateDir, ...(await args())]);
  expect(code).toBe(exit);
  expect(JSON.parse(lines[0]!)).toMatchObject({ error: { code: error } });
});
