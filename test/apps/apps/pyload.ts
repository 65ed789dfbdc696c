import { pbkdf2Sync } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '../../../worker/free-port.js';
import type { App } from '../app.js';
import { serve } from '../serve.js';
import { pypi } from '../sources/pypi.js';
import { changeDatabase } from '../sqlite.js';

const USER = { username: 'keeper', password: 'a long enough passphrase' };
const FIRST_PORT = 8000;

/** pyLoad: the page of the login holds the hidden forms of the application behind it as well. */
export const pyLoad: App = {
  name: 'pyload',
  source: pypi({ name: 'pyload-ng', version: '0.5.0b3.dev101' }),
  async start(install, data) {
    const port = await freePort(0);
    const folders = ['user', 'files', 'temp'].map((name) => join(data, name)) as [string, string, string];
    const [user, files, temp] = folders;
    const args = ['--userdir', user, '--storagedir', files, '--tempdir', temp];
    const run = (at: number) => serve(join(install, 'venv/bin/pyload'), args, { at, cwd: data });
    const settings = join(user, 'settings/pyload.cfg');
    // Without a file of settings it starts at a port of its own.
    await (await run(FIRST_PORT)).stop();
    await writeFile(settings, (await readFile(settings, 'utf8')).replace(/(int port .* = )8000/, `$1${port}`));
    const salt = Buffer.from('an orchard keeps');
    const hash = salt.toString('hex') + pbkdf2Sync(USER.password, salt, 100_000, 32, 'sha256').toString('hex');
    await changeDatabase(join(user, 'data/pyload.db'), 'UPDATE users SET name = ?, password = ?', [
      USER.username,
      hash,
    ]);
    const server = await run(port);
    const sessions = join(user, 'data/flask');
    return {
      port,
      loginPath: '/login',
      values: USER,
      totpSecret: null,
      passwordsSent: 1,
      home: { path: '/dashboard', signedIn: 'a[href*="logout"]', signedOut: '#login #password' },
      async expireSessions() {
        await rm(sessions, { recursive: true });
        await mkdir(sessions);
      },
      stop: () => server.stop(),
    };
  },
};
