import { rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { freePort } from '../../../worker/free-port.js';
import type { App } from '../app.js';
import { serve, serveAnew } from '../serve.js';
import { npm } from '../sources/npm.js';

const USER = { username: 'admin', password: 'a long enough passphrase' };

interface Bcrypt {
  hashSync(text: string, rounds: number): string;
}

/** Node-RED: a modal dialog without a form element, a token in localStorage, no cookie. */
export const nodeRed: App = {
  name: 'node-red',
  source: npm({ name: 'node-red', version: '4.1.15' }),
  async start(install, data) {
    const port = await freePort(0);
    const bcrypt = createRequire(join(install, 'package.json'))('bcryptjs') as Bcrypt;
    const settings = {
      uiPort: port,
      uiHost: '127.0.0.1',
      userDir: data,
      telemetry: { enabled: false },
      adminAuth: {
        type: 'credentials',
        users: [{ username: USER.username, password: bcrypt.hashSync(USER.password, 8), permissions: '*' }],
      },
    };
    const file = join(data, 'settings.js');
    await writeFile(file, `module.exports = ${JSON.stringify(settings)};\n`);
    const run = () =>
      serve(process.execPath, [join(install, 'node_modules/node-red/red.js'), '--settings', file], { at: port });
    const server = await serveAnew(run, () => rm(join(data, '.sessions.json'), { force: true }));
    return {
      port,
      loginPath: '/',
      values: USER,
      totpSecret: null,
      passwordsSent: 1,
      home: { path: '/', signedIn: '#red-ui-header-button-user', signedOut: 'input[type="password"]' },
      ...server,
    };
  },
};
