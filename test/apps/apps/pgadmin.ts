import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '../../../worker/free-port.js';
import type { App } from '../app.js';
import { serve, serveAnew } from '../serve.js';
import { pypi } from '../sources/pypi.js';
import { changeDatabase } from '../sqlite.js';

const USER = { email: 'keeper@example.com', password: 'a long enough passphrase' };
const TOTP_SECRET = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';

/** pgAdmin: pages built by script; beside the field for the code, a list to pick its method from. */
export const pgAdmin: App = {
  name: 'pgadmin',
  source: pypi({ name: 'pgadmin4', version: '9.18' }),
  async start(install, data) {
    const port = await freePort(0);
    const [database, sessions] = ['pgadmin.db', 'sessions'].map((name) => join(data, name)) as [string, string];
    const settings = {
      DEFAULT_SERVER: '127.0.0.1',
      DATA_DIR: data,
      LOG_FILE: join(data, 'log'),
      SQLITE_PATH: database,
      SESSION_DB_PATH: sessions,
      STORAGE_DIR: join(data, 'storage'),
      AZURE_CREDENTIAL_CACHE_DIR: join(data, 'azure'),
      KERBEROS_CCACHE_DIR: join(data, 'kerberos'),
      MFA_SUPPORTED_METHODS: ['authenticator'],
    };
    const lines = Object.entries(settings).map(([name, value]) => `${name} = ${JSON.stringify(value)}`);
    const switches = ['SERVER_MODE = True', 'UPGRADE_CHECK_ENABLED = False', `DEFAULT_SERVER_PORT = ${port}`];
    await writeFile(join(data, 'config_local.py'), [...lines, ...switches, ''].join('\n'));
    const env = { PYTHONPATH: data, PGADMIN_SETUP_EMAIL: USER.email, PGADMIN_SETUP_PASSWORD: USER.password };
    const run = () => serve(join(install, 'venv/bin/pgadmin4'), [], { at: port, cwd: data, env });
    const server = await serveAnew(run, () => rm(sessions, { recursive: true }));
    await changeDatabase(database, 'INSERT INTO user_mfa (user_id, mfa_auth, options) VALUES (1, ?, ?)', [
      'authenticator',
      TOTP_SECRET,
    ]);
    return {
      port,
      loginPath: '/',
      values: USER,
      totpSecret: TOTP_SECRET,
      passwordsSent: 1,
      home: { path: '/browser/', signedIn: '[data-test="loggedin-username"]', signedOut: 'input[type="password"]' },
      ...server,
    };
  },
};
