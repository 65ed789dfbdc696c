import { join } from 'node:path';
import { freePort } from '../../../worker/free-port.js';
import type { App } from '../app.js';
import { runCommand, serve } from '../serve.js';
import { npm } from '../sources/npm.js';
import { changeDatabase } from '../sqlite.js';

const USER = { email: 'keeper@example.com', password: 'a long enough passphrase' };
const TOTP_SECRET = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';

/** Directus: a page built by script; the code is asked for in the form that is still filled, after the password was accepted. */
export const directus: App = {
  name: 'directus',
  // The last that runs on Node 20.
  source: npm({ name: 'directus', version: '11.3.5', compiled: ['isolated-vm', 'sqlite3', 'argon2'] }),
  async start(install, data) {
    const port = await freePort(0);
    const database = join(data, 'directus.db');
    const env = {
      HOST: '127.0.0.1',
      PORT: String(port),
      KEY: 'key',
      SECRET: 'secret',
      DB_CLIENT: 'sqlite3',
      DB_FILENAME: database,
      STORAGE_LOCAL_ROOT: join(data, 'uploads'),
      EXTENSIONS_PATH: join(data, 'extensions'),
      ADMIN_EMAIL: USER.email,
      ADMIN_PASSWORD: USER.password,
      TELEMETRY: 'false',
      LOG_LEVEL: 'warn',
      // What compiles scripts of others asks for it (isolated-vm).
      NODE_OPTIONS: '--no-node-snapshot',
    };
    const command = join(install, 'node_modules/directus/cli.js');
    await runCommand(process.execPath, [command, 'bootstrap'], { cwd: data, env });
    await changeDatabase(database, 'UPDATE directus_users SET tfa_secret = ? WHERE email = ?', [
      TOTP_SECRET,
      USER.email,
    ]);
    const server = await serve(process.execPath, [command, 'start'], { at: port, env });
    return {
      port,
      loginPath: '/admin/login',
      values: USER,
      totpSecret: TOTP_SECRET,
      passwordsSent: 2,
      home: { path: '/admin/users', signedIn: '.module-bar', signedOut: 'input[type="password"]' },
      expireSessions: () => changeDatabase(database, 'DELETE FROM directus_sessions'),
      stop: () => server.stop(),
    };
  },
};
