import { join } from 'node:path';
import { freePort } from '../../../worker/free-port.js';
import type { App } from '../app.js';
import { runCommand, serve } from '../serve.js';
import { pypi } from '../sources/pypi.js';
import { changeDatabase } from '../sqlite.js';

const USER = { username: 'admin', password: 'A-long-enough-passphrase-7' };

/** Calibre-Web before it is set up: the first page behind the login is a form of settings, and there is no other. */
export const calibreWeb: App = {
  name: 'calibre-web',
  source: pypi({ name: 'calibreweb', version: '0.6.27' }),
  async start(install, data) {
    const port = await freePort(0);
    const settings = join(data, 'app.db');
    const program = join(install, 'venv/bin/cps');
    const env = { CALIBRE_DBPATH: data, CALIBRE_PORT: String(port) };
    const run = () => serve(program, ['-p', settings, '-i', '127.0.0.1', '-m'], { at: port, cwd: data, env });
    // The first start makes the database.
    await (await run()).stop();
    await runCommand(program, ['-p', settings, '-s', `${USER.username}:${USER.password}`], { cwd: data, env });
    let server = await run();
    return {
      port,
      loginPath: '/login',
      values: USER,
      totpSecret: null,
      passwordsSent: 1,
      home: { path: '/', signedIn: '#logout', signedOut: 'input#password[name="password"]' },
      async expireSessions() {
        await server.stop();
        await changeDatabase(settings, 'DELETE FROM user_session');
        await changeDatabase(settings, 'DELETE FROM flask_settings');
        server = await run();
      },
      stop: () => server.stop(),
    };
  },
};
