import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { App } from './app.js';
import { freePort, untilAnswers } from './ports.js';

const USER = { username: 'admin', password: 'a long enough passphrase' };

interface Bcrypt {
  hashSync(text: string, rounds: number): string;
}

/** Node-RED: a modal dialog without a form element, a token in localStorage, no cookie. */
export const nodeRed: App = {
  name: 'node-red',
  npm: { name: 'node-red', version: '4.1.15' },
  async start(install, data) {
    const port = await freePort();
    const bcrypt = createRequire(join(install, 'package.json'))('bcryptjs') as Bcrypt;
    const settings = {
      uiPort: port,
      uiHost: '127.0.0.1',
      userDir: data,
      telemetry: { enabled: false },
      logging: { console: { level: 'off' } },
      adminAuth: {
        type: 'credentials',
        users: [{ username: USER.username, password: bcrypt.hashSync(USER.password, 8), permissions: '*' }],
      },
    };
    const file = join(data, 'settings.js');
    await writeFile(file, `module.exports = ${JSON.stringify(settings)};\n`);

    const run = async () => {
      const child = spawn(process.execPath, [join(install, 'node_modules/node-red/red.js'), '--settings', file], {
        stdio: 'ignore',
      });
      await untilAnswers(`http://127.0.0.1:${port}/`);
      return child;
    };
    let child = await run();
    const halt = async (): Promise<void> => {
      const exited = once(child, 'exit');
      child.kill();
      await exited;
    };
    return {
      port,
      path: '/',
      values: USER,
      totpSecret: null,
      async expireSessions() {
        await halt();
        await rm(join(data, '.sessions.json'), { force: true });
        child = await run();
      },
      stop: halt,
    };
  },
};
